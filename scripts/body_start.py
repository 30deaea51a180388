"""Learn where a fit should start, from bodies fitted to the survey's people.

Run it after changing the basis, the priors or the targets (some minutes):

    python scripts/body_start.py [people per sex]

Half of the people tell everything, half tell height, weight, bust, waist, hip and inside leg.
"""

from __future__ import annotations

import sys
from multiprocessing import get_context

import numpy as np

from body_table import person_of, survey
from fittingroom.body.fitting import FitOptions, fit_shape, prior_of
from fittingroom.body.posed import drape_basis
from fittingroom.body.poses import WIDE_ABOVE_BMI
from fittingroom.body.start import START_FILE, features
from fittingroom.body.targets import aim
from fittingroom.person.complete import complete
from fittingroom.person.person import Measurements, Person, Sex

FEW = ("height", "weight", "bust_girth", "navel_waist_girth", "hip_girth", "inside_leg_length")
RIDGE = 3e-3  # of the number of people, on standardised features


def fitted(task: tuple[Sex, int, bool]) -> tuple[np.ndarray, np.ndarray]:
    """Return features and parameters of one person, fitted from the prior's mean."""
    sex, row, few = task
    person = person_of(sex, survey(sex)[row])
    if few:
        told = Measurements({term: person.measurements[term] for term in FEW})
        person = Person(sex, told, person.age_years)
    targets = aim(complete(person))
    height = targets.values[targets.terms.index("height")]
    posed = drape_basis(wide=bool(targets.weight / height**2 > WIDE_ABOVE_BMI))
    found = fit_shape(targets, sex, posed, FitOptions(step_limit=40), start=prior_of(sex)[0])
    return features(targets), found.parameters


def learn(pairs: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Return ridge weights from features to parameters, shape (feature, parameter)."""
    x, y = (np.stack(part) for part in zip(*pairs, strict=True))
    mean, spread = x[:, 1:].mean(0), x[:, 1:].std(0)
    scaled = (x[:, 1:] - mean) / spread
    penalty = RIDGE * len(x) * np.eye(scaled.shape[1])
    slopes = np.linalg.solve(scaled.T @ scaled + penalty, scaled.T @ (y - y.mean(0)))
    slopes /= spread[:, None]
    return np.vstack([y.mean(0) - mean @ slopes, slopes])


def main() -> None:
    """Fit, learn, write."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rng = np.random.default_rng(21)
    weights = {}
    sexes: tuple[Sex, ...] = ("female", "male")
    for sex in sexes:
        rows = rng.choice(len(survey(sex)), count, replace=False)
        tasks = [(sex, int(row), bool(k % 2)) for k, row in enumerate(rows)]
        with get_context("fork").Pool(2) as pool:
            pairs = pool.map(fitted, tasks, chunksize=5)
        weights[sex] = learn(pairs).astype(np.float32)
        weights[f"{sex}_limits"] = np.percentile([x for x, _ in pairs], (1, 99), axis=0)
    np.savez_compressed(START_FILE, **weights)
    print(START_FILE, START_FILE.stat().st_size)


if __name__ == "__main__":
    main()
