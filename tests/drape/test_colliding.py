"""Cloth on cloth against what is known exactly, and made-up cases that must not cross."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.colliding import Layers
from fittingroom.drape.drape import Drape
from fittingroom.drape.keeping_apart import keep_apart
from fittingroom.drape.model import DrapeState, Surroundings
from fittingroom.drape.nearness import cloth_topology, find_pairs, renew_pairs
from fittingroom.drape.solver import NewtonSolver, StepOptions
from fittingroom.errors import DrapeDiverged
from fittingroom.geometry.intersection import count_crossings

from .cloth import half_space, model, nowhere, rectangle
from .layers import STEP, let_go, lying, several, two_sheets

GRAVITY = 9.81
GAP = 0.001  # [m] of the tests' cloth, which is thinner
FLOOR = Surroundings(half_space(0.0))


def test_a_sheet_rests_on_another_a_thickness_above() -> None:
    """The upper one's weight, 2 Pa, presses the gap of 1 mm in by less than 1 %."""
    cloth, flat, (lower, upper) = two_sheets(friction=0.3)
    places = np.vstack([lying(flat[lower], 0.004), lying(flat[upper], 0.008, (0.003, 0.004))])
    state, _ = let_go(cloth, places, FLOOR, steps=90)
    x = state.positions
    # where the middles of both lie on one another
    within = np.abs(x[upper][:, [0, 2]]).max(axis=1) < 0.03
    apart = x[upper][within, 1].mean() - x[lower][:, 1].mean()
    assert apart == pytest.approx(GAP, rel=0.03)
    assert np.ptp(x[upper][:, 1]) < 2e-4
    assert np.abs(state.velocities).max() < 1e-5


def slid_on_cloth(slope_degrees: float, seconds: float, *, rounds: int = 3) -> tuple[float, float]:
    """How far a sheet slides on one that is held, in all and in the last half [m]."""
    slope = np.radians(slope_degrees)
    points, triangles, (below, above) = several((0.44, 0.14, 0.02), (0.1, 0.06, 0.02))
    cloth = model(points, triangles, friction=0.3)
    down = np.array([np.cos(slope), -np.sin(slope), 0.0])
    out = np.array([np.sin(slope), np.cos(slope), 0.0])
    places = np.vstack(
        [lying(points[below], 0.0), lying(points[above], 0.99 * GAP, (-0.14, 0.004))]
    )
    places = places[:, :1] * down + places[:, 1:2] * out + places[:, 2:] * [0, 0, 1.0]
    pinned = np.zeros(len(points), np.int64)
    pinned[below] = 1
    options = StepOptions(
        newton_rounds=rounds, air_damping=0.0, linear_tolerance=1e-5, linear_rounds=200
    )
    steps = round(seconds * 60)
    _, seen = let_go(
        cloth, places, Surroundings(nowhere()), steps=steps, options=options, pinned=pinned
    )
    along = [float(((x - places)[above] @ down).mean()) for x in seen]
    return along[-1], along[-1] - along[steps // 2]


def test_friction_between_layers_holds_below_its_angle() -> None:
    """atan 0.3 = 16.7°: at 13° the upper sheet stays where it is laid."""
    total, late = slid_on_cloth(13.0, 4.0)
    assert abs(total) < 2e-4
    assert abs(late) < 1e-5


def test_friction_between_layers_lets_slide_above_its_angle() -> None:
    """At 25° it slides as g (sin - 0.3 cos) says, within 15 % at 8 Newton rounds a step.

    The force is that of the slide of the round before: 3 rounds get 26 % too little, 1 starts late.
    """
    total, _ = slid_on_cloth(25.0, 0.5, rounds=8)
    slope = np.radians(25.0)
    free = 0.5 * GRAVITY * (np.sin(slope) - 0.3 * np.cos(slope)) * 0.5 * (0.5 + 1 / 60)
    assert total == pytest.approx(free, rel=0.15)


def pressed_together(seed: int) -> tuple[NewtonSolver, DrapeState]:
    """Two rumpled sheets, in places nearer than their gap."""
    cloth, flat, (lower, upper) = two_sheets(0.08, friction=0.0)
    rng = np.random.default_rng(seed)
    places = np.vstack([lying(flat[lower], 0.0), lying(flat[upper], 0.0007, (0.003, 0.005))])
    places += rng.normal(0, 2e-4, places.shape)
    return NewtonSolver(cloth, layers=Layers(cloth)), DrapeState.at_rest(places)


def test_pushes_are_the_gradient_of_their_energy() -> None:
    """Central differences, every coordinate, within 1e-5 of the largest force."""
    solver, state = pressed_together(5)
    quiet = Surroundings(nowhere(), gravity=0.0)
    bare = NewtonSolver(solver.model)
    force = solver.forces(state, quiet)[0] - bare.forces(state, quiet)[0]
    assert np.abs(force).max() > 0.01
    step, slope = 1e-8, np.zeros_like(force)
    for index in np.ndindex(*force.shape):
        energies = []
        for sign in (1, -1):
            moved = DrapeState.at_rest(state.positions)
            moved.positions[index] += sign * step
            energies.append(solver.forces(moved, quiet)[1] - bare.forces(moved, quiet)[1])
        slope[index] = (energies[0] - energies[1]) / (2 * step)
    assert np.abs(force + slope).max() < 1e-5 * np.abs(force).max()


def test_pushes_make_no_momentum_and_no_spin() -> None:
    solver, state = pressed_together(6)
    quiet = Surroundings(nowhere(), gravity=0.0)
    force = solver.forces(state, quiet)[0] - NewtonSolver(solver.model).forces(state, quiet)[0]
    size = np.abs(force).max()
    assert np.abs(force.sum(axis=0)).max() < 1e-10 * size
    assert np.abs(np.cross(state.positions, force).sum(axis=0)).max() < 1e-10 * size


def falling() -> tuple[Floats, Ints, Floats]:
    """Three sheets above one another, each turned, falling on the floor."""
    flat, triangles, parts = several(*[(0.12, 0.12, 0.015)] * 3)
    places = []
    for number, part in enumerate(parts):
        turn = np.radians(20.0 * number)
        sheet = lying(flat[part], 0.01 + 0.02 * number)
        about = np.array(
            [[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]]
        )
        places.append(sheet @ about.T)
    return flat, triangles, np.vstack(places)


def folded() -> tuple[Floats, Ints, Floats]:
    """A strip bent over on itself as a narrow U, which falls shut."""
    flat, triangles = rectangle(0.16, 0.06, 0.01)
    along = flat[:, 0] - 0.08
    radius = 0.008
    turn = np.clip(along / radius, -np.pi / 2, np.pi / 2)
    straight = np.abs(along) - np.pi / 2 * radius
    x = radius * np.cos(turn) - np.maximum(straight, 0.0)
    y = radius * (1 + np.sin(turn)) + 0.004
    return flat, triangles, np.column_stack([x, y, flat[:, 1]])


def pleated() -> tuple[Floats, Ints, Floats]:
    """A strip in a zigzag pushed together: a Z of three layers."""
    flat, triangles = rectangle(0.18, 0.06, 0.01)
    leaf, slope = 0.06, 0.12
    flat += np.array([1e-9, 0.0])
    number = np.minimum(np.floor(flat[:, 0] / leaf + 1e-9), 2)
    within = flat[:, 0] - number * leaf
    x = np.where(number == 1, leaf - within, within) * np.cos(slope)
    y = 0.004 + flat[:, 0] * np.sin(slope)
    return flat, triangles, np.column_stack([x, y, flat[:, 1]])


def hem_on_hem() -> tuple[Floats, Ints, Floats]:
    """One sheet comes down edge first on the edge of another that lies."""
    flat, triangles, (lower, upper) = several((0.12, 0.08, 0.01), (0.12, 0.08, 0.01))
    below = lying(flat[lower], 0.004)
    hung = flat[upper] - flat[upper].mean(axis=0)
    above = np.column_stack([hung[:, 0] + 0.003, hung[:, 1] + 0.05, 0.0 * hung[:, 0] + 0.039])
    return flat, triangles, np.vstack([below, above])


@pytest.mark.parametrize("case", [falling, folded, pleated, hem_on_hem])
def test_what_falls_together_never_crosses(case: object) -> None:
    """After every step, not only at the end; without the layers' contact all of these cross."""
    flat, triangles, places = case()  # type: ignore[operator]
    cloth = model(flat, triangles, friction=0.3)
    assert count_crossings(places, triangles) == 0
    state, seen = let_go(cloth, places, FLOOR, steps=60)
    assert [count_crossings(x, triangles) for x in seen] == [0] * len(seen)
    assert np.abs(state.positions).max() < 0.3
    solver, bare = NewtonSolver(cloth), DrapeState.at_rest(places)
    for _ in range(60):
        solver.step(bare, FLOOR, STEP)
    assert count_crossings(bare.positions, triangles) > 0


def test_a_collapsing_tube_never_crosses() -> None:
    """A hood: a soft tube that lies on its side and falls in until its walls lie on each other."""
    height, around, spacing = 0.06, 24, 0.008
    flat, triangles = rectangle(around * spacing, height, spacing)
    rows = len(flat) // (around + 1)
    number = np.arange(len(flat))
    vertex = (number // rows % around) * rows + number % rows
    angle = 2 * np.pi * flat[: around * rows, 0] / (around * spacing)
    radius = around * spacing / (2 * np.pi)
    x, y = radius * np.sin(angle), radius * (1 + np.cos(angle)) + 0.003
    places = np.column_stack([x, y, -flat[: around * rows, 1]])
    cloth = model(flat, triangles, vertex=vertex, rigidity=(2e-7, 2e-7, 1e-7), friction=0.3)
    _, seen = let_go(cloth, places, FLOOR, steps=80)
    assert seen[-1][:, 1].max() < 0.3 * places[:, 1].max()
    assert [count_crossings(x, vertex[triangles]) for x in seen] == [0] * len(seen)


def test_no_move_however_wild_makes_cloth_cross() -> None:
    cloth, flat, (lower, upper) = two_sheets(0.08)
    topology = cloth_topology(cloth)
    x = np.vstack([lying(flat[lower], 0.0), lying(flat[upper], 0.002)])
    rng = np.random.default_rng(2)
    for _ in range(15):
        goal = x + rng.normal(0, 0.02, x.shape)
        assert count_crossings(goal, topology.triangles) > 0
        x = keep_apart(topology, x, goal)
        assert count_crossings(x, topology.triangles) == 0


def test_layers_far_away_are_left_alone() -> None:
    """Moves that bring nothing near are taken whole, also where all layers move far together."""
    cloth, flat, (lower, upper) = two_sheets(0.08)
    x = np.vstack([lying(flat[lower], 0.0), lying(flat[upper], 0.002)])
    goal = x + np.array([0.0, -0.05, 0.02])
    assert np.allclose(keep_apart(cloth_topology(cloth), x, goal), goal, atol=1e-12)


def test_places_that_are_no_numbers_are_refused() -> None:
    cloth, flat, (lower, upper) = two_sheets(0.08)
    x = np.vstack([lying(flat[lower], 0.0), lying(flat[upper], 0.002)])
    x[3, 1] = np.nan
    with pytest.raises(DrapeDiverged, match="no longer numbers"):
        find_pairs(cloth_topology(cloth), x, np.full(len(x), 0.003), tangled=True)


def test_a_worn_tee_does_not_cross_itself(worn_tee: Drape) -> None:
    assert worn_tee.settling.crossings == 0
    assert count_crossings(worn_tee.vertices, worn_tee.triangles) == 0


def test_finds_every_pair_that_may_meet() -> None:
    """Against all pairs tried by sampling: 21 points on each triangle and 11 on each edge."""
    cloth, flat, (lower, upper) = two_sheets(0.06, 0.015)
    topology = cloth_topology(cloth)
    rng = np.random.default_rng(3)
    x = np.vstack([lying(flat[lower], 0.0), lying(flat[upper], 0.006, (0.004, 0.003))])
    x += rng.normal(0, 0.003, x.shape)
    budget = rng.uniform(0.001, 0.006, len(x))
    pairs = find_pairs(topology, x, budget, tangled=False)
    found = {tuple(map(int, corners)) for corners in pairs.corners}
    assert len(found) == len(pairs.corners) == len(np.unique(pairs.keys))
    shares = [(i / 5, j / 5, 1 - (i + j) / 5) for i in range(6) for j in range(6 - i)]
    for triangle in topology.triangles:
        places = np.array(shares) @ x[triangle]
        near = np.linalg.norm(x[:, None] - places, axis=2).min(axis=1)
        for vertex in np.flatnonzero(near < budget + budget[triangle].max()):
            assert vertex in triangle or (vertex, *triangle) in found
    along = np.linspace(0, 1, 11)[:, None]
    places = [x[a] + along * (x[b] - x[a]) for a, b in topology.edges]
    for one, (p, q) in enumerate(topology.edges):
        for other in range(one + 1, len(topology.edges)):
            a, b = topology.edges[other]
            near = np.linalg.norm(places[one][:, None] - places[other], axis=2).min()
            if len({p, q, a, b}) == 4 and near < budget[[p, q]].max() + budget[[a, b]].max():
                assert (p, q, a, b) in found


def test_finds_again_what_moved_as_well_as_all_at_once() -> None:
    """Some vertices move on; pairs found round them and kept from before are all there are."""
    cloth, flat, (lower, upper) = two_sheets(0.06, 0.015)
    topology = cloth_topology(cloth)
    rng = np.random.default_rng(4)
    x = np.vstack([lying(flat[lower], 0.0), lying(flat[upper], 0.006, (0.004, 0.003))])
    budget = rng.uniform(0.004, 0.008, len(x))
    known = find_pairs(topology, x, budget, tangled=False)
    due = rng.random(len(x)) < 0.2
    moves = rng.normal(0, 0.001, x.shape)
    room = np.where(due, 0.005, budget - np.linalg.norm(moves, axis=1))
    renewed = renew_pairs(topology, x + moves, room, due, known)
    wanted = find_pairs(topology, x + moves, room, tangled=False)
    assert set(wanted.keys) <= set(renewed.keys)
    assert len(np.unique(renewed.keys)) == len(renewed.keys)
    known_of = dict(zip(wanted.keys.tolist(), wanted.corners.tolist(), strict=True))
    for number, (key, corners) in enumerate(zip(renewed.keys, renewed.corners, strict=True)):
        assert (key >= 0) == (number < renewed.vertex_pairs)
        assert known_of.get(int(key), corners.tolist()) == corners.tolist()
    assert len(renewed.keys) > len(known.keys[~due[known.corners].any(axis=1)])
