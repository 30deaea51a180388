"""Find the shape that measures as asked, directly in the drape pose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats
from fittingroom.body.basis import Basis, load_basis
from fittingroom.body.girths import BELOW_HIP, girth_places
from fittingroom.body.measuring import DENSITY
from fittingroom.body.posed import PosedBasis
from fittingroom.body.readings import read, read_girth
from fittingroom.body.shape import LOWER, PHENOTYPE_COUNT, UPPER, coefficients_and_slope
from fittingroom.body.solver import Solution, solve
from fittingroom.body.start import guess_shape
from fittingroom.body.targets import SADDLE_SD, THIGH_TAPER, THIGH_TAPER_SD, Targets
from fittingroom.person.person import Sex

# Prior of the phenotypes: gender, muscle, weight, height, proportions, cupsize, firmness. A loose
# gender drifts by a third toward the other pole and takes the face with it.
PHENOTYPE_MEAN = np.array([np.nan, 0.5, 0.5, 0.42, 0.5, 0.5, 0.5])
PHENOTYPE_SD = np.array([0.04, 0.35, 0.4, 0.2, 0.25, 0.25, 0.25])
LOCAL_SD = 0.7
ROUGHNESS = 1e5  # [1/m²] of the umbrella Laplacian squared: 3e5 costs 2 mm of girth on the heaviest
POLE = {"male": 0.0, "female": 1.0}


@dataclass(frozen=True, slots=True)
class FitOptions:
    """How a body is fitted.

    Args:
        step_limit: evaluations at most.
        tolerance: relative fall of the cost below which the fit is done.
        retry_above: error of a told value, in the spread it is held with, above which the fit is
            tried again from the model's mean.
    """

    step_limit: int = 25
    tolerance: float = 1e-2
    retry_above: float = 8.0


def fit_shape(
    targets: Targets,
    sex: Sex,
    posed: PosedBasis,
    options: FitOptions,
    *,
    start: Floats | None = None,
) -> Solution:
    """Return the parameters whose posed mesh measures as asked.

    Args:
        targets: what is asked.
        sex: whose.
        posed: the basis in the pose to measure in.
        options: how hard to try.
        start: first guess of the parameters; the learned one where None.
    """
    basis = load_basis()
    mean, _ = prior_of(sex)
    guess = guess_shape(targets, sex) if start is None else start

    def residuals(parameters: Floats) -> tuple[Floats, Floats]:
        row, slope = coefficients_and_slope(basis.corners, parameters)
        values, row_slopes = compare(targets, sex, posed, basis, row)
        return values, row_slopes @ slope.T

    def prior(parameters: Floats) -> tuple[float, Floats, Floats]:
        return prior_at(parameters, sex)

    def from_here(first: Floats) -> Solution:
        return solve(
            residuals,
            prior,
            first,
            LOWER,
            UPPER,
            step_limit=options.step_limit,
            tolerance=options.tolerance,
        )

    found = from_here(mean if guess is None else guess)
    worst = np.abs(residuals(found.parameters)[0][: targets.held]).max(initial=0.0)
    if guess is None or worst < options.retry_above:
        return found
    # the shapes' kinks make valleys: of 300 people one ended 9 mm from what was asked
    return min(found, from_here(mean), key=lambda solution: solution.cost)


def prior_of(sex: Sex) -> tuple[Floats, Floats]:
    """Return mean and spread of the parameters, both shape (parameter,)."""
    mean, spread = np.zeros(len(LOWER)), np.full(len(LOWER), LOCAL_SD)
    mean[:PHENOTYPE_COUNT], spread[:PHENOTYPE_COUNT] = PHENOTYPE_MEAN, PHENOTYPE_SD
    mean[0] = POLE[sex]
    return mean, spread


def prior_at(parameters: Floats, sex: Sex) -> tuple[float, Floats, Floats]:
    """Return the prior's cost, gradient and Hessian."""
    mean, spread = prior_of(sex)
    away = (parameters - mean) / spread
    rough = _signed_roughness(load_basis().roughness, parameters[PHENOTYPE_COUNT:])
    pull = rough @ parameters[PHENOTYPE_COUNT:]
    gradient, hessian = away / spread, np.diag(1 / spread**2)
    gradient[PHENOTYPE_COUNT:] += pull
    hessian[PHENOTYPE_COUNT:, PHENOTYPE_COUNT:] += rough
    cost = 0.5 * float(away @ away + pull @ parameters[PHENOTYPE_COUNT:])
    return cost, gradient, hessian


def compare(
    targets: Targets, sex: Sex, posed: PosedBasis, basis: Basis, row: Floats
) -> tuple[Floats, Floats]:
    """Return residuals and their slope per basis row: terms, middle of the thigh, weight."""
    vertices, heads = posed.at(row)
    readings = [read(term, sex, vertices, heads) for term in targets.terms]
    slopes = [one.row_slope(posed.vertices, posed.heads) for one in readings]
    values = np.array([one.value for one in readings])
    off, off_slope = targets.whitening @ (values - targets.values), targets.whitening @ slopes
    swell, swell_slope = _swell(targets, sex, posed, (vertices, heads), values, slopes)
    saddle, saddle_slope = _saddle(targets, sex, posed, (vertices, heads), values, slopes)
    volume, volume_slope = _volume(posed.vertices, vertices, basis)
    weight = (DENSITY * volume - targets.weight) / targets.weight_sd
    return (
        np.r_[off, swell, saddle, weight],
        np.vstack(
            [off_slope, swell_slope, saddle_slope, DENSITY / targets.weight_sd * volume_slope]
        ),
    )


def _swell(
    targets: Targets,
    sex: Sex,
    posed: PosedBasis,
    surface: tuple[Floats, Floats],
    values: Floats,
    slopes: list[Floats],
) -> tuple[Floats, Floats]:
    """Return how far the thigh is from its taper between top and knee, and its slope per row."""
    top, knee = (targets.terms.index(term) for term in ("thigh_girth", "knee_girth"))
    off, off_slopes = [], []
    for level, share in enumerate(THIGH_TAPER[sex]):
        middle = read_girth(girth_places(sex)[f"_thigh_{level}"], *surface)
        slope = middle.row_slope(posed.vertices, posed.heads)
        off.append(middle.value - share * values[top] - (1 - share) * values[knee])
        off_slopes.append(slope - share * slopes[top] - (1 - share) * slopes[knee])
    return np.array(off) / THIGH_TAPER_SD, np.stack(off_slopes) / THIGH_TAPER_SD


def _saddle(
    targets: Targets,
    sex: Sex,
    posed: PosedBasis,
    surface: tuple[Floats, Floats],
    values: Floats,
    slopes: list[Floats],
) -> tuple[Floats, Floats]:
    """Return by how much tapes below the hips are longer than the hips', and its slope per row."""
    hip = targets.terms.index("hip_girth")
    off, off_slopes = [], []
    for level in range(len(BELOW_HIP)):
        lower = read_girth(girth_places(sex)[f"_below_hip_{level}"], *surface)
        excess = lower.value - values[hip]
        off.append(max(excess, 0.0))
        slope = lower.row_slope(posed.vertices, posed.heads) - slopes[hip]
        off_slopes.append(slope if excess > 0 else np.zeros_like(slope))
    return np.array(off) / SADDLE_SD, np.stack(off_slopes) / SADDLE_SD


def _volume(rows: NDArray[np.float32], vertices: Floats, basis: Basis) -> tuple[float, Floats]:
    """Return the volume [m³] and its slope per basis row."""
    a, b, c = (vertices[basis.triangles[:, corner]].T for corner in range(3))
    slope = np.zeros_like(vertices)
    for axis in range(3):
        y, z = (axis + 1) % 3, (axis + 2) % 3
        for corner, (one, other) in enumerate(((b, c), (c, a), (a, b))):
            pull = one[y] * other[z] - one[z] * other[y]
            at = basis.triangles[:, corner]
            slope[:, axis] += np.bincount(at, pull, len(vertices)) / 6.0
    volume = float(np.einsum("ij,ij->", vertices, slope)) / 3.0  # homogeneous of degree three
    per_row = slope.astype(np.float32).ravel() @ rows.reshape(-1, rows.shape[-1])
    return volume, per_row.astype(np.float64)


def _signed_roughness(gram: Floats, local: Floats) -> Floats:
    """Return the roughness form of the half-lines that `local` is on, shape (change, change)."""
    at = 2 * np.arange(len(local)) + (local < 0)
    sign = np.where(local < 0, -1.0, 1.0)
    return np.asarray(ROUGHNESS * gram[np.ix_(at, at)] * np.outer(sign, sign))
