"""`Joint`: everything one joined advice is computed from; what-ifs are asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.fit.advice_ease import Comparison
from fittingroom.fit.advice_odds import Choices, choices
from fittingroom.fit.advice_study import SEED, Study
from fittingroom.learning.joining import Joiner
from fittingroom.learning.ladder import Ladder, girth_of
from fittingroom.learning.saying import physical_view
from fittingroom.learning.view import View
from fittingroom.person.person import Ease

FEW = 1000  # draws for what-ifs
RUNS_SEED = SEED + 2


@dataclass(frozen=True, slots=True)
class Joint:
    """The draws with their weights, the model's ladder and how both are joined.

    Args:
        study: the bodies and tastes drawn; a body in a garment that runs large counts as so
            much smaller.
        made: what every draw chose.
        weights: of the draws, by what is owned; all alike where None.
        ladder: what a model says, None where there is none.
        joiner: the constants.
        girths: how far round each draw is, `girth_of` [m], shape (draw,).
    """

    study: Study
    made: Choices
    weights: Floats | None
    ladder: Ladder | None
    joiner: Joiner
    girths: Floats

    @property
    def sizes(self) -> Comparison:
        """The garment."""
        return self.study.sizes

    @property
    def weight(self) -> float:
        """How much the learned view counts."""
        return 0.0 if self.ladder is None else self.joiner.weight(self.ladder.evidence)

    @property
    def physical(self) -> View:
        """The view of physics alone, owned clothes counted."""
        return physical_view(self.sizes, self.made, self.joiner.saying, weights=self.weights)

    def learned(self, shift: Floats | float = 0.0, ease: Ease | None = None) -> View | None:
        """Return the view of the model alone, for a body that is larger by `shift` at each zone."""
        if self.ladder is None:
            return None
        girth = girth_of(self.sizes, self.study.body + shift)
        if self.weights is not None:  # clothes owned tell of a larger or smaller body than was told
            girth += float(self.weights @ self.girths - self.girths.mean())
        return self.ladder.view(girth, ease or self.study.ease, resolves=self.joiner.resolves)

    @property
    def view(self) -> View:
        """The joined view."""
        return self.joined(self.physical, self.learned())

    def joined(self, physical: View, learned: View | None) -> View:
        """Return two views joined."""
        if learned is None or self.ladder is None:
            return physical
        return self.joiner.join(physical, learned, self.ladder.evidence)

    def if_larger(self, zone: int, by: float) -> View:
        """Return the joined view if the body were larger `by` [m] at one zone."""
        shift = np.zeros(len(self.sizes.zones))
        shift[zone] = by
        few = self.study.bodies[:FEW] + shift
        made = choices(self.sizes, few, self.study.tastes[:FEW], self.study.ease)
        return self.joined(self._of_few(made), self.learned(shift))

    def if_wished(self, ease: Ease) -> View:
        """Return the joined view for another wish how close clothes should sit."""
        made = choices(self.sizes, self.study.bodies[:FEW], self.study.tastes[:FEW], ease)
        return self.joined(self._of_few(made), self.learned(ease=ease))

    def weighed(self, weights: Floats) -> View:
        """Return which size is right under other weights, that sum to 1, of the draws."""
        count = len(self.sizes.sizes)
        chosen = np.bincount(self.made.choice, weights, minlength=count)
        suits = np.bincount(self.made.choice, weights * self.made.suited, minlength=count)
        beyond = np.maximum(1.0 - np.cumsum(chosen), 0.0)
        beyond[-1] = 0.0
        holds = np.divide(suits, chosen, out=np.ones(count), where=chosen > 0.0)
        none = np.zeros(count)
        learned = replace(self, weights=weights).learned()
        return self.joined(View(none, none, beyond, holds), learned)

    def only(self, places: Sequence[int]) -> Joint:
        """Return the same with some of the sizes only."""
        at, sizes = list(places), self.sizes
        fewer = replace(sizes, sizes=tuple(sizes.sizes[p] for p in at), cut=sizes.cut[at])
        study = replace(self.study, sizes=fewer)
        ladder = self.ladder and replace(
            self.ladder, small=self.ladder.small[..., at], large=self.ladder.large[..., at]
        )
        made = choices(fewer, study.bodies, study.tastes, study.ease)
        return replace(self, study=study, made=made, ladder=ladder)

    def _of_few(self, made: Choices) -> View:
        few = None if self.weights is None else self.weights[:FEW]
        return physical_view(self.sizes, made, self.joiner.saying, weights=few)


def joint_of(
    study: Study, joiner: Joiner, *, weights: Floats | None = None, ladder: Ladder | None = None
) -> Joint:
    """Return the joint advice of a study, each draw with its own idea how the garment runs.

    Args:
        study: the bodies and tastes drawn.
        joiner: the constants; clothes run larger or smaller than their charts by its `runs`.
        weights: of the draws, all alike where None.
        ladder: what a model says.
    """
    around = np.array([float(band.around > 0.0) for band in study.sizes.bands])
    runs = joiner.runs * chance_of_running(len(study.tastes), RUNS_SEED)
    study = replace(study, bodies=study.bodies - runs[:, None] * around)
    made = choices(study.sizes, study.bodies, study.tastes, study.ease)
    girths = girth_of(study.sizes, study.bodies)
    return Joint(study, made, weights, ladder, joiner, girths)


def chance_of_running(draws: int, seed: int) -> Floats:
    """Return how a garment runs in each draw, mean 0 and sd 1, shape (draw,).

    Args:
        draws: how many.
        seed: equal garments run equally.
    """
    chance = np.random.default_rng(seed).standard_normal(draws)
    return np.asarray(chance - chance.mean())
