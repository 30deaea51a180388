"""Constructions that several styles share: darts, straight bands, lines of an exact length."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import PatternError
from fittingroom.garment.drafting import edge, line, seam, split
from fittingroom.garment.drafting import length as length_of
from fittingroom.garment.pattern import Cloth, Edge, EdgeRef, Elastic, Panel, Placement, Seam
from fittingroom.garment.tape import edge_length

# A dart that takes up less than 4 mm isn't sewn: the seam takes it.
SMALLEST_DART = 0.004
# Lengths are solved for to a nanometre: rounding is all that is left of them [m].
ROOT = 1e-9


def dart(
    name: str, points: Floats, *, at: float, intake: float, depth: float
) -> tuple[Floats, Edge, Edge, Floats]:
    """Cut a dart into an edge of a counter-clockwise outline.

    Args:
        name: its legs become `name_a` and `name_b`.
        points: the edge [m].
        at: distance along the edge of the dart's middle [m].
        intake: length of the edge it takes up [m].
        depth: distance from its mouth to its tip [m].

    Returns:
        The edge before it, its two equally long legs, the edge after it. Sew the legs together and
        the two remaining edges meet.
    """
    before, rest = split(points, at - intake / 2)
    _, after = split(rest, intake)
    mouth, far = before[-1], after[0]
    chord = far - mouth
    inward = np.array([-chord[1], chord[0]]) / np.linalg.norm(chord)
    tip = (mouth + far) / 2 + depth * inward
    return before, edge(f"{name}_a", line(mouth, tip)), edge(f"{name}_b", line(tip, far)), after


@dataclass(frozen=True, slots=True)
class Band:
    """A strip and how it is sewn on.

    Args:
        panel: the strip: its lower edge in named pieces, `end_left` (the person's left), `top`,
            `end_right`.
        seams: each piece to its edge, and the ends to each other.
        ease: by how much each piece is shorter than its edge [m].
    """

    panel: Panel
    seams: tuple[Seam, ...]
    ease: Mapping[str, float]


def band(
    name: str,
    run: Sequence[tuple[str, Panel, str]],
    height: float,
    place: Placement,
    *,
    share: float = 1.0,
    cloth: Cloth = "shell",
) -> Band:
    """Return a straight strip sewn round a garment's edges and closed to a ring.

    Args:
        name: the strip's panel name.
        run: for each piece of its lower edge its name, and the panel and edge it is sewn to, from
            its left end to its right end as seen from outside; x = 0 is the middle of them all.
        height: [m].
        place: where it lies.
        share: its length per length of the edges: below 1 it hugs.
        cloth: what it is cut from.
    """
    lengths = [edge_length(panel, edge_name) for _, panel, edge_name in run]
    stops = np.concatenate([[0.0], np.cumsum(lengths)]) * share
    stops -= stops[-1] / 2
    first, last = stops[0], stops[-1]
    edges = [
        edge(piece, line((a, 0.0), (b, 0.0)))
        for (piece, _, _), (a, b) in zip(run, pairwise(stops), strict=True)
    ]
    edges += [
        edge("end_left", line((last, 0.0), (last, height))),
        edge("top", line((last, height), (first, height))),
        edge("end_right", line((first, height), (first, 0.0))),
    ]
    titles = [f"{name} {piece.replace('_', ' ')}" for piece, _, _ in run]
    seams = [
        seam(title, f"{panel.name}.{edge_name}", f"{name}.{piece}")
        for title, (piece, panel, edge_name) in zip(titles, run, strict=True)
    ]
    closing = seam(f"{name} closing", f"{name}.end_left", f"{name}.end_right")
    ease = {title: (1 - share) * long for title, long in zip(titles, lengths, strict=True)}
    return Band(Panel(name, tuple(edges), place, cloth), (*seams, closing), ease)


def elastic(
    name: str, run: Sequence[tuple[Panel, str]], *, share: float, stiffness: float
) -> Elastic:
    """Return an elastic along edges, relaxed to a share of their length.

    Args:
        name: the trade's name.
        run: panel and edge, in order.
        share: its relaxed length per length of the edges: below 1 it gathers.
        stiffness: pull per unit strain [N].
    """
    relaxed = share * sum(edge_length(panel, edge_name) for panel, edge_name in run)
    refs = tuple(EdgeRef(panel.name, edge_name) for panel, edge_name in run)
    return Elastic(name, refs, relaxed, stiffness)


def solve_length(
    draw: Callable[[float], Floats], target: float, low: float, high: float, *, what: str
) -> float:
    """Return the figure at which a drawn line is exactly `target` long.

    Args:
        draw: figure to polyline; its length rises or falls with the figure.
        target: [m].
        low: smallest figure to try.
        high: largest.
        what: name of the line for the message.

    Raises:
        PatternError: no figure between `low` and `high` gives that length.
    """

    def excess(figure: float) -> float:
        return length_of(draw(figure)) - target

    ends = excess(low), excess(high)
    if ends[0] * ends[1] > 0:
        span = sorted(end + target for end in ends)
        raise PatternError(
            f"{what} can't be {target * 100:.1f} cm long with the other measures given: "
            f"it can be {span[0] * 100:.1f} to {span[1] * 100:.1f} cm",
            field=what,
            value=target,
            allowed=f"{span[0] * 100:.1f} to {span[1] * 100:.1f} cm",
        )
    return _root(excess, low, high, *ends)


def _root(rises: Callable[[float], float], a: float, b: float, at_a: float, at_b: float) -> float:
    """Return where a function is zero between two ends of unlike sign (Illinois method).

    Written out because scipy.optimize takes 0.4 s to import, more than cutting every size.
    """
    for _ in range(80):
        middle = b - at_b * (b - a) / (at_b - at_a) if at_b != at_a else b
        value = rises(middle)
        if value * at_b < 0:
            a, at_a = b, at_b
        else:
            at_a /= 2
        b, at_b = middle, value
        if abs(value) < ROOT:
            break
    return b
