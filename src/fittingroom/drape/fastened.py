"""How the elastic and the buttons of a worn garment are doing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.drape.drape import Drape
from fittingroom.drape.links import button_ends, elastic_links, link_lengths


@dataclass(frozen=True, slots=True)
class WornElastic:
    """An elastic as it is worn.

    Args:
        name: as in the pattern.
        length: as worn [m].
        strain: over its relaxed length, negative where it hangs slack.
        tension: its pull, the mean along it [N].
    """

    name: str
    length: float
    strain: float
    tension: float


@dataclass(frozen=True, slots=True)
class WornButton:
    """A button as it is worn.

    Args:
        name: as in the pattern.
        opening: distance from the button to its hole, middle of cloth to middle of cloth [m].
    """

    name: str
    opening: float


def worn_elastics(drape: Drape) -> tuple[WornElastic, ...]:
    """Return every elastic of a drape's pattern as it is worn."""
    found = []
    for elastic in drape.pattern.elastics:
        links = elastic_links(drape, drape.pattern, elastic)
        lengths = links.lengths(drape.vertices)
        pull = links.stiffness * np.maximum(lengths / links.rest - 1.0, 0.0)
        long = float(lengths.sum())
        tension = float(pull @ links.rest / links.rest.sum())
        found.append(WornElastic(elastic.name, long, long / elastic.relaxed - 1.0, tension))
    return tuple(found)


def worn_buttons(drape: Drape) -> tuple[WornButton, ...]:
    """Return every button of a drape's pattern as it is worn."""
    apart = link_lengths(*button_ends(drape, drape.pattern), drape.vertices)
    names = [button.name for button in drape.pattern.buttons]
    return tuple(WornButton(name, float(d)) for name, d in zip(names, apart, strict=True))
