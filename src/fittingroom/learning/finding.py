"""Find what a joined advice tells of: the size, its causes and what would change it."""

from __future__ import annotations

from dataclasses import replace

from fittingroom.fit.advice_case import Case, Turn
from fittingroom.fit.advice_odds import TASTE_SHIFT, odds_of
from fittingroom.fit.advice_study import decisive_zone
from fittingroom.learning.abstaining import contradicts, reason_to_abstain
from fittingroom.learning.doubt import worth_of_measuring
from fittingroom.learning.joint import Joint
from fittingroom.learning.joint_advice import Findings, JointOdds, OneMore, Why
from fittingroom.learning.owned import Owned
from fittingroom.learning.owned_evidence import OwnedEvidence
from fittingroom.learning.view import View
from fittingroom.person.plausible import oddest_pair
from fittingroom.units import CENTIMETRE

NEXT_BEST = 0.15  # a size in stock that is the right one less often isn't named instead
TURN_STEPS = 10  # centimetres to either side within which a change of mind is looked for


def find(
    joint: Joint,
    clothes: OwnedEvidence | None,
    owned: tuple[Owned, ...],
    stock: tuple[int, ...] | None,
) -> Findings:
    """Find everything that the sentences tell of.

    Args:
        joint: the advice.
        clothes: what owned clothes tell, None where there are none.
        owned: what was said of them.
        stock: places of the sizes in stock, None where nobody asked.
    """
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
