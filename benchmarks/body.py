"""How true bodies are, on survey people drawn afresh: held, predicted, time.

    python benchmarks/body.py [people per sex, 150] [first seed, 2026]

1. Held: everything the contract names and the survey has is told; the mesh is compared with it.
   Every second person tells the survey's flexed biceps as upper arm, as a careless caller would.
2. Predicted: height, weight, bust, waist (navel), hip and inside leg are told; the rest is compared
   with ridge regression on the same six, both fitted without these people.
Needs the survey next to the repository; figures are in millimetres.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from fittingroom.body.making import fit_completion
from fittingroom.person.complete import complete
from fittingroom.person.person import Measurement, Measurements, Person, Sex
from fittingroom.person.survey import SURVEY_VARIABLES, Relation, fit_prior, survey_rows
from fittingroom.person.terms import RELAXED_ARM_OFFSET, SURVEY_TERMS, TERMS

SURVEY = Path(__file__).parents[2] / "shared/data/ansur2"
SEXES: tuple[Sex, ...] = ("female", "male")
CONTRACT = tuple(term for term in SURVEY_TERMS if TERMS[term].in_form)
SIX = ("height", "weight", "bust_girth", "navel_waist_girth", "hip_girth", "inside_leg_length")
HIDDEN = tuple(term for term in SURVEY_TERMS if term not in SIX)
RELATIONS = json.loads(
    files("fittingroom.person").joinpath("data/relations.json").read_text("utf-8")
)
AGE_COLUMN = SURVEY_VARIABLES.index("age")
RIDGE = 1e-3  # of the number of people, on standardised inputs


def survey(sex: Sex) -> np.ndarray:
    """Return the survey's people in SI, shape (person, variable)."""
    with (SURVEY / f"{sex}.csv").open(encoding="latin1") as lines:
        return survey_rows(lines, sex)


def person(sex: Sex, row: np.ndarray, told: tuple[str, ...]) -> Person:
    """Return a survey row as a person who tells some terms."""
    values = {term: float(row[SURVEY_VARIABLES.index(term)]) for term in told}
    return Person(
        sex,
        Measurements({t: Measurement(v, TERMS[t].tape_sd) for t, v in values.items()}),
        age_years=float(row[AGE_COLUMN]),
    )


def held(task: tuple[Sex, np.ndarray]) -> tuple[dict[str, float], float]:
    """Return the errors of everything told and the seconds."""
    fitted = fit_completion(complete(person(*task, CONTRACT)))
    return dict(fitted.errors), fitted.seconds


def predicted(task: tuple[Sex, np.ndarray]) -> list[float]:
    """Return the mesh's values of what wasn't told."""
    who = person(*task, SIX)
    measured = fit_completion(complete(who, prior=PRIORS[task[0]])).measured
    return [measured[term] for term in HIDDEN]


def ridge(inputs: np.ndarray, outputs: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Fit ridge regression and predict."""
    mean, spread = inputs.mean(0), inputs.std(0)
    x = np.c_[np.ones(len(inputs)), (inputs - mean) / spread]
    penalty = RIDGE * len(x) * np.diag([0.0] + [1.0] * inputs.shape[1])
    weights = np.linalg.solve(x.T @ x + penalty, x.T @ outputs)
    return np.c_[np.ones(len(at)), (at - mean) / spread] @ weights


def report_held(tasks: list[tuple[Sex, np.ndarray]]) -> None:
    """Fit with everything told and print the errors."""
    started = time.perf_counter()
    with get_context("fork").Pool(2) as pool:
        answers = pool.map(held, tasks, chunksize=5)
    wall = time.perf_counter() - started
    print(f"\n| held, n = {len(tasks)} | mean | p95 | max | ≤ 5 mm |\n|---|---|---|---|---|")
    terms = [term for term in CONTRACT if term != "weight"]
    off = 1e3 * np.abs([[errors[term] for term in terms] for errors, _ in answers])
    for term, one in [*zip(terms, off.T, strict=True), ("all", off.ravel())]:
        within = 100 * np.mean(one <= 5)
        print(f"| {term} | {one.mean():.2f} | {np.percentile(one, 95):.2f} | {one.max():.2f} "
              f"| {within:.1f} % |")  # fmt: skip
    kg = np.abs([errors["weight"] for errors, _ in answers])
    print(f"| weight [kg] | {kg.mean():.2f} | {np.percentile(kg, 95):.2f} | {kg.max():.2f} | |")
    print(f"within 10 mm: {100 * np.mean(off <= 10):.2f} %")
    seconds = [spent for _, spent in answers]
    print(f"a body: median {np.median(seconds):.2f} s, p95 {np.percentile(seconds, 95):.2f} s; "
          f"{len(tasks)} bodies on two processes: {wall:.0f} s")  # fmt: skip


def report_predicted(split: dict[Sex, tuple[np.ndarray, np.ndarray]]) -> None:
    """Fit with six told and print the mesh's error beside ridge's."""
    columns = [SURVEY_VARIABLES.index(term) for term in SIX]
    hidden = [SURVEY_VARIABLES.index(term) for term in HIDDEN]
    tables = []
    for sex, (train, test) in split.items():
        with get_context("fork").Pool(2) as pool:
            mesh = np.array(pool.map(predicted, [(sex, row) for row in test], chunksize=5))
        line = ridge(train[:, columns], train[:, hidden], test[:, columns])
        tables.append([1e3 * _rms(guess - test[:, hidden]) for guess in (mesh, line)])
    print("\n| predicted, RMSE mm | women mesh | ridge | ratio | men mesh | ridge | ratio |")
    print("|---|---|---|---|---|---|---|")
    for k, term in enumerate(HIDDEN):
        cells = [f"{m[k]:.1f} | {r[k]:.1f} | {m[k] / r[k]:.2f}" for m, r in tables]
        print(f"| {term}{'' if TERMS[term].in_form else ' (not in the form)'} | "
              f"{' | '.join(cells)} |")  # fmt: skip
    asked = [k for k, term in enumerate(HIDDEN) if TERMS[term].in_form]
    ratios = [np.mean(m[asked] / r[asked]) for m, r in tables]
    print(f"mean ratio over the form's terms: women {ratios[0]:.3f}, men {ratios[1]:.3f}")


def _rms(values: np.ndarray) -> np.ndarray:
    return np.sqrt((values**2).mean(axis=0))


PRIORS = {}


def main() -> None:
    """Draw people, fit, print."""
    if not SURVEY.is_dir():
        print(f"skipped: the survey isn't at {SURVEY}")
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    rng = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 2026)
    split: dict[Sex, tuple[np.ndarray, np.ndarray]] = {}
    tasks = []
    for sex in SEXES:
        rows = survey(sex)
        order = rng.permutation(len(rows))
        train, test = rows[order[count:]], rows[order[:count]]
        split[sex] = (train, test)
        PRIORS[sex] = fit_prior(train, [Relation(**relation) for relation in RELATIONS[sex]])
        flexed = test.copy()
        flexed[1::2, SURVEY_VARIABLES.index("upper_arm_girth")] -= RELAXED_ARM_OFFSET[sex]
        tasks += [(sex, row) for row in flexed]
    report_held(tasks)
    report_predicted(split)


if __name__ == "__main__":
    main()
