"""`advise_jointly`: the size by measures and by what people said, or why none is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from fittingroom.errors import InvalidInput, UnknownName
from fittingroom.fit.advice_case import Case, Turn
from fittingroom.fit.advice_ease import compare_sizes
from fittingroom.fit.advice_odds import TASTE_SHIFT, odds_of
from fittingroom.fit.advice_study import decisive_zone, study
from fittingroom.garment.garment import Garment
from fittingroom.learning.abstaining import contradicts, reason_to_abstain
from fittingroom.learning.doubt import worth_of_measuring
from fittingroom.learning.joining import Joiner, shipped_joiner
from fittingroom.learning.joint import Joint, joint_of
from fittingroom.learning.joint_advice import (
    Abstention,
    Findings,
    JointAdvice,
    JointOdds,
    OneMore,
    Why,
)
from fittingroom.learning.joint_chinese import chinese, chinese_abstention, chinese_helps
from fittingroom.learning.joint_english import english, english_abstention, english_helps
from fittingroom.learning.ladder import ask
from fittingroom.learning.model import FitModel
from fittingroom.learning.owned import MOST_OWNED, Owned, check_owned
from fittingroom.learning.owned_evidence import OwnedEvidence, weigh_owned
from fittingroom.learning.similar import similar_people
from fittingroom.learning.view import View
from fittingroom.person.person import Person
from fittingroom.person.plausible import oddest_pair
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.question import question_columns
from fittingroom.units import CENTIMETRE

NEXT_BEST = 0.15  # a size in stock that is the right one less often isn't named instead
TURN_STEPS = 10  # centimetres to either side within which a change of mind is looked for


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
    found = _find(joint, clothes, tuple(owned), places)
    if known is not None:
        found = replace(found, similar=similar_people(known, person, garment))
    return _advice(found, model_name if model is not None else None)


def _find(
    joint: Joint,
    clothes: OwnedEvidence | None,
    owned: tuple[Owned, ...],
    stock: tuple[int, ...] | None,
) -> Findings:
    view = joint.view
    why = reason_to_abstain(joint, view, clothes)
    best = wanted = view.median
    if stock is not None:
        best, why = _in_stock(joint, view, stock, why)
    case = _case(joint, view, best)
    without = None
    if clothes is not None:
        bare = replace(joint, weights=None).view
        without = bare.median, float(bare.suits[bare.median])
    odd = oddest_pair(joint.study.person) if contradicts(joint.study.person) else None
    more, same = (joint.if_larger(case.decisive, by) for by in (CENTIMETRE, 0.0))
    then = float(view.suits[best] + more.suits[best] - same.suits[best])  # over the same draws
    return Findings(
        case=case,
        view=view,
        physical=joint.physical,
        learned=joint.learned(),
        weight=joint.weight,
        evidence=(0.0, 0.0) if joint.ladder is None else joint.ladder.evidence,
        one_more=OneMore(more.median, min(max(then, 0.0), 1.0)),
        worths=worth_of_measuring(joint, view),
        owned=owned,
        without_owned=without,
        similar=(),
        abstains=why,
        stock=stock,
        wanted=wanted,
        odd_pair=odd,
    )


def _in_stock(
    joint: Joint, view: View, stock: tuple[int, ...], why: Why | None
) -> tuple[int, Why | None]:
    """Return the size among those in stock, and why none of them can be named.

    Among fewer sizes the draws choose anew. A size that isn't the best of all is named only where
    it may well be the right one, and more would say that it fits than not.
    """
    if view.median in stock:
        return view.median, why
    best = stock[joint.only(stock).view.median]
    may = view.suits[best] >= NEXT_BEST and view.fits[best] >= 0.5
    return best, why or (None if may else "not_in_stock")


def _case(joint: Joint, view: View, best: int) -> Case:
    seen = joint.study
    physical = odds_of(joint.made, len(seen.sizes.sizes), weights=joint.weights)
    odds = JointOdds(view.right, view.suits, physical.loss, best)
    decisive = decisive_zone(seen.sizes, odds)
    wishes = {
        wish: view.median if wish == seen.ease else joint.if_wished(wish).median
        for wish in TASTE_SHIFT
    }
    return Case(
        person=seen.person,
        sizes=seen.sizes,
        odds=odds,
        body=seen.body,
        body_sd=seen.bodies.std(axis=0),
        decisive=decisive,
        turns=_turns(joint, view, decisive),
        wishes=wishes,
    )


def _turns(joint: Joint, view: View, zone: int) -> tuple[Turn, ...]:
    """Return the nearest changes of the deciding measure that would change the advice, each way."""
    base = joint.if_larger(zone, 0.0).median
    if base != view.median:  # a tie: the draws for what-ifs lean the other way already
        return ()
    turns = []
    for sign in (1.0, -1.0):
        # the advised size is monotone in the measure: bisect
        reach = TURN_STEPS
        if joint.if_larger(zone, sign * reach * CENTIMETRE).median == base:
            continue
        near = 0
        while reach - near > 1:
            middle = (near + reach) // 2
            same = joint.if_larger(zone, sign * middle * CENTIMETRE).median == base
            near, reach = (middle, reach) if same else (near, middle)
        size = joint.if_larger(zone, sign * reach * CENTIMETRE).median
        turns.append(Turn(sign * reach * CENTIMETRE, size))
    return tuple(turns)


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
