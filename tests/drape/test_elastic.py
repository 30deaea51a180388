"""Elastic: its pull against closed forms, and what it does to a garment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.arrays import Floats
from fittingroom.body.body import Body
from fittingroom.drape._kernels_links import add_links
from fittingroom.drape.drape import Drape
from fittingroom.drape.draping import drape
from fittingroom.drape.engines import make_solver
from fittingroom.drape.fastened import worn_elastics
from fittingroom.drape.links import Links, edge_vertices, elastic_links
from fittingroom.drape.model import DrapeModel, DrapeState, Surroundings, build_model
from fittingroom.drape.result import worn_area
from fittingroom.drape.solver import NewtonSolver, StepOptions
from fittingroom.errors import DrapeDiverged, InvalidInput, PatternError
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.construction import elastic
from fittingroom.garment.cutting import cut
from fittingroom.garment.pattern import EdgeRef, Elastic, Pattern
from fittingroom.garment.tape import panel_of

from .cloth import cylinder, model, nowhere, rectangle
from .conftest import QUICK
from .patterns import JERSEY, tube

TOP = (EdgeRef("front", "top"), EdgeRef("back", "top"))


def with_elastic(pattern: Pattern, relaxed: float, stiffness: float) -> Pattern:
    return replace(pattern, elastics=(Elastic("waist elastic", TOP, relaxed, stiffness),))


def linked() -> tuple[DrapeModel, Floats]:
    """A crumpled rectangle with a stretched, a slack and a crosswise thread."""
    points, triangles = rectangle(0.08, 0.06, 0.02)
    corners = np.array([[0, 0, 0, 1, 1, 1], [5, 5, 5, 6, 6, 6], [0, 1, 5, 12, 17, 16]])
    weights = np.array(
        [[1, 0, 0, -1, 0, 0], [1, 0, 0, -1, 0, 0], [0.2, 0.5, 0.3, -0.6, -0.1, -0.3]]
    )
    links = Links(corners, weights, np.array([0.012, 0.08, 0.03]), np.array([40.0, 40.0, 5.0]))
    noise = np.random.default_rng(7).normal(0, 0.004, (len(points), 3))
    places = np.column_stack([points, np.zeros(len(points))]) + noise
    return model(points, triangles, links=links), places


def test_the_pull_is_the_gradient_of_its_energy() -> None:
    """Central differences with stretched and slack threads, within 1e-6 of the largest force."""
    cloth, places = linked()
    solver, quiet = NewtonSolver(cloth), Surroundings(nowhere(), gravity=0.0)
    force = solver.forces(DrapeState.at_rest(places), quiet)[0]
    step, slope = 1e-6, np.zeros_like(places)
    for index in np.ndindex(*places.shape):
        energies = []
        for sign in (1, -1):
            moved = places.copy()
            moved[index] += sign * step
            energies.append(solver.forces(DrapeState.at_rest(moved), quiet)[1])
        slope[index] = (energies[0] - energies[1]) / (2 * step)
    assert np.abs(force + slope).max() < 1e-6 * np.abs(force).max()


def test_its_stiffness_is_the_slope_of_the_pull_and_never_negative() -> None:
    """The assembled blocks against central differences of the forces, within 1e-6."""
    cloth, places = linked()
    links, slots = cloth.links, cloth.link_slots
    assert links is not None
    ends = links.corners, links.weights, links.rest, links.stiffness

    def pull(x: Floats) -> tuple[Floats, Floats]:
        blocks, force = np.zeros((len(cloth.block_column), 12)), np.zeros_like(x)
        add_links(x, *ends, slots, blocks, force)
        return force.ravel(), blocks

    count = cloth.vertex_count
    matrix = np.zeros((count, 3, count, 3))
    rows = np.repeat(np.arange(count), np.diff(cloth.block_start))
    blocks = pull(places)[1].reshape(-1, 3, 4)[:, :, :3].transpose(0, 2, 1)
    np.add.at(matrix, (rows, slice(None), cloth.block_column.astype(int)), blocks)
    matrix = matrix.reshape(3 * count, 3 * count)
    slope, step = np.zeros_like(matrix), 1e-7
    for number in range(3 * count):
        aside = np.zeros(3 * count)
        aside[number] = step
        there, back = (pull(places + sign * aside.reshape(-1, 3))[0] for sign in (1, -1))
        slope[:, number] = (back - there) / (2 * step)
    assert np.abs(matrix - slope).max() < 1e-6 * np.abs(matrix).max()
    assert np.linalg.eigvalsh(matrix).min() > -1e-9 * np.abs(matrix).max()


@pytest.mark.parametrize("strain", [0.1, 0.6])
def test_a_ring_presses_a_cylinder_with_twice_pi_its_tension(strain: float) -> None:
    """Laplace along the ring: T / r per length, 2πT in all, within 1 % (72 sides, 2 mm cells)."""
    radius, offset, sides, height = 0.05, 0.002, 72, 0.02
    around = 2 * np.pi * (radius + offset)
    spacing = around / sides
    points, triangles = rectangle(around, round(height / spacing) * spacing, spacing)
    rows = len(points) // (sides + 1)
    number = np.arange(len(points))
    vertex = (number // rows % sides) * rows + number % rows
    ring = np.arange(sides) * rows
    corners = np.repeat(np.column_stack([ring, np.roll(ring, -1)]), 3, axis=1)
    weights = np.tile([1.0, 0, 0, -1.0, 0, 0], (sides, 1))
    rest = np.full(sides, around / sides / (1 + strain))
    links = Links(corners, weights, rest, np.full(sides, 0.3))
    figures = {"stiffness": (1e-3,) * 3, "rigidity": (1e-9,) * 3, "offset": offset}
    cloth = model(points, triangles, vertex=vertex, links=links, **figures)  # type: ignore[arg-type]
    angle = 2 * np.pi * points[: sides * rows, 0] / around
    start = radius + 1.5 * offset
    up = points[: sides * rows, 1] - height / 2
    places = np.column_stack([start * np.sin(angle), up, start * np.cos(angle)])
    solver, state = NewtonSolver(cloth), DrapeState.at_rest(places)
    body = Surroundings(cylinder(radius, 0.002, 0.07, 0.04), gravity=0.0)
    for _ in range(40):
        solver.step(state, body, StepOptions(inertia=0.0, linear_rounds=300, linear_tolerance=1e-5))
    tension = 0.3 * (links.lengths(state.positions).sum() / rest.sum() - 1.0)
    assert tension == pytest.approx(0.3 * strain, rel=0.1)  # it presses a little into its offset
    assert state.press.sum() == pytest.approx(2 * np.pi * tension, rel=0.01)


@pytest.fixture(scope="module")
def gathered(woman: Body) -> Drape:
    return drape(woman, with_elastic(tube(0.55, 0.5), 0.62, 40.0), {"shell": JERSEY}, options=QUICK)


def test_an_elastic_gathers_a_wide_skirt_onto_the_waist_and_holds_it(
    woman: Body, gathered: Drape
) -> None:
    """110 cm of cloth are held at a waist of 74, where without elastic they fall off."""
    end, (worn,) = gathered.settling, worn_elastics(gathered)
    assert (end.settled, end.crossings) == (True, 0)
    assert end.penetration <= 1e-3
    assert end.strain_max < 0.1  # the cloth lies in gathers, it isn't pushed together
    assert 0.70 < worn.length < 0.80
    assert worn.strain == pytest.approx(worn.length / 0.62 - 1)
    assert worn.tension == pytest.approx(40.0 * worn.strain, rel=1e-3)
    assert abs(gathered.vertices[:, 1].max() - woman.landmarks["waist"][1]) < 0.04
    with pytest.raises(DrapeDiverged, match="falls off"):
        drape(woman, tube(0.55, 0.5), {"shell": JERSEY}, options=QUICK)


def test_a_gathering_elastic_presses_with_twice_pi_its_tension(gathered: Drape) -> None:
    """Within 6 %: the elastic follows its gathers, and carries the skirt besides."""
    (worn,) = worn_elastics(gathered)
    near = gathered.vertices[:, 1] > gathered.vertices[:, 1].max() - 0.04
    force = gathered.pressure * worn_area(gathered.vertices, gathered.triangles)
    assert force[near].sum() == pytest.approx(2 * np.pi * worn.tension, rel=0.06)


def test_an_elastic_cuff_lies_on_the_arm(woman: Body) -> None:
    """Stiff threads on a narrow ring: with all their stiffness they held it 22 mm off the arm."""
    tee = catalogue["poplin-tee"]
    pattern = cut(tee, "M")
    sleeve = panel_of(pattern, "left_sleeve")
    cuff = elastic("left cuff", [(sleeve, "hem")], share=0.7, stiffness=20.0)
    worn = drape(woman, replace(pattern, elastics=(cuff,)), tee.fabrics, options=QUICK)
    assert (worn.settling.settled, worn.settling.crossings) == (True, 0)
    off = {
        name: worn.gap[edge_vertices(worn, worn.pattern, EdgeRef(name, "hem"))[0]].mean()
        for name in ("left_sleeve", "right_sleeve")
    }
    assert off["left_sleeve"] < 0.006 < off["right_sleeve"]


def test_gathers_are_spread_evenly(gathered: Drape) -> None:
    """Every quarter of the elastic is stretched as every other, within a tenth."""
    links = elastic_links(gathered, gathered.pattern, gathered.pattern.elastics[0])
    quarters = np.array_split(np.arange(len(links.rest)), 4)
    lengths = links.lengths(gathered.vertices)
    stretch = np.array([lengths[q].sum() / links.rest[q].sum() for q in quarters])
    assert np.ptp(stretch) < 0.1 * stretch.mean()


@pytest.mark.parametrize("gripping", [False, True])
def test_a_waistband_presses_with_twice_pi_its_tension(woman: Body, gripping: bool) -> None:
    """A band 68 cm long on a waist of 74 cm, with and without elastic, within 4 %.

    On any convex line the pressing forces of a tension T sum up to 2πT; the waist is nearly one.
    """
    height, width = 0.04, 0.34
    pattern = tube(width, height)
    middle = np.array([0.0, height / 2])
    panels = tuple(
        replace(p, placement=replace(p.placement, hang_point=middle)) for p in pattern.panels
    )
    pattern = replace(pattern, panels=panels)
    if gripping:
        pattern = with_elastic(pattern, 0.60, 8.0)
    worn = drape(woman, pattern, {"shell": JERSEY}, options=replace(QUICK, vertices=1500))
    assert worn.settling.settled
    cloth = build_model(worn, pattern, {"shell": JERSEY})
    tension = JERSEY.stretch_weft * float(worn.strain[:, 1] @ cloth.area) / (2 * width)
    tension += sum(e.tension for e in worn_elastics(worn))
    pressing = float(worn.pressure @ worn_area(worn.vertices, worn.triangles))
    assert 0.05 < worn.strain[:, 1].mean() < 0.15
    assert pressing == pytest.approx(2 * np.pi * tension, rel=0.04)


def test_a_share_of_the_run_is_a_relaxed_length() -> None:
    front, back = tube(0.55, 0.5).panels
    made = elastic("waist elastic", [(front, "top"), (back, "top")], share=0.6, stiffness=40.0)
    assert made == Elastic("waist elastic", TOP, 0.6 * 1.1, 40.0)


def test_another_engine_without_elastic_says_so() -> None:
    pytest.importorskip("newton", reason="newton is not installed (extra 'gpu')")
    with pytest.raises(InvalidInput, match="knows neither elastic nor buttons"):
        make_solver("newton", linked()[0])


def test_refuses_elastic_that_is_none(woman: Body) -> None:
    for relaxed, stiffness, what in ((0.0, 40.0, "relaxed"), (0.6, np.nan, "stiffness")):
        with pytest.raises(PatternError, match=f"waist elastic.*{what}"):
            drape(woman, with_elastic(tube(0.5, 0.5), relaxed, stiffness), {"shell": JERSEY})
    lost = Elastic("cuff", (EdgeRef("sleeve", "hem"),), 0.2, 40.0)
    with pytest.raises(PatternError, match=r"cuff.*sleeve\.hem"):
        drape(woman, replace(tube(0.5, 0.5), elastics=(lost,)), {"shell": JERSEY})
