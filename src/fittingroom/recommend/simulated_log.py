"""A small world whose policies' values are known exactly: what off-policy estimates are held by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.recommend.off_policy import Logged, Target
from fittingroom.recommend.policies import draw_list, position_chances

KINDS, ITEMS, LENGTH = 4, 6, 3
MODEL_ERROR = 0.05  # how far the reward model is off


@dataclass(frozen=True, slots=True)
class SimulatedWorld:
    """Kinds of askers, items, two policies.

    Args:
        liked: the chance that a kind chooses an item it looks at, shape (kind, item).
        looked_at: how likely each position is looked at, shape (position,).
        logging: the logging policy's scores, shape (kind, item).
        chances: of the logging policy, shape (kind, item, position).
        wanted: of the policy to be judged, the same.
        modelled: what the reward model says of `liked`, shape (kind, item).
    """

    liked: Floats
    looked_at: Floats
    logging: Floats
    chances: Floats
    wanted: Floats
    modelled: Floats

    @property
    def truth(self) -> float:
        """The judged policy's mean reward of a list, exactly."""
        return float((self.liked * (self.wanted @ self.looked_at)).sum() / len(self.liked))

    @property
    def logging_truth(self) -> float:
        """The logging policy's mean reward of a list, exactly."""
        return float((self.liked * (self.chances @ self.looked_at)).sum() / len(self.liked))

    def log(self, lists: int, rng: np.random.Generator) -> tuple[Logged, Target]:
        """Return a log of the logging policy and the judged policy's chances on it."""
        kind = rng.integers(0, len(self.liked), lists)
        item = np.array([draw_list(self.logging[k], len(self.looked_at), rng) for k in kind])
        chance = self.looked_at * np.take_along_axis(self.liked[kind], item, axis=1)
        reward = (rng.random(item.shape) < chance).astype(np.float64)
        asked = kind[:, None]
        exposed = (self.modelled * (self.wanted @ self.looked_at)).sum(axis=1)
        return (
            Logged(item, reward, self.chances[asked, item]),
            Target(self.wanted[asked, item], exposed[kind], self.modelled[asked, item]),
        )


def simulated_world(rng: np.random.Generator) -> SimulatedWorld:
    """Return a world drawn at random: the log's policy goes by popularity, the other by taste."""
    liked = rng.beta(1.5, 3.0, (KINDS, ITEMS))
    logging = np.tile(rng.normal(0.0, 1.2, ITEMS), (KINDS, 1))
    chances, wanted = (
        np.stack([position_chances(row, LENGTH, rng) for row in scores])
        for scores in (logging, 6.0 * liked)
    )
    modelled = np.clip(liked + rng.normal(0.0, MODEL_ERROR, liked.shape), 0.0, 1.0)
    return SimulatedWorld(liked, np.array([1.0, 0.6, 0.35]), logging, chances, wanted, modelled)
