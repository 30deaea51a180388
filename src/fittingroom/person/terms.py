"""The terms of the trade: what can be measured on a person, and what each term means.

A term carries no unit (`bust_girth`); values are SI. `TERMS` is the one table that reading,
completing, body fitting and documents share.

Source: definitions after ISO 8559-1:2017 and, for the survey's columns, Gordon et al., *2012
Anthropometric Survey of U.S. Army Personnel*, NATICK/TR-15/007 (2014). Tape standard deviations:
one careful helper with a soft tape, from 1 to 2.5 times what ISO 20685-1 demands of skilled
measurers (4 mm for body heights and small girths, 9 mm for large girths, 5 mm for depths, 2 mm for
the foot). The factors are assumed; `sd_mm` overrides each of them. Who measures herself alone
should say 15 to 20 mm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fittingroom.errors import UnknownName
from fittingroom.units import MILLIMETRE

Kind = Literal["girth", "length", "height", "breadth", "mass"]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that can be measured on a person.

    Args:
        name: the term, without a unit.
        kind: girths and breadths lie across the body, heights begin at the floor.
        meaning: definition in one sentence.
        low: least value a grown person can have [m] or [kg].
        high: greatest value a grown person can have [m] or [kg].
        tape_sd: standard deviation of one careful reading [m] or [kg].
        label: what a form shows, by language ("en", "zh").
        survey_column: ANSUR II's column, None where the survey lacks the term.
        survey_offset: what has to be added to the survey's value to get the term, by sex [m].
        in_form: whether shoppers are asked for it; the others only help to complete a body.
    """

    name: str
    kind: Kind
    meaning: str
    low: float
    high: float
    tape_sd: float
    label: Mapping[str, str]
    survey_column: str | None
    survey_offset: Mapping[str, float]
    in_form: bool

    @property
    def unit(self) -> str:
        """Unit of `low`, `high` and `tape_sd`: "m" or "kg"."""
        return "kg" if self.kind == "mass" else "m"


# The survey's biceps is flexed, a tailor's arm hangs. Assumed difference (the survey has no
# relaxed arm); it shifts the mean only, the spread is the flexed arm's.
RELAXED_ARM_OFFSET = {"male": -0.028, "female": -0.018}
_NO_OFFSET = {"male": 0.0, "female": 0.0}


def _term(
    name: str,
    kind: Kind,
    limits: tuple[float, float],
    sd: float,
    labels: str,
    column: str | None,
    meaning: str,
    *,
    offset: Mapping[str, float] = _NO_OFFSET,
    in_form: bool = True,
) -> Term:
    scale = 1.0 if kind == "mass" else MILLIMETRE
    english, chinese = labels.split("|")
    return Term(
        name=name,
        kind=kind,
        meaning=meaning,
        low=limits[0] * scale,
        high=limits[1] * scale,
        tape_sd=sd * scale,
        label={"en": english, "zh": chinese},
        survey_column=column,
        survey_offset=offset,
        in_form=in_form,
    )


# name, kind, limits and tape sd [mm or kg], English|Chinese label, survey column, meaning
_TABLE = (
    _term("height", "height", (1200, 2300), 5, "height|身高", "stature",
          "Floor to the top of the head, standing upright without shoes."),
    _term("weight", "mass", (30, 250), 0.5, "weight|体重", "weightkg",
          "Body mass in light underwear."),
    _term("bust_girth", "girth", (600, 1800), 10, "bust|胸围", "chestcircumference",
          "Horizontal girth of the trunk over the fullest part of the breasts (men: the nipples)."),
    _term("underbust_girth", "girth", (500, 1650), 10, "underbust|下胸围", None,
          "Horizontal girth of the trunk directly below the breasts."),
    _term("waist_girth", "girth", (450, 1850), 10, "waist|腰围", None,
          "Horizontal girth of the natural waist, between the lowest rib and the hip bone."),
    _term("navel_waist_girth", "girth", (450, 1900), 10, "waist at the navel|脐围",
          "waistcircumference", "Horizontal girth of the trunk at the navel (omphalion)."),
    _term("hip_girth", "girth", (600, 1900), 10, "hips|臀围", "buttockcircumference",
          "Horizontal girth of the trunk at the greatest prominence of the buttocks."),
    _term("neck_girth", "girth", (240, 620), 6, "neck|颈围", "neckcircumference",
          "Girth of the neck just below the larynx, across the neck's own axis."),
    _term("upper_arm_girth", "girth", (160, 620), 6, "upper arm|上臂围",
          "bicepscircumferenceflexed", "Greatest girth of the relaxed, hanging upper arm.",
          offset=RELAXED_ARM_OFFSET),
    _term("wrist_girth", "girth", (110, 260), 4, "wrist|腕围", "wristcircumference",
          "Girth of the wrist over the wrist bones."),
    _term("thigh_girth", "girth", (330, 1100), 8, "thigh|大腿围", "thighcircumference",
          "Girth of the thigh just below the crotch."),
    _term("knee_girth", "girth", (240, 800), 7, "lower thigh|膝上围", "lowerthighcircumference",
          "Girth of the thigh just above the kneecap.", in_form=False),
    _term("calf_girth", "girth", (220, 650), 5, "calf|小腿围", "calfcircumference",
          "Greatest girth of the calf."),
    _term("ankle_girth", "girth", (140, 420), 5, "ankle|踝围", "anklecircumference",
          "Least girth of the lower leg, above the ankle bones.", in_form=False),
    _term("shoulder_breadth", "breadth", (250, 560), 8, "shoulder breadth|肩宽",
          "biacromialbreadth", "Straight distance between the two shoulder points (acromia)."),
    _term("arm_length", "length", (370, 820), 8, "arm length|臂长", "sleeveoutseam",
          "Shoulder point (acromion) to wrist along the straight, hanging arm."),
    _term("inside_leg_length", "height", (480, 1200), 10, "inside leg|内腿长", "crotchheight",
          "Floor to crotch, without shoes."),
    _term("foot_length", "length", (170, 360), 3, "foot length|脚长", "footlength",
          "Heel to the tip of the longest toe, standing."),
    _term("back_neck_height", "height", (950, 2050), 6, "back neck height|颈椎点高",
          "cervicaleheight", "Floor to the back neck point (seventh cervical vertebra).",
          in_form=False),
    _term("shoulder_height", "height", (900, 2000), 6, "shoulder height|肩高", "acromialheight",
          "Floor to the shoulder point (acromion).", in_form=False),
    _term("bust_height", "height", (780, 1800), 7, "bust height|胸高", "chestheight",
          "Floor to the level of the bust girth.", in_form=False),
    _term("navel_height", "height", (620, 1500), 7, "navel height|脐高", "waistheightomphalion",
          "Floor to the navel (omphalion).", in_form=False),
    _term("bust_depth", "breadth", (120, 550), 5, "bust depth|胸厚", "chestdepth",
          "Depth of the trunk, front to back, at the level of the bust girth.", in_form=False),
    _term("waist_breadth", "breadth", (160, 700), 5, "waist breadth|腰宽", "waistbreadth",
          "Breadth of the trunk, side to side, at the navel.", in_form=False),
    _term("waist_depth", "breadth", (110, 600), 5, "waist depth|腰厚", "waistdepth",
          "Depth of the trunk, front to back, at the navel.", in_form=False),
    _term("hip_depth", "breadth", (130, 550), 5, "hip depth|臀厚", "buttockdepth",
          "Depth of the trunk, front to back, at the level of the hip girth.", in_form=False),
)  # fmt: skip

TERMS: dict[str, Term] = {term.name: term for term in _TABLE}
"""Every term by name, in the order forms and tables show them."""

ALIASES = {"chest_girth": "bust_girth"}
"""Other words for a term: `chest_girth` is the male word for `bust_girth`."""

# what the survey knows directly; the others follow from relations to these
SURVEY_TERMS = tuple(term.name for term in _TABLE if term.survey_column is not None)


def find_term(name: str) -> Term:
    """Return the term called `name`, aliases included.

    Raises:
        UnknownName: no such term; the message offers the nearest one.

    Example:
        >>> find_term("chest_girth").name
        'bust_girth'
    """
    term = TERMS.get(ALIASES.get(name, name))
    if term is None:
        raise UnknownName("measurement", name, [*TERMS, *ALIASES])
    return term
