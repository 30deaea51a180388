"""Garments over one another: nothing crosses, the order is kept, they press each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from fittingroom.arrays import Floats
from fittingroom.body.body import Body
from fittingroom.drape.drape import Drape
from fittingroom.drape.draping import drape
from fittingroom.drape.joining import join_models
from fittingroom.drape.links import Links
from fittingroom.drape.model import DrapeModel, DrapeState, Surroundings, model_of_fabrics
from fittingroom.drape.options import DrapeOptions
from fittingroom.drape.ordering import put_inside
from fittingroom.drape.outfit import Outfit, Piece
from fittingroom.drape.outfitting import drape_outfit
from fittingroom.drape.shells import Worn, crossings_between, lying_on
from fittingroom.drape.solver import NewtonSolver, StepOptions
from fittingroom.errors import DrapeDiverged, InvalidInput
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.garment.fabrics import fabric_of
from fittingroom.geometry.distance import MeshDistance
from fittingroom.geometry.intersection import count_crossings
from fittingroom.geometry.mesh import TriangleMesh
from fittingroom.progress import Progress

from .cloth import half_space, model, rectangle

SMALL = DrapeOptions(vertices=1000, coarse_vertices=600)
NEAR = 0.01  # [m] where cloth lies on cloth


def piece(ref: str, size: str) -> Piece:
    garment = catalogue[ref]
    return Piece(cut(garment, size), garment.fabrics)


TEE, TROUSERS = piece("classic-tee", "M"), piece("straight-trousers", "M")


@pytest.fixture(scope="module")
def tucked(woman: Body) -> Outfit:
    """The tee under the trousers."""
    return drape_outfit(woman, [TEE, TROUSERS], options=SMALL)


@pytest.fixture(scope="module")
def reported(woman: Body) -> tuple[Outfit, list[Progress]]:
    """The tee over the trousers, and what was said meanwhile."""
    reports: list[Progress] = []
    return drape_outfit(woman, [TROUSERS, TEE], options=SMALL, watch=reports.append), reports


@pytest.fixture(scope="module")
def over(reported: tuple[Outfit, list[Progress]]) -> Outfit:
    """The tee over the trousers."""
    return reported[0]


@pytest.fixture(scope="module")
def tee_alone(woman: Body) -> Drape:
    return drape(woman, TEE.pattern, TEE.fabrics, options=SMALL)


@pytest.fixture(scope="module")
def shirts(woman: Body) -> Outfit:
    """A shirt L over a tee M, all over each other."""
    return drape_outfit(woman, [TEE, piece("poplin-tee", "L")], options=SMALL)


@pytest.fixture(params=["tucked", "over", "shirts"])
def outfit(request: pytest.FixtureRequest) -> Outfit:
    worn: Outfit = request.getfixturevalue(request.param)
    return worn


def crossings(drapes: tuple[Drape, ...]) -> int:
    """Pairs of triangles that go through one another, in a garment or between two."""
    first = np.cumsum([0, *(len(worn.vertices) for worn in drapes)])
    triangles = np.vstack([d.triangles + k for d, k in zip(drapes, first, strict=False)])
    return count_crossings(np.vstack([worn.vertices for worn in drapes]), triangles)


def test_nothing_goes_through_anything(outfit: Outfit) -> None:
    assert crossings(outfit.drapes) == 0
    assert outfit.layering.crossings == 0


def test_garments_draped_alone_go_through_each_other(woman: Body, tee_alone: Drape) -> None:
    """So that the test before this one could fail."""
    trousers = drape(woman, TROUSERS.pattern, TROUSERS.fabrics, options=SMALL)
    assert crossings((tee_alone, trousers)) > 50


def test_all_is_outside_the_body_and_at_rest(outfit: Outfit) -> None:
    for worn in outfit.drapes:
        assert worn.settling.penetration <= 0.001
        assert worn.settling.strain_max < 0.6
        assert worn.settling.settled
    assert outfit.layering.settled


def test_the_outer_garment_is_the_one_further_from_the_skin(outfit: Outfit) -> None:
    """By distance to the body, wherever an outer vertex faces the inner cloth within 1 cm."""
    inner, outer = outfit.drapes
    skin = MeshDistance(outfit.body.mesh)
    cloth = MeshDistance(TriangleMesh(inner.vertices, inner.triangles))
    apart, closest, _ = cloth.signed(outer.vertices)
    higher = outer.gap - skin.signed(closest)[0]
    # beside the cloth's rim, or along a fold, the two distances say nothing
    facing = (np.abs(apart) < NEAR) & (np.abs(higher) > 0.5 * np.abs(apart))
    assert facing.sum() > 40
    assert np.mean(higher[facing] > 0.0) > 0.995
    assert outfit.layering.overlap > 40
    assert outfit.layering.inside_out < 0.005


def test_layers_keep_their_distance(outfit: Outfit) -> None:
    """Rest is at the thickness, at least 1 mm; the outer one presses the gap in a little.

    Single vertices may still be pinched when all is counted as settled, down to the 20 µm that no
    step takes.
    """
    inner, outer = outfit.drapes
    cloth = MeshDistance(TriangleMesh(inner.vertices, inner.triangles))
    apart = np.abs(cloth.signed(outer.vertices)[0])
    assert apart.min() > 0.00001
    assert np.mean(apart[apart < NEAR] < 0.0001) < 0.01
    assert np.percentile(apart[apart < NEAR], 5) > 0.0006


def waistband(worn: Drape) -> Floats:
    """Heights of the trousers' upper rim [m]."""
    top = worn.vertices[:, 1].max()
    return np.asarray(worn.vertices[worn.vertices[:, 1] > top - 0.03])


def test_a_tucked_tee_lies_under_the_waistband_and_is_pressed_by_it(
    tucked: Outfit, over: Outfit
) -> None:
    tee, trousers = tucked.drapes
    band = waistband(trousers)[:, 1].min(), trousers.vertices[:, 1].max()

    def at_the_band(worn: Drape, values: Floats) -> float:
        here = (worn.vertices[:, 1] > band[0]) & (worn.vertices[:, 1] < band[1])
        return float(values[here & (np.abs(worn.vertices[:, 0]) < 0.2)].mean())

    free = over.drapes[1]
    assert at_the_band(tee, tee.pressure) > 5 * at_the_band(free, free.pressure)
    assert at_the_band(tee, tee.gap) < 0.5 * at_the_band(free, free.gap)
    assert at_the_band(trousers, trousers.pressure) < at_the_band(tee, tee.pressure)
    assert tee.vertices[:, 1].min() < band[0] - 0.1  # the hem is far below the waistband


def test_each_drape_is_whole(tucked: Outfit) -> None:
    for worn, own in zip(tucked.drapes, (TEE, TROUSERS), strict=True):
        assert worn.pattern is own.pattern
        assert worn.triangles.max() + 1 == len(worn.vertices)
        for field in (worn.pressure, worn.gap, worn.strain_warp, worn.shear, worn.bending):
            assert field.shape == (len(worn.vertices),)
        assert worn.strain.shape == (len(worn.triangles), 2)


def test_one_garment_is_what_drape_makes(woman: Body, tee_alone: Drape) -> None:
    worn = drape_outfit(woman, [TEE], options=SMALL)
    assert np.array_equal(worn.drapes[0].vertices, tee_alone.vertices)
    assert worn.layering.overlap == 0


def test_progress_goes_on_and_names_the_pieces(reported: tuple[Outfit, list[Progress]]) -> None:
    reports = reported[1]
    assert reports[0].step == "drape straight-trousers M under crew-neck-tee M"
    done = [report.done for report in reports]
    assert len(done) > 10
    assert done[0] == 0.0
    assert done[-1] == 1.0
    assert done[:6] == sorted(done[:6])


@pytest.mark.parametrize("count", [0, 5])
def test_no_garment_or_too_many_is_refused(woman: Body, count: int) -> None:
    with pytest.raises(InvalidInput, match="1 to 4") as caught:
        drape_outfit(woman, [TEE] * count)
    assert caught.value.field == "pieces"


@pytest.mark.parametrize("options", [DrapeOptions(collide=False), DrapeOptions(engine="newton")])
def test_cloth_that_feels_no_cloth_is_refused(woman: Body, options: DrapeOptions) -> None:
    with pytest.raises(InvalidInput, match="feel each other"):
        drape_outfit(woman, [TEE, TROUSERS], options=options)


def test_a_dress_in_trousers_is_refused_by_name(woman: Body) -> None:
    """Its hem is one tube round both legs, theirs are two."""
    with pytest.raises(DrapeDiverged, match="shift-dress M can't be worn under straight-trousers"):
        drape_outfit(woman, [piece("shift-dress", "M"), TROUSERS], options=SMALL)


JERSEY = fabric_of("single-jersey")
CURVES = [
    {},
    {"curve_warp": ((0.1, 30.0), (0.2, 90.0))},
    {"curve_weft": ((0.05, 60.0), (0.1, 90.0), (0.2, 400.0))},
]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (0, 0, 1)])
def test_a_joint_model_has_the_forces_of_its_parts(order: tuple[int, ...]) -> None:
    """Cloths with measured curves or without, sheared and bent, in the ground: to rounding."""
    cloths, places = [], []
    for place, which in enumerate(order):
        flat, triangles = rectangle(0.1 + 0.05 * place, 0.1, 0.02)
        fabric = replace(JERSEY, friction=0.1 * which, **CURVES[which])  # type: ignore[arg-type]
        kinds = np.zeros(len(triangles), np.int64)
        cloths.append(model_of_fabrics(triangles, flat[triangles], [fabric], kinds))
        places.append(bent(flat))
    joint, around = join_models(cloths), Surroundings(half_space(0.1))
    apart = [forces(one, x, around) for one, x in zip(cloths, places, strict=True)]
    force, energy = forces(joint, np.vstack(places), around)
    assert np.abs(force - np.vstack([own[0] for own in apart])).max() < 1e-12 * np.abs(force).max()
    assert energy == pytest.approx(sum(own[1] for own in apart), rel=1e-12)


def test_a_joint_model_keeps_threads_and_gathers() -> None:
    """Only the second cloth has an elastic, and little stiffness under compression."""
    flat, triangles = rectangle(0.1, 0.1, 0.02)
    kinds = np.zeros(len(triangles), np.int64)
    threads = Links(
        corners=np.array([[0, 1, 1, 7, 8, 8]]),
        weights=np.array([[0.6, 0.4, 0.0, -0.5, -0.5, 0.0]]),
        rest=np.array([0.01]),
        stiffness=np.array([30.0]),
    )
    cloths = [
        model_of_fabrics(triangles, flat[triangles], [JERSEY], kinds),
        model_of_fabrics(
            triangles, flat[triangles], [JERSEY], kinds, compression=0.1, links=threads
        ),
    ]
    places = [0.95 * bent(flat), 0.95 * bent(flat) + 0.5]
    around = Surroundings(half_space(-1.0))
    apart = [forces(one, x, around)[0] for one, x in zip(cloths, places, strict=True)]
    force, _ = forces(join_models(cloths), np.vstack(places), around)
    assert np.abs(force - np.vstack(apart)).max() < 1e-12 * np.abs(force).max()
    assert np.abs(apart[1] - apart[0]).max() > 0.1 * np.abs(force).max()


def test_a_joint_model_falls_and_lands_as_its_parts() -> None:
    """The matrix too, so whole steps, the third on the ground: two sheets side by side."""
    flat, triangles = rectangle(0.1, 0.1, 0.02)
    cloths = [model(flat, triangles), model(flat, triangles, stiffness=(90.0, 70.0, 30.0))]
    places = [bent(flat) + np.array([0.0, 0.021, 0.0]), bent(flat) + np.array([0.5, 0.021, 0.0])]
    ground, steps = Surroundings(half_space(0.0)), 3
    alone = [landed(one, x, ground, steps) for one, x in zip(cloths, places, strict=True)]
    joint = landed(join_models(cloths), np.vstack(places), ground, steps)
    assert np.abs(joint - np.vstack(places)).max() > 0.005
    assert np.abs(joint - np.vstack(alone)).max() < 1e-4  # a linear solve to float32's precision


def landed(cloth: DrapeModel, x: Floats, around: Surroundings, steps: int) -> Floats:
    solver, state = NewtonSolver(cloth), DrapeState.at_rest(x)
    options = StepOptions(linear_tolerance=1e-5, linear_rounds=400)
    for _ in range(steps):
        solver.step(state, around, options)
    return state.positions


def forces(cloth: DrapeModel, x: Floats, around: Surroundings) -> tuple[Floats, float]:
    return NewtonSolver(cloth).forces(DrapeState.at_rest(x), around)


def bent(flat: Floats) -> Floats:
    """A sheet sheared, stretched and bent, partly in the ground."""
    return np.column_stack(
        [1.1 * flat[:, 0] + 0.1 * flat[:, 1], 0.02 * np.sin(20 * flat[:, 0]), flat[:, 1]]
    )


def tube(radius: Callable[[Floats], Floats], low: float, high: float, count: int) -> Worn:
    """A tube round the vertical, wound outward, its radius by height [m]."""
    rows = round((high - low) / 0.02) + 1
    height, turn = np.meshgrid(
        np.linspace(low, high, rows), 2 * np.pi * np.arange(count) / count, indexing="ij"
    )
    number = np.arange(rows * count).reshape(rows, count)
    here, right = number[:-1], np.roll(number, -1, axis=1)[:-1]
    up, across = number[1:], np.roll(number, -1, axis=1)[1:]
    triangles = np.concatenate(
        [
            np.stack([here, right, up], axis=2).reshape(-1, 3),
            np.stack([right, across, up], axis=2).reshape(-1, 3),
        ]
    )
    places = np.stack(
        [radius(height) * np.sin(turn), height, radius(height) * np.cos(turn)], axis=2
    ).reshape(-1, 3)
    return Worn(places, triangles, np.full(len(places), 0.002))


def column(points: Floats) -> tuple[Floats, Floats]:
    """Distance to an upright column of 10 cm radius, and the way out of it."""
    flat = points * [1.0, 0.0, 1.0]
    length = np.linalg.norm(flat, axis=1)
    return length - 0.1, flat / length[:, None]


@pytest.mark.parametrize("wave", [0.0, 0.02])
def test_a_wide_tube_is_put_inside_a_narrow_one(wave: float) -> None:
    """First it is wholly outside, 2 to 6 cm off, without a crossing; above the rim it is free."""
    narrow = tube(lambda y: 0.11 + 0.0 * y, 0.0, 0.3, 40)
    wide = tube(lambda y: 0.15 + wave * np.sin(9 * y), 0.1, 0.5, 37)
    assert crossings_between([wide, narrow]) == 0
    places, kept = put_inside([wide, narrow], column)
    assert np.array_equal(kept, narrow.positions)
    inside = replace(wide, positions=places)
    assert crossings_between([inside, narrow]) == 0
    radius, height = np.hypot(places[:, 0], places[:, 2]), places[:, 1]
    assert radius[height < 0.295].max() < 0.11
    assert radius.min() > 0.1015
    assert np.array_equal(places[height > 0.44], wide.positions[height > 0.44])


def test_what_lies_right_is_left_alone() -> None:
    narrow, wide = (tube(lambda y, r=r: r + 0.0 * y, 0.0, 0.3, 40) for r in (0.11, 0.15))
    places = put_inside([narrow, wide], column)
    assert np.array_equal(places[0], narrow.positions)
    # wound outward, so that the wide one's vertices lie outside the narrow one
    assert lying_on(replace(wide, positions=0.76 * wide.positions), narrow)[1] == 0
