"""What another ranking would have brought, told from a log of what one ranking brought.

The position model: an item is looked at with a chance that depends on its position alone, and
chosen, when looked at, with a chance that depends on asker and item alone. Then an item's exposure,
its chance to be looked at anywhere in the list, stands for its propensity.

Source: position model, Craswell et al. 2008, WSDM; with exposures as propensities, Li et al. 2018,
*Offline evaluation of ranking policies with click models*, KDD; self-normalised, Swaminathan and
Joachims 2015, NIPS; doubly robust, Dudík, Langford, Li 2011, ICML.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.errors import InvalidInput

Estimator = Literal["ips", "snips", "dr"]
Z = 1.959964  # of the 95 % interval
WEIGHT_MAX = 1000.0  # a larger weight means that the log can't tell of this policy


@dataclass(frozen=True, slots=True)
class Logged:
    """Lists that were shown, all of one length, and what came of them.

    Args:
        item: code of the item at each position, shape (list, position).
        reward: what came of it, shape (list, position).
        chances: the logging policy's chance of the shown item at each position of the list,
            shape (list, position, position): [n, k, j] is the item shown at k, standing at j.
    """

    item: Ints
    reward: Floats
    chances: Floats

    def __post_init__(self) -> None:
        lists, length = self.item.shape
        own = np.einsum("nkk->nk", self.chances)
        if self.reward.shape != (lists, length) or self.chances.shape != (lists, length, length):
            raise InvalidInput("items, rewards and chances are of different lists", field="chances")
        if not (own > 0.0).all() or (self.chances > 1.0).any() or (self.chances < 0.0).any():
            raise InvalidInput(
                "a list shows an item that its policy had no chance to show there",
                field="chances", value=float(own.min()), allowed="above 0, at most 1",
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """The policy to be judged, on the same askings.

    Args:
        chances: its chance of the item shown at k at each position, shape (list, position,
            position), as `Logged.chances`.
        exposed: sum over all items of exposure times the reward a model expects of it when looked
            at, shape (list,): only the doubly robust estimate needs it.
        expected: the reward that the model expects of each shown item when looked at, shape
            (list, position): likewise.
    """

    chances: Floats
    exposed: Floats | None = None
    expected: Floats | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """An estimate of a policy's mean reward of a list.

    Args:
        value: the estimate.
        low: of the 95 % interval.
        high: of the 95 % interval.
        effective: how many lists' worth of knowledge the weights leave (Kish).
        weight_max: the largest weight: large ones mean that the log can hardly tell.
    """

    value: float
    low: float
    high: float
    effective: float
    weight_max: float


def examination(logged: Logged) -> Floats:
    """Return how likely each position is looked at, the first's likelihood being 1.

    Rewards at a position, each weighed by one over its item's chance there, are proportional to
    it, whatever stands there: for logs with chance in every position.

    Source: intervention by swapping, Joachims, Swaminathan, Schnabel 2017, WSDM, section 5.
    """
    own = np.einsum("nkk->nk", logged.chances)
    seen = (logged.reward / own).mean(axis=0)
    if not seen[0] > 0.0:
        raise InvalidInput("nothing was ever chosen at the first position", field="reward")
    return np.asarray(seen / seen[0])


def value_of(logged: Logged, target: Target, looked_at: Floats, *, by: Estimator = "dr") -> Value:
    """Estimate the target policy's mean reward of a list.

    "ips" weighs each reward by the target's over the logging policy's exposure: unbiased where the
    log could show all that the target shows. "snips" divides by the weights' own sum: slightly
    biased, steadier. "dr" starts from a reward model and weighs only what that misses: unbiased
    whatever the model says, and steadier the better it is.

    Args:
        logged: what was shown.
        target: the policy.
        looked_at: how likely each position is looked at, shape (position,).
        by: which estimator.

    Raises:
        InvalidInput: the doubly robust estimate without a reward model, or weights beyond
            `WEIGHT_MAX`: the log can't tell of this policy.
    """
    there = logged.chances @ looked_at
    weight = (target.chances @ looked_at) / there
    if weight.max() > WEIGHT_MAX:
        raise InvalidInput(
            f"the policy shows things {weight.max():.0f} times as often as the log did: log a "
            "policy that shows them more",
            field="weight", value=float(weight.max()), allowed=f"at most {WEIGHT_MAX:g}",
        )  # fmt: skip
    if by == "ips":
        return _normal((weight * logged.reward).sum(axis=1), weight)
    if by == "snips":
        return _self_normalised(weight, logged.reward, looked_at)
    if target.exposed is None or target.expected is None:
        raise InvalidInput("the doubly robust estimate needs a reward model", field="expected")
    missed = logged.reward - looked_at * target.expected
    return _normal(target.exposed + (weight * missed).sum(axis=1), weight)


def _self_normalised(weight: Floats, reward: Floats, looked_at: Floats) -> Value:
    """Return weighted rewards over weighted looks, times the looks a list has; interval by the
    delta method for a ratio.
    """
    looks = float(looked_at.sum())
    gained, weighed = (weight * reward).sum(axis=1), (weight * looked_at).sum(axis=1)
    ratio = gained.mean() / weighed.mean()
    off = (gained - ratio * weighed) / weighed.mean()
    spread = looks * float(off.std(ddof=1)) / np.sqrt(len(off))
    return _value(looks * float(ratio), float(spread), weight)


def _normal(each: Floats, weight: Floats) -> Value:
    spread = float(each.std(ddof=1)) / np.sqrt(len(each))
    return _value(float(each.mean()), float(spread), weight)


def _value(value: float, spread: float, weight: Floats) -> Value:
    total = weight.sum(axis=1)
    effective = float(total.sum() ** 2 / (total**2).sum())
    return Value(value, value - Z * spread, value + Z * spread, effective, float(weight.max()))
