"""Easier cloth to begin with: what is stiff or creased by a coarse mesh finds its way slowly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np

from fittingroom.drape.model import KEPT_MODELS, DrapeModel
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import Cloth

_SOFTEST_BEND = 1e-3  # [N·m]
_STIFFEST_STRETCH = 500.0  # [N/m]: 60 cm of denim then lengthen by 1 mm under their weight
_STIFF = 2.0  # times that and more: a cloth hardly stiffer isn't worth a stage of its own


def easy_fabrics(fabrics: Mapping[Cloth, Fabric]) -> dict[Cloth, Fabric]:
    """Return fabrics that are easy to dress in: stretching a little, and too thick to crease.

    A coarse mesh of a stiff cloth can't undo a crease it once made: its triangles would have to
    stretch to unfold. Denim trousers kept ripples on the shins through any amount of settling.
    """
    return {
        cloth: replace(
            supple_fabric(fabric),
            bending_warp=max(fabric.bending_warp, _SOFTEST_BEND),
            bending_weft=max(fabric.bending_weft, _SOFTEST_BEND),
        )
        for cloth, fabric in fabrics.items()
    }


def supple_fabric(fabric: Fabric) -> Fabric:
    """Return a fabric that folds as it does but stretches a little more easily.

    Flat triangles can only fold along their own edges; across them a fold stretches the threads,
    and stiff ones then hold the cloth up the more, the coarser the mesh. Satin's drape coefficient
    fell from 64 to 47 % between edges of 10 and 5 mm; so eased it is 44 to 46 % on both.
    """
    return replace(
        fabric,
        stretch_warp=min(fabric.stretch_warp, _STIFFEST_STRETCH),
        stretch_weft=min(fabric.stretch_weft, _STIFFEST_STRETCH),
    )


@lru_cache(maxsize=KEPT_MODELS)
def supple(model: DrapeModel) -> DrapeModel:
    """Return a model that folds as it does but stretches a little more easily.

    Cloth turns only as far in one Newton round as it can stretch meanwhile, so denim, which
    hardly stretches, comes to rest in a quarter of the rounds when it first may.
    """
    most = np.array([_STIFFEST_STRETCH, _STIFFEST_STRETCH, np.inf])
    if np.all(model.stiffness <= _STIFF * most):
        return model
    return replace(model, stiffness=np.minimum(model.stiffness, most))
