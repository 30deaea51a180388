"""Draw where each tape lies, on our own bodies: web/src/assets/tape/{female,male}.json.

Each file holds one figure as SVG paths (`fill`: the silhouette, `lines`: what one would draw inside
it) and, for every measurement, the tape (`front`, `back`) and the `box` to look at; `foot` is drawn
from the side. Millimetres, y down. The page draws them in its own colours.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from shapely import Polygon, unary_union

from fittingroom.arrays import Floats
from fittingroom.body.body import Body
from fittingroom.body.making import make_body
from fittingroom.body.measuring import tape
from fittingroom.geometry.mesh import vertex_normals
from fittingroom.person.reading import read_person

OUT = Path(__file__).resolve().parents[1] / "web" / "src" / "assets" / "tape"
PEOPLE = {
    "female": {"sex": "female", "height_cm": 167, "weight_kg": 60},
    "male": {"sex": "male", "height_cm": 179, "weight_kg": 76},
}
GIRTHS = {  # half of the height that is shown round the tape [m]
    "bust_girth": 0.36, "underbust_girth": 0.36, "waist_girth": 0.36, "navel_waist_girth": 0.36,
    "hip_girth": 0.36, "neck_girth": 0.25, "upper_arm_girth": 0.26, "wrist_girth": 0.18,
    "thigh_girth": 0.36, "calf_girth": 0.32,
}  # fmt: skip
CELL = 0.004  # [m] of the grid that tells what lies in front
BEHIND = 0.025  # [m] so far behind something else a line is hidden
SHORT = 0.045  # [m] lines that only clutter


@dataclass(frozen=True)
class View:
    """A camera at infinity: `turn` toward the person's left, `tilt` from above [degrees]."""

    turn: float
    tilt: float

    def see(self, points: Floats) -> tuple[Floats, Floats]:
        """Return where points are seen [m, y down] and how near they are [m]."""
        turn, tilt = np.radians([self.turn, self.tilt])
        right = np.array([np.cos(turn), 0.0, -np.sin(turn)])
        toward = self.toward
        up = np.array([-np.sin(turn) * np.sin(tilt), np.cos(tilt), -np.cos(turn) * np.sin(tilt)])
        return np.column_stack([points @ right, -(points @ up)]), points @ toward

    @property
    def toward(self) -> Floats:
        """Return the direction to the camera."""
        turn, tilt = np.radians([self.turn, self.tilt])
        return np.array([np.sin(turn) * np.cos(tilt), np.sin(tilt), np.cos(turn) * np.cos(tilt)])


FRONT, SIDE = View(24, 15), View(78, 12)


def main() -> None:
    """Draw both figures."""
    OUT.mkdir(parents=True, exist_ok=True)
    for sex, told in PEOPLE.items():
        body = make_body(read_person(told))
        drawn = {
            "figure": figure(body, FRONT),
            "foot": figure(body, SIDE, below=0.45),
            "tapes": tapes(body),
        }
        text = json.dumps(drawn, separators=(",", ":"))
        (OUT / f"{sex}.json").write_text(text + "\n", encoding="utf-8")


def figure(body: Body, view: View, *, below: float = np.inf) -> dict[str, object]:
    """Return silhouette and inner lines; where `below` [m] is given, of the left foot only."""
    points, triangles = body.mesh.vertices, body.mesh.triangles
    inside = points[triangles].mean(axis=1)
    kept = triangles
    if np.isfinite(below):
        kept = triangles[(inside[:, 1] < below) & (inside[:, 0] > 0)]
    flat, _ = view.see(points)
    shape = unary_union([Polygon(flat[t]).buffer(0.0006) for t in kept]).buffer(-0.0004)
    shape = shape.simplify(0.0007)
    parts = list(getattr(shape, "geoms", [shape]))
    rings = [np.array(ring.coords) for part in parts for ring in (part.exterior, *part.interiors)]
    lines = [] if np.isfinite(below) else contours(body, view)
    if lines:
        lines.append(_navel(body, view))
    return {
        "fill": "".join(path(ring[:-1], closed=True) for ring in rings if len(ring) > 8),
        "lines": "".join(path(line) for line in lines),
    }


def _navel(body: Body, view: View) -> Floats:
    angle = np.linspace(-0.9, 0.9, 7)
    arc = np.column_stack([0.009 * np.sin(angle), -0.009 * np.cos(angle), 0 * angle])
    return view.see(body.landmarks["navel"] + arc)[0]


def contours(body: Body, view: View) -> list[Floats]:
    """Return the lines along which the skin turns away, where nothing hides them."""
    points, triangles = body.mesh.vertices, body.mesh.triangles
    facing = vertex_normals(points, triangles) @ view.toward
    nearest = _depths(points[triangles], view)
    chin = body.landmarks["neck_front"][1] + 0.02  # faces are nobody's: they stay blank
    facing = np.where(points[:, 1] > chin, 1.0, facing)
    turning = (facing[triangles] > 0).any(axis=1) & (facing[triangles] <= 0).any(axis=1)
    joints: dict[tuple[int, int], list[tuple[int, int]]] = {}
    places: dict[tuple[int, int], Floats] = {}
    for corners in triangles[turning]:
        ends = []
        for a, b in ((0, 1), (1, 2), (2, 0)):
            one, other = sorted((int(corners[a]), int(corners[b])))
            if (facing[one] > 0) == (facing[other] > 0):
                continue
            share = facing[one] / (facing[one] - facing[other])
            places[one, other] = (1 - share) * points[one] + share * points[other]
            ends.append((one, other))
        for end, next_one in (ends, ends[::-1]):
            joints.setdefault(end, []).append(next_one)
    return [
        line
        for chain in _chains(joints)
        for line in _seen(np.array([places[joint] for joint in chain]), view, nearest)
    ]


def _chains(joints: dict[tuple[int, int], list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    chains, left = [], set(joints)
    while left:
        start = left.pop()
        onward, back = _follow(start, joints, left), _follow(start, joints, left)
        chains.append([*back[::-1], start, *onward])
    return chains


def _follow(
    end: tuple[int, int],
    joints: dict[tuple[int, int], list[tuple[int, int]]],
    left: set[tuple[int, int]],
) -> list[tuple[int, int]]:
    chain: list[tuple[int, int]] = []
    while onward := [joint for joint in joints[end] if joint in left]:
        end = onward[0]
        left.discard(end)
        chain.append(end)
    return chain


def _depths(corners: Floats, view: View) -> dict[tuple[int, int], float]:
    shares = np.array([(i, j, 6 - i - j) for i in range(7) for j in range(7 - i)]) / 6
    flat, near = view.see(np.einsum("sc,tcx->tsx", shares, corners).reshape(-1, 3))
    nearest: dict[tuple[int, int], float] = {}
    for (x, y), depth in zip(np.floor(flat / CELL).astype(int), near, strict=True):
        if depth > nearest.get((x, y), -np.inf):
            nearest[x, y] = depth
    return nearest


def _seen(line: Floats, view: View, nearest: dict[tuple[int, int], float]) -> list[Floats]:
    flat, near = view.see(line)
    cells = np.floor(flat / CELL).astype(int)
    seen = [
        depth > nearest.get((x, y), -np.inf) - BEHIND
        for (x, y), depth in zip(cells, near, strict=True)
    ]
    pieces, start = [], None
    for k, shown in enumerate([*seen, False]):
        if shown and start is None:
            start = k
        elif not shown and start is not None:
            pieces.append(_eased(flat[start:k]))
            start = None
    return [
        piece
        for piece in pieces
        if len(piece) > 2 and np.linalg.norm(np.diff(piece, axis=0), axis=1).sum() > SHORT
    ]


def _eased(line: Floats) -> Floats:
    for _ in range(4):
        if len(line) > 2:
            line = np.vstack(
                [line[:1], 0.25 * line[:-2] + 0.5 * line[1:-1] + 0.25 * line[2:], line[-1:]]
            )
    return line


def tapes(body: Body) -> dict[str, object]:
    """Return every measurement's tape and box."""
    mark = body.landmarks
    drawn: dict[str, object] = {term: _loop(body, term, half) for term, half in GIRTHS.items()}
    top = float(mark["crown"][1])
    beside = np.array([0.62 * top / 1.7, 0.0, 0.0])
    drawn["height"] = _line([beside, beside + np.array([0, top, 0])], whole=True, top=top)
    drawn["weight"] = _scales(top)
    crotch = mark["crotch"]
    drawn["inside_leg_length"] = _line(
        [[crotch[0], 0, crotch[2]], crotch], middle=[0, 0.45 * top / 1.7, 0], half=0.52 * top / 1.7
    )
    lift = np.array([0.0, 0.012, 0.0])
    drawn["shoulder_breadth"] = _line(
        [mark["shoulder_left"] + lift, mark["shoulder_right"] + lift],
        middle=mark["neck_front"], half=0.34,
    )  # fmt: skip
    arm = [mark["shoulder_left"], mark["elbow_left"], mark["wrist_left"]]
    drawn["arm_length"] = _line(arm, middle=mark["elbow_left"] + [-0.1, 0.05, 0], half=0.4)
    drawn["foot_length"] = _foot(body)
    return drawn


def _loop(body: Body, term: str, half: float) -> dict[str, object]:
    laid = tape(body, term)
    loop = laid.loop
    middle = 0.5 * (loop.min(axis=0) + loop.max(axis=0))
    out = loop - middle
    out -= np.outer(out @ laid.normal, laid.normal)
    length = np.linalg.norm(out, axis=1, keepdims=True)
    loop = loop + 0.004 * out / length
    order = np.argsort(_angles(out, laid.normal))
    loop, out = loop[order], out[order]
    flat, _ = FRONT.see(loop)
    near = out @ FRONT.toward > 0
    first = int(np.flatnonzero(near & ~np.roll(near, 1))[0])
    flat, near = np.roll(flat, -first, axis=0), np.roll(near, -first)
    turn = int(np.argmin(near)) if not near.all() else len(near)
    front, back = flat[:turn], np.vstack([flat[turn - 1 :], flat[:1]])
    return {"front": path(front), "back": path(back), "box": _box(middle, half)}


def _angles(out: Floats, normal: Floats) -> Floats:
    one = np.cross(normal, [0.3, 0.1, 1.0])
    one /= np.linalg.norm(one)
    return np.arctan2(out @ np.cross(normal, one), out @ one)


def _line(
    points: list[object],
    *,
    middle: object = (0, 0, 0),
    half: float = 0.3,
    whole: bool = False,
    top: float = 0.0,
) -> dict[str, object]:
    flat, _ = FRONT.see(np.array(points, float))
    along = flat[-1] - flat[0]
    across = np.array([-along[1], along[0]]) / np.linalg.norm(along) * 0.022
    ends = "".join(path(np.array([end - across, end + across])) for end in (flat[0], flat[-1]))
    box = _whole(top) if whole else _box(np.array(middle, float), half)
    return {"front": path(flat) + ends, "back": "", "box": box}


def _scales(top: float) -> dict[str, object]:
    angle = np.linspace(0, 2 * np.pi, 49)
    rim = np.column_stack([0.26 * np.cos(angle), 0 * angle, 0.05 + 0.21 * np.sin(angle)])
    flat, _ = FRONT.see(rim)
    front = flat[FRONT.see(rim - [0, 0, 0.05])[1] > 0]
    lower = front[np.argsort(front[:, 0])] + [0, 0.028]
    return {"front": path(flat[:-1], closed=True) + path(lower), "back": "", "box": _whole(top)}


def _foot(body: Body) -> dict[str, object]:
    skin = body.mesh.vertices
    foot = skin[(skin[:, 1] < 0.03) & (skin[:, 0] > 0)]
    heel, toe = foot[foot[:, 2].argmin()], foot[foot[:, 2].argmax()]
    flat, _ = SIDE.see(np.array([heel * [1, 0, 1], toe * [1, 0, 1]]))
    flat += [0, 0.03]
    tick = np.array([0, 0.022])
    ends = "".join(path(np.array([end - tick, end + tick])) for end in flat)
    seen, _ = SIDE.see(np.array([[heel[0], 0.11, 0.5 * (heel[2] + toe[2])]]))
    return {"front": path(flat) + ends, "back": "", "box": _around(seen[0], 0.2), "side": True}


def _box(middle: Floats, half: float) -> list[int]:
    seen, _ = FRONT.see(middle[None])
    return _around(seen[0], half)


def _whole(top: float) -> list[int]:
    seen, _ = FRONT.see(np.array([[0.0, 0.5 * top, 0.0]]))
    return _around(seen[0], 0.57 * top)


def _around(middle: Floats, half: float) -> list[int]:
    x, y = 1000 * middle
    high = 2000 * half
    wide = 0.8 * high
    return [round(x - wide / 2), round(y - high / 2), round(wide), round(high)]


def path(points: Floats, *, closed: bool = False) -> str:
    """Return an SVG path [mm]."""
    rounded = np.rint(1000 * points).astype(int)
    steps = np.diff(rounded, axis=0)
    moves = "".join(f"l{x} {y}" for x, y in steps if x or y)
    return f"M{rounded[0, 0]} {rounded[0, 1]}{moves}{'z' if closed else ''}"


if __name__ == "__main__":
    main()
