"""What a learned model thinks of a garment's sizes along a ladder of bodies, made monotone.

A learned model may say anything: that a wearer with a larger bust needs a smaller size, because in
its rows a few did. Here it's asked about the average person of the same sex, height and age at each
of several body mass indices, and for each wish how close clothes should sit; what it says is made
monotone along both and along the sizes (`envelope.monotone`), and read off at the rung where this
person's body stands. That rung rises with the body's measure at every zone.

So, whatever the model: with everything else equal, a body that is at least as large at every zone,
or a wish for more ease, never makes the learned view say "small" less often or "large" more often,
and `View.beyond` never falls. Pooled with the physical view, which has the same property (Topkis,
`fit.advice_odds`; `saying`), with weights that depend on neither body nor wish, `View.median` never
becomes a smaller size. tests/learning/test_monotone.py holds that for models that are noise.

What is lost: a model's opinion of a figure that is unlike the average at that size. Physics keeps
it, zone by zone. docs/advice.md says what it costs.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.fit.advice_ease import Comparison
from fittingroom.fit.advice_odds import TASTE_SHIFT
from fittingroom.garment.garment import Garment
from fittingroom.learning.envelope import monotone
from fittingroom.learning.model import FitModel
from fittingroom.person.complete import complete
from fittingroom.person.person import Ease, Measurement, Measurements, Person, Sex
from fittingroom.purchases.question import Columns, question_columns
from fittingroom.purchases.questions import purchases_of

RUNGS = tuple(float(index) for index in (15, 18, 20.5, 23, 26, 30, 35, 42, 52))  # kg/m²
WISHES: tuple[Ease, ...] = ("close", "regular", "loose")
