"""What becomes of the advice when people tell their measurements wrongly.

    python benchmarks/robustness.py [--people 200] [--seed 1] [--model DIR] [--json]

People of the simulated shop who tell their girths ask for every garment of the catalogue, once as
they measured and once with each mistake of `loop.mistakes`. Cases in which no size would have been
named anyway don't count.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from fittingroom.errors import MeasurementError
from fittingroom.garment.catalogue import catalogue
from fittingroom.loop.mistakes import MISTAKES
from fittingroom.loop.robustness import try_mistakes
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_people import as_forms, draw_people
from fittingroom.person.reading import read_person
from fittingroom.progress import finish


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rng = np.random.default_rng(arguments.seed)
    options = ShopOptions(people=arguments.people, girths_told=1.0)
    forms = [form for form in as_forms(draw_people(options, rng)) if _readable(form)]
    found = finish(
        try_mistakes(forms, list(catalogue.values()), MISTAKES, rng, model=_model(arguments.model))
    )
    if arguments.json:
        print(json.dumps({name: shares.as_json() for name, shares in found.items()}))
        return
    print(f"{len(forms)} people, {len(catalogue)} garments, shares of cases")
    print("| mistake | refused | no size named | same size | next size | further off |")
    print("|---|---|---|---|---|---|")
    for name, s in found.items():
        shares = (s.refused, s.abstained, s.same, s.next, s.further)
        print(f"| {name} | {' | '.join(f'{100 * share:.1f} %' for share in shares)} |")


def _readable(form: dict[str, object]) -> bool:
    try:
        read_person(form)
    except MeasurementError:
        return False
    return True


def _model(folder: Path | None):
    if folder is None:
        return None
    from fittingroom.learning.keeping import load_fit_model

    return load_fit_model(folder)


if __name__ == "__main__":
    main()
