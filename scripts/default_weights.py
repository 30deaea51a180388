"""Make the fit model that ships, again: simulated purchases alone, network alone.

    python scripts/default_weights.py [--rows 50000] [--fresh 10000] [--out DIR]

Takes a minute on one core. Needs the extra `learning`; the model itself doesn't.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from fittingroom.learning.keeping import save_fit_model
from fittingroom.loop.card import card_markdown
from fittingroom.loop.default_fit import (
    FRESH_ROWS,
    ROWS,
    default_card,
    default_data,
    default_metrics,
    train_default,
)
from fittingroom.progress import finish

OUT = Path(__file__).resolve().parents[1] / "src/fittingroom/learning/data/default_fit"
LICENCE = "Apache-2.0, as this package: learned from simulated purchases alone"


def main() -> None:
    """Train, measure on fresh people, and write model and card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--fresh", type=int, default=FRESH_ROWS)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    data = default_data(rows=arguments.rows, fresh_rows=arguments.fresh)
    model = finish(train_default(data))
    metrics = default_metrics(data, model.probabilities(data.fresh.purchases))
    card = default_card(data, metrics)
    notes = tuple(card.all_limits)
    save_fit_model(
        replace(model, card=replace(model.card, licence=LICENCE, notes=notes)), arguments.out
    )
    (arguments.out / "model_card.json").write_text(
        json.dumps(card.as_json(), ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    (arguments.out / "model_card.md").write_text(card_markdown(card), "utf-8")
    size = sum(path.stat().st_size for path in arguments.out.iterdir())
    print(json.dumps(metrics | {"bytes": size}))


if __name__ == "__main__":
    main()
