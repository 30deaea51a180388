"""`advise_jointly`: the size by measures and by what people said, or why none is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from fittingroom.errors import InvalidInput, UnknownName
from fittingroom.fit.advice_case import Case
from fittingroom.fit.advice_ease import compare_sizes
from fittingroom.fit.advice_study import study
from fittingroom.garment.garment import Garment
from fittingroom.learning.finding import find
from fittingroom.learning.joining import Joiner, shipped_joiner
from fittingroom.learning.joint import joint_of
from fittingroom.learning.joint_advice import (
    Abstention,
    Findings,
    JointAdvice,
)
from fittingroom.learning.joint_chinese import chinese, chinese_abstention, chinese_helps
from fittingroom.learning.joint_english import english, english_abstention, english_helps
from fittingroom.learning.ladder import ask
from fittingroom.learning.model import FitModel
from fittingroom.learning.owned import MOST_OWNED, Owned, check_owned
from fittingroom.learning.owned_evidence import weigh_owned
from fittingroom.learning.similar import similar_people
from fittingroom.learning.view import View
from fittingroom.person.person import Person
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.question import question_columns


def advise_jointly(
    person: Person,
    garment: Garment,
    *,
    model: FitModel | None = None,
    model_name: str | None = None,
    user_id: str | None = None,
    owned: Sequence[Owned] = (),
    stock: Sequence[str] | None = None,
    known: Purchases | None = None,
    joiner: Joiner | None = None,
) -> JointAdvice:
    """Advise a size by measures and by what people said, or say why none is named.

    Args:
        person: who; preferences count.
        garment: what, with all its sizes.
        model: of what people said; without one it's physics alone.
        model_name: what to call it in the answer.
        user_id: the wearer's key in the rows the model learned from.
        owned: clothes that the person owns or has tried, and how they fit.
        stock: the sizes that can be had; only one of them is then named.
        known: purchases with outcomes, for what similar people kept.
        joiner: how both are joined; the constants that ship where None.

    Raises:
        MeasurementError: a person that can't be.
        SizeChartError: a size that can't be cut.
        UnknownName: a size in stock, or something owned, that nobody knows.

    Example:
        >>> from fittingroom.garment.catalogue import catalogue
        >>> from fittingroom.person.reading import read_person
        >>> person = read_person({"sex": "male", "height_cm": 178, "chest_girth_cm": 98})
        >>> advise_jointly(person, catalogue["classic-tee"]).recommended
        'M'
    """
    joiner = joiner or shipped_joiner()
    places = _places(garment, stock)
    _check_count(owned)
    seen = study(person, compare_sizes(garment))
    asked = question_columns(person, garment, user_id=user_id)
    clothes = weigh_owned(seen, [check_owned(one) for one in owned], joiner, ref=garment.ref)
    joint = joint_of(
        seen,
        joiner,
        weights=None if clothes is None else clothes.weights,
        ladder=None if model is None else ask(model, person, seen.sizes, asked),
    )
    found = find(joint, clothes, tuple(owned), places)
    if known is not None:
        found = replace(found, similar=similar_people(known, person, garment))
    return _advice(found, model_name if model is not None else None)


def _advice(found: Findings, model_name: str | None) -> JointAdvice:
    case, view = found.case, found.view
    nearest = case.name(case.best)
    abstains = None
    if found.abstains is not None:
        abstains = Abstention(
            why=found.abstains,
            said={"en": (english_abstention(found),), "zh": (chinese_abstention(found),)},
            helps={"en": english_helps(found), "zh": chinese_helps(found)},
        )
    return JointAdvice(
        recommended=nearest if abstains is None else None,
        nearest=nearest,
        probability=dict(zip(case.sizes.sizes, view.suits.tolist(), strict=True)),
        words=_words(case, view),
        because={"en": english(found), "zh": chinese(found)},
        abstains=abstains,
        model=model_name,
        findings=found,
    )


def _words(case: Case, view: View) -> Mapping[str, Mapping[str, float]]:
    return MappingProxyType(
        {
            size: {"small": float(small), "fit": float(fit), "large": float(large)}
            for size, small, fit, large in zip(
                case.sizes.sizes, view.small, view.fits, view.large, strict=True
            )
        }
    )


def _places(garment: Garment, stock: Sequence[str] | None) -> tuple[int, ...] | None:
    if stock is None:
        return None
    sizes = list(garment.chart.sizes)
    for size in stock:
        if size not in sizes:
            raise UnknownName(f"size of {garment.ref}", size[:40], sizes)
    if not stock:
        raise InvalidInput("no size is in stock: name one at least", field="stock", value="")
    return tuple(sorted({sizes.index(size) for size in stock}))


def _check_count(owned: Sequence[Owned]) -> None:
    if len(owned) > MOST_OWNED:
        raise InvalidInput(
            f"{len(owned)} garments are more than {MOST_OWNED}: tell of those worn most",
            field="owns", value=len(owned), allowed=f"at most {MOST_OWNED}",
        )  # fmt: skip
