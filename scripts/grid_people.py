"""The grid's people: drawn from the survey's own spread, the same for one seed."""

from __future__ import annotations

import numpy as np

from fittingroom.person.prior import shipped_prior

TOLD = ("height", "weight", "bust_girth", "waist_girth", "hip_girth", "inside_leg_length")
BMI = (17.0, 40.0)  # [kg/m²]
QUANTILE = 2.054  # standard deviations: the 2nd and 98th percentile
SEXES = ("female", "male")

Form = dict[str, object]


def draw_people(count: int, seed: int) -> list[Form]:
    """Draw as many women as men, every measurement within the 2nd to 98th percentile of its sex.

    Half of each sex are drawn evenly over the body mass index instead of as often as they are
    met, so that thin and heavy people are there too.

    Args:
        count: how many people.
        seed: of the draw.
    """
    dice = np.random.default_rng(seed)
    people: list[Form] = []
    for sex in SEXES:
        need = count // len(SEXES) + (count % len(SEXES) if sex == SEXES[0] else 0)
        pool = _pool(sex, dice)
        index = np.array([body_mass_index(form) for form in pool])
        even = np.linspace(index.min(), index.max(), need // 2)
        chosen = [int(np.abs(index - wanted).argmin()) for wanted in even]
        rest = [number for number in range(len(pool)) if number not in chosen]
        people += [pool[number] for number in [*chosen, *rest[: need - len(chosen)]]]
    return people


def _pool(sex: str, dice: np.random.Generator, size: int = 40_000) -> list[Form]:
    """People of one sex within the percentiles."""
    prior = shipped_prior(sex)  # type: ignore[arg-type]
    rows = prior.rows(TOLD)
    mean = prior.log_mean[rows]
    covariance = prior.log_covariance[np.ix_(rows, rows)]
    drawn = dice.multivariate_normal(mean, covariance, size)
    spread = np.sqrt(np.diag(covariance))
    inside = (np.abs(drawn - mean) < QUANTILE * spread).all(axis=1)
    forms = [_form(sex, values) for values in np.exp(drawn[inside])]
    return [form for form in forms if BMI[0] <= body_mass_index(form) <= BMI[1]]


def _form(sex: str, values: np.ndarray) -> Form:
    form: Form = {"sex": sex}
    for name, value in zip(TOLD, values, strict=True):
        if name == "weight":
            form["weight_kg"] = round(float(value), 1)
        else:
            form[f"{name}_cm"] = round(100 * float(value), 1)
    return form


def body_mass_index(form: Form) -> float:
    """Return weight over height squared [kg/m²]."""
    return float(str(form["weight_kg"])) / (float(str(form["height_cm"])) / 100) ** 2


def describe(form: Form) -> str:
    """Say who a form is of."""
    who = "woman" if form["sex"] == "female" else "man"
    return f"{who} {form['height_cm']} cm {form['weight_kg']} kg (BMI {body_mass_index(form):.0f})"
