"""Measure the natural waist and the underbust, which the survey lacks, on bodies fitted to it.

Writes a CSV (sex, row in the survey's file, waist_girth_mm, underbust_girth_mm and every other
measurement of the mesh) from which `person` learns how the two follow from what the survey has:

    python scripts/body_table.py OUT.csv [people per sex]
"""

from __future__ import annotations

import csv
import sys
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from fittingroom.body.making import fit_completion
from fittingroom.person.complete import complete
from fittingroom.person.person import Measurement, Measurements, Person, Sex
from fittingroom.person.survey import SURVEY_VARIABLES, survey_rows

SURVEY = Path(__file__).parents[2] / "shared/data/ansur2"
LEARNED = ("waist_girth", "underbust_girth")


def survey(sex: Sex) -> np.ndarray:
    """Return the survey's people in SI, shape (person, variable)."""
    with (SURVEY / f"{sex}.csv").open(encoding="latin1") as lines:
        return survey_rows(lines, sex)


def person_of(sex: Sex, row: np.ndarray) -> Person:
    """Return a survey row as a person who told everything."""
    told = dict(zip(SURVEY_VARIABLES, map(float, row), strict=True))
    age = told.pop("age")
    sd = {"weight": 0.5}
    return Person(
        sex,
        Measurements({term: Measurement(v, sd.get(term, 0.003)) for term, v in told.items()}),
        age_years=age,
    )


def measured(task: tuple[Sex, int]) -> dict[str, object]:
    """Fit one person and measure the body."""
    sex, row = task
    terms = fit_completion(complete(person_of(sex, survey(sex)[row])), without=LEARNED).measured
    line: dict[str, object] = {"sex": sex, "row": row}
    lengths = {f"{t}_mm": round(1e3 * v, 2) for t, v in terms.items() if t != "weight"}
    return line | {"weight_kg": round(terms["weight"], 3)} | lengths


def main() -> None:
    """Fit and write."""
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    rng = np.random.default_rng(20)
    tasks: list[tuple[Sex, int]] = []
    sexes: tuple[Sex, ...] = ("male", "female")
    for sex in sexes:
        tasks += [(sex, int(row)) for row in rng.choice(len(survey(sex)), count, replace=False)]
    with get_context("fork").Pool(2) as pool:
        lines = pool.map(measured, tasks, chunksize=5)
    with Path(sys.argv[1]).open("w", newline="") as out:
        table = csv.DictWriter(out, lines[0])
        table.writeheader()
        table.writerows(lines)


if __name__ == "__main__":
    main()
