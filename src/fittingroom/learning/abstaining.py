"""When the advice names no size.

A size that is named should be the right one more often than not, and known to be. The order is that
of what a shopper should mend first.
"""

from __future__ import annotations

import numpy as np

from fittingroom.fit.advice_case import NONE_SUITS
from fittingroom.learning.joint import Joint
from fittingroom.learning.joint_advice import Why
from fittingroom.learning.owned_evidence import OwnedEvidence
from fittingroom.learning.view import View
from fittingroom.person.notes import survey_notes
from fittingroom.person.person import Person
from fittingroom.person.plausible import proportion_excess
from fittingroom.person.prior import shipped_prior

ODD = 3.2  # the survey's oddest person's proportions lie 2.8 sd beyond; from 5.5 on they're refused
UNEXPECTED = 0.025  # what was said of a garment was less probable than this: 0.02 are slips
FEW_DRAWS = 60.0  # draws that what is owned leaves, of 4,000: fewer can't carry an advice
SCATTERED = 0.4  # the advised size is less probable: little more than a guess among three
CLOSE_CALL = 0.05  # another size may be more probable by so much: it's between the two
APART = 0.75  # each source this sure of its own size, and neither outweighs the other
OUTWEIGHS = 0.8  # the learned view's weight from which it may overrule physics


def reason_to_abstain(joint: Joint, view: View, owned: OwnedEvidence | None) -> Why | None:
    """Return why no size should be named, None where one may be.

    Args:
        joint: the advice.
        view: joined.
        owned: what clothes tell.
    """
    person = joint.study.person
    if contradicts(person):
        return "measurements_contradict"
    if owned is not None and (min(owned.expected) < UNEXPECTED or owned.effective < FEW_DRAWS):
        return "clothes_contradict"
    if view.suits.sum() < NONE_SUITS:
        return "no_size_suits"
    if survey_notes(person)["en"] and not _measured(joint):
        return "outside_survey"
    if _disagree(joint):
        return "sources_disagree"
    chance = float(view.suits[view.median])
    if chance < SCATTERED or chance < view.suits.max() - CLOSE_CALL:
        return "too_little_known"
    return None


def contradicts(person: Person) -> bool:
    """Whether the measurements hardly go together on one body."""
    return proportion_excess(person, shipped_prior(person.sex)) > ODD


def _measured(joint: Joint) -> bool:
    """Whether all that weighs most in the garment's fit was told."""
    sizes, told = joint.sizes, joint.study.person.measurements
    weights = np.array([band.weight * band.decides for band in sizes.bands])
    heavy = np.flatnonzero(weights >= 0.5 * weights.max())
    return all(sizes.zones[zone].term in told for zone in heavy)


def _disagree(joint: Joint) -> bool:
    physical, learned = joint.physical, joint.learned()
    if learned is None or not 1.0 - OUTWEIGHS <= joint.weight <= OUTWEIGHS:
        return False
    apart = abs(physical.median - learned.median)
    sure = min(physical.right[physical.median], learned.right[learned.median]) >= APART
    return bool(apart >= 2 or (apart == 1 and sure))
