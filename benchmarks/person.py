"""How well `complete` predicts what it wasn't told, on people left out of the fit.

    python benchmarks/person.py [--survey ../shared/data/ansur2] [--folds 5]

Every person is predicted once, by parameters fitted on the other folds. For each set of told
measurements and each term: root mean square error of `complete` and of ridge regression on the same
rows, and the share of truths inside `complete`'s 90 % interval (value ± 1.645 sd).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.stats import norm

from fittingroom.arrays import Floats
from fittingroom.person.complete import complete
from fittingroom.person.person import Measurement, Measurements, Person, Sex
from fittingroom.person.prior import AGE
from fittingroom.person.survey import SURVEY_VARIABLES, fit_prior, survey_rows
from fittingroom.person.terms import SURVEY_TERMS, TERMS

SURVEY = Path(__file__).resolve().parents[2] / "shared/data/ansur2"
SHOP = ("height", "weight", "bust_girth", "navel_waist_girth", "hip_girth", "inside_leg_length")
TOLD = {
    "height": ("height",),
    "height, weight": ("height", "weight"),
    "height, weight, bust, waist, hip, inside leg": SHOP,
}
REACH = float(norm.ppf(0.95))
RIDGE = 1.0  # on standardised inputs; 0.1 to 10 give the same errors to 0.1 mm


def columns(terms: tuple[str, ...]) -> list[int]:
    """Return where `terms` stand in the survey's rows."""
    return [SURVEY_VARIABLES.index(term) for term in terms]


def ridge(train: Floats, test: Floats, told: tuple[str, ...]) -> Floats:
    """Predict every variable by ridge regression on the told ones and age."""
    at = columns((*told, AGE))
    mean, sd = train[:, at].mean(axis=0), train[:, at].std(axis=0)
    x, y = (train[:, at] - mean) / sd, train - train.mean(axis=0)
    slopes = np.linalg.solve(x.T @ x + RIDGE * np.eye(len(at)), x.T @ y)
    return np.asarray((test[:, at] - mean) / sd @ slopes + train.mean(axis=0))


def guesses(train: Floats, test: Floats, told: tuple[str, ...], sex: Sex) -> Floats:
    """Return `complete`'s value and sd of every survey term, shape (person, term, 2)."""
    prior = fit_prior(train)
    out = np.empty((len(test), len(SURVEY_TERMS), 2))
    for number, row in enumerate(test):
        measured = {t: Measurement(row[columns((t,))[0]], TERMS[t].tape_sd) for t in told}
        person = Person(sex, Measurements(measured), age_years=float(row[-1]))
        found = complete(person, prior=prior).measurements
        out[number] = [(found[t].value, found[t].sd) for t in SURVEY_TERMS]
    return out


def crossed(rows: Floats, told: tuple[str, ...], sex: Sex, folds: int) -> dict[str, list[float]]:
    """Return rmse, ridge's rmse and coverage of every untold term, each person left out once."""
    fold = np.random.default_rng(0).permutation(len(rows)) % folds
    found = np.empty((len(rows), len(SURVEY_TERMS), 2))
    other = np.empty_like(rows)
    for number in range(folds):
        train, test = rows[fold != number], rows[fold == number]
        found[fold == number] = guesses(train, test, told, sex)
        other[fold == number] = ridge(train, test, told)
    result = {}
    for at, term in enumerate(SURVEY_TERMS):
        if term in told:
            continue
        off = rows[:, at] - found[:, at, 0]
        unit = 1.0 if TERMS[term].kind == "mass" else 1000.0
        result[term] = [
            unit * float(np.sqrt(np.mean(off**2))),
            unit * float(np.sqrt(np.mean((rows[:, at] - other[:, at]) ** 2))),
            100.0 * float(np.mean(np.abs(off) <= REACH * found[:, at, 1])),
        ]
    return result


def both(
    rows: dict[Sex, Floats], told: tuple[str, ...], folds: int
) -> Iterator[tuple[str, list[float], list[float]]]:
    """Yield each untold term with the figures of women and of men."""
    women, men = (crossed(rows[sex], told, sex, folds) for sex in rows)
    for term in women:
        yield term, women[term], men[term]


def show(found: list[tuple[str, list[float], list[float]]], title: str) -> None:
    """Print one table."""
    print(f"\ntold: {title}\n{'':19s}women rmse  ridge cover |  men rmse  ridge cover")
    for term, women, men in found:
        sides = (f"{side[0]:10.2f} {side[1]:6.2f} {side[2]:5.1f}" for side in (women, men))
        print(f"{term:19s}{' |'.join(sides)}")


def main() -> None:
    """Print one table a set, and a summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--survey", type=Path, default=SURVEY)
    parser.add_argument("--folds", type=int, default=5)
    asked = parser.parse_args()
    if not asked.survey.is_dir():
        print(f"skipped: the survey isn't at {asked.survey}; --survey names another folder")
        return
    rows: dict[Sex, Floats] = {}
    sexes: tuple[Sex, ...] = ("female", "male")
    for sex in sexes:
        with (asked.survey / f"{sex}.csv").open(encoding="utf-8-sig") as lines:
            rows[sex] = survey_rows(lines, sex)
    print("rmse in mm (weight in kg); cover: per cent of truths inside the 90 % interval")
    tables = {title: list(both(rows, told, asked.folds)) for title, told in TOLD.items()}
    others = {term: tuple(o for o in SURVEY_TERMS if o != term) for term in SURVEY_TERMS[1:]}
    tables["all but the one predicted (height is always told)"] = [
        next(both(rows, told, asked.folds)) for told in others.values()
    ]
    for title, found in tables.items():
        show(found, title)
    cells = np.array([side for found in tables.values() for row in found for side in row[1:]])
    ratio, cover = cells[:, 0] / cells[:, 1], cells[:, 2]
    print(f"\n{len(cells)} cells: rmse / ridge's: mean {ratio.mean():.3f}, worst {ratio.max():.3f}")
    print(f"coverage {cover.min():.1f} to {cover.max():.1f}, mean {cover.mean():.2f}")
    print(f"cells outside 88 to 92: {int(((cover < 88) | (cover > 92)).sum())}")


if __name__ == "__main__":
    main()
