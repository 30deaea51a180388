"""Where the survey of people ends, said to those it concerns."""

from __future__ import annotations

from fittingroom.person.person import Person

SURVEY_OLDEST = 58.0  # [years], ANSUR II public files
SURVEY_HEAVIEST_BMI = 43.5  # [kg/m²], the same; 3.4 % of its people lie above 35
SURVEY_LIGHTEST_BMI = 15.0  # [kg/m²]


def body_mass_index(person: Person) -> float | None:
    """Return weight over height squared [kg/m²], None where no weight was told."""
    weight = person.measurements.get("weight")
    if weight is None:
        return None
    return weight.value / person.measurements["height"].value ** 2


def survey_notes(person: Person) -> dict[str, tuple[str, ...]]:
    """Return what the survey can't vouch for with this person, by language ("en", "zh")."""
    english: list[str] = []
    chinese: list[str] = []
    if person.age_years is not None and person.age_years > SURVEY_OLDEST:
        english.append(
            f"The survey behind the completed measurements ends at {SURVEY_OLDEST:.0f} years; "
            "posture and waist change with age, so please measure rather than rely on estimates."
        )
        chinese.append(
            f"推算所依据的人体调查只到 {SURVEY_OLDEST:.0f} 岁；体态和腰围会随年龄变化，请尽量实测。"
        )
    index = body_mass_index(person)
    if index is not None and not SURVEY_LIGHTEST_BMI <= index <= SURVEY_HEAVIEST_BMI:
        english.append(
            f"With a body mass index of {index:.0f} you lie outside the survey behind the completed"
            f" measurements ({SURVEY_LIGHTEST_BMI:.0f} to {SURVEY_HEAVIEST_BMI:.1f}); measure bust,"
            " waist and hips rather than rely on estimates."
        )
        chinese.append(
            f"您的体质指数约为 {index:.0f}，超出了推算所依据的人体调查范围"
            f"（{SURVEY_LIGHTEST_BMI:.0f} 至 {SURVEY_HEAVIEST_BMI:.1f}）；请实测胸围、腰围和臀围。"
        )
    return {"en": tuple(english), "zh": tuple(chinese)}
