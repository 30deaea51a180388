"""Several cloths as one model, so that they are solved together and feel one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.links import Links
from fittingroom.drape.model import DrapeModel
from fittingroom.drape.stretching import StretchCurves

# per vertex, triangle or entry, the same wherever the cloth stands in the whole
_AS_THEY_ARE = (
    "slopes",
    "area",
    "stiffness",
    "compression",
    "rigidity",
    "mass",
    "vertex_area",
    "offset",
    "friction",
    "bend_value",
    "bend_diagonal",
)


def join_models(models: Sequence[DrapeModel]) -> DrapeModel:
    """Return one model of several cloths that aren't sewn together, in their order.

    Args:
        models: at least one.
    """
    if len(models) == 1:
        return models[0]
    vertices = starts([model.vertex_count for model in models])
    blocks = starts([len(model.block_column) for model in models])
    bends = starts([len(model.bend_column) for model in models])
    alike: dict[str, Any] = {
        name: np.concatenate([getattr(m, name) for m in models]) for name in _AS_THEY_ARE
    }
    return DrapeModel(
        **alike,
        triangles=_shifted([m.triangles for m in models], vertices),
        block_start=_rows([m.block_start for m in models], blocks),
        block_column=_shifted([m.block_column for m in models], vertices),
        diagonal=_shifted([m.diagonal for m in models], blocks),
        slots=_shifted([m.slots for m in models], blocks),
        bend_start=_rows([m.bend_start for m in models], bends),
        bend_column=_shifted([m.bend_column for m in models], vertices),
        curves=_join_curves(models),
        **_join_links(models, vertices, blocks),
    )


def starts(counts: Sequence[int]) -> Ints:
    """Return where each of several runs begins in the whole, and where the last ends."""
    return np.concatenate([[0], np.cumsum(counts)])


def _shifted(arrays: Sequence[Ints], by: Ints) -> Any:
    whole = np.concatenate([array + start for array, start in zip(arrays, by, strict=False)])
    return np.ascontiguousarray(whole.astype(np.uint32))


def _rows(arrays: Sequence[Ints], by: Ints) -> Any:
    """Row starts of the joined matrix: every matrix's but its end, then the end of all."""
    ends = [arrays[-1][-1:] + by[len(arrays) - 1]]
    firsts = [array[:-1] + start for array, start in zip(arrays, by, strict=False)]
    return np.concatenate(firsts + ends).astype(np.uint32)


def _join_links(models: Sequence[DrapeModel], vertices: Ints, blocks: Ints) -> dict[str, Any]:
    """The threads of all models and their blocks, nothing where no model has any."""
    linked = [(number, m) for number, m in enumerate(models) if m.links is not None]
    if not linked:
        return {}
    own = [m.links for _, m in linked if m.links is not None]
    links = Links(
        corners=np.concatenate(
            [link.corners + vertices[n] for (n, _), link in zip(linked, own, strict=True)]
        ),
        weights=np.concatenate([link.weights for link in own]),
        rest=np.concatenate([link.rest for link in own]),
        stiffness=np.concatenate([link.stiffness for link in own]),
    )
    slots = [m.link_slots + blocks[n] for n, m in linked if m.link_slots is not None]
    return {"links": links, "link_slots": np.concatenate(slots).astype(np.uint32)}


def _join_curves(models: Sequence[DrapeModel]) -> StretchCurves | None:
    """The curves of all models, every table as long as the longest."""
    if all(model.curves is None for model in models):
        return None
    longest = max(m.curves.strains.shape[1] for m in models if m.curves is not None)
    curved, curve, tables = [], [], []
    triangles = starts([len(model.area) for model in models])
    count = 0
    for model, start in zip(models, triangles, strict=False):
        own = model.curves
        if own is None:
            curve.append(np.full((len(model.area), 2), -1))
            continue
        curved.append(own.curved + start)
        curve.append(np.where(own.curve >= 0, own.curve + count, -1))
        tables.append([_lengthened(t, longest) for t in (own.strains, own.tensions)])
        count += len(own.strains)
    return StretchCurves(
        curved=np.concatenate(curved),
        curve=np.ascontiguousarray(np.concatenate(curve)),
        strains=np.ascontiguousarray(np.concatenate([table[0] for table in tables])),
        tensions=np.ascontiguousarray(np.concatenate([table[1] for table in tables])),
    )


def _lengthened(table: Floats, count: int) -> Floats:
    """Go on along the last piece of every curve until there are `count` points."""
    steps = np.arange(1, count - table.shape[1] + 1)
    last = table[:, -1:]
    return np.hstack([table, last + steps * (last - table[:, -2:-1])])
