"""`measure`: every tape measurement of a body; `tape`: where one girth's tape lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fittingroom.arrays import Floats
from fittingroom.body.body import Body
from fittingroom.body.girths import girth_places
from fittingroom.body.posing import bone_heads
from fittingroom.body.readings import MEASURED, lay_tape, read
from fittingroom.errors import UnknownName
from fittingroom.geometry.mesh import enclosed_volume
from fittingroom.geometry.section import hull_cut

DENSITY = 1010.0
"""Whole body with air in the lungs [kg/m³]. Source: Krzywicki & Chinn 1967, Am. J. Clin. Nutr. 20,
305: lean tissue 1100, fat 900; with a functional residual capacity of 2 to 3 l of air a body floats
barely, so its mean lies within 2 % of water's. Chosen, not identifiable from a survey of tapes."""


@dataclass(frozen=True, slots=True)
class Tape:
    """A tape around a body.

    Args:
        term: what it measures.
        girth: its length [m].
        origin: a point of its plane [m], shape (3,).
        normal: unit normal of its plane, upward or toward the limb's end, shape (3,).
        loop: the corners of the loop as it lies [m], open (the first isn't repeated), shape (n, 3).
    """

    term: str
    girth: float
    origin: Floats
    normal: Floats
    loop: Floats


def measure(body: Body) -> Mapping[str, float]:
    """Return every term of the contract, in the pose the body is in: [m], and [kg] for `weight`.

    `waist_girth` is the natural waist, `navel_waist_girth` the one at the navel. Heights and
    lengths mean what they say in standing poses only.

    Example:
        >>> from fittingroom.body.making import make_body
        >>> from fittingroom.person.reading import read_person
        >>> body = make_body(read_person({"sex": "female", "height_cm": 168}))
        >>> round(measure(body)["height"], 2)
        1.68
    """
    vertices = body.mesh.vertices
    heads = bone_heads(body.skeleton, body.posed_from_rest)
    volume = enclosed_volume(vertices, body.mesh.triangles)
    terms = {term: read(term, body.sex, vertices, heads).value for term in MEASURED}
    return {"height": terms["height"], "weight": DENSITY * volume} | terms


def tape(body: Body, term: str, *, shift: float = 0.0) -> Tape:
    """Return the tape of a girth as it lies on a body.

    Args:
        body: in any pose.
        term: `bust_girth`, ...
        shift: move the tape along its normal [m].

    Raises:
        UnknownName: not a girth.
    """
    places = girth_places(body.sex)
    if term not in places or term.startswith("_"):
        raise UnknownName("girth", term, (name for name in places if not name.startswith("_")))
    vertices = body.mesh.vertices
    heads = bone_heads(body.skeleton, body.posed_from_rest)
    if shift == 0.0:
        cut, origin, normal = lay_tape(places[term], vertices, heads)
        return Tape(term, cut.perimeter, origin, normal, cut.points)
    origin, normal = places[term].plane(vertices, heads)
    origin = origin + shift * normal
    moved = hull_cut(vertices, places[term].edges, origin, normal)
    if moved is None:
        raise ValueError(f"a tape shifted by {shift} m misses the body at {term}")
    return Tape(term, moved.perimeter, origin, normal, moved.points)


def girth_at(body: Body, term: str, shift: float) -> float:
    """Return a girth with its tape moved along its normal by `shift` [m]; see `tape`."""
    return tape(body, term, shift=shift).girth
