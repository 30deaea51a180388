"""A garment on a moving body: taken along, swinging, outside, and still when the body is."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.body.body import Body
from fittingroom.body.motions import WALK, Motion, turned
from fittingroom.body.posing import move
from fittingroom.drape.drape import Drape
from fittingroom.drape.draping import drape
from fittingroom.drape.following import (
    between_poses,
    cloth_weights,
    followed,
    moved_skin,
    sparse_weights,
)
from fittingroom.drape.moving import MovingFrame, MovingOptions, moving_frames
from fittingroom.drape.near_body import NearBody
from fittingroom.errors import InvalidInput
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.geometry.distance import MeshDistance
from fittingroom.geometry.mesh import TriangleMesh, edges

from .conftest import QUICK

TEE, SKIRT = catalogue["classic-tee"], catalogue["a-line-skirt"]


@pytest.fixture(scope="module")
def worn_skirt(woman: Body) -> Drape:
    return drape(woman, cut(SKIRT, "M"), SKIRT.fabrics, options=QUICK)


@pytest.fixture(scope="module")
def walk(worn_tee: Drape) -> list[MovingFrame]:
    return list(moving_frames(worn_tee, TEE.fabrics, WALK))


def gaps(worn: Drape, frame: MovingFrame) -> np.ndarray:
    """Exact distance of a frame's vertices from the posed body."""
    skin = move(worn.body, frame.pose)[1]
    return MeshDistance(TriangleMesh(skin, worn.body.mesh.triangles)).signed(frame.vertices)[0]


def test_a_walk_begins_with_the_drape_and_keeps_time(
    worn_tee: Drape, walk: list[MovingFrame]
) -> None:
    assert np.array_equal(walk[0].vertices, worn_tee.vertices)
    times = np.array([frame.time for frame in walk])
    np.testing.assert_allclose(np.diff(times), 1 / 30)
    assert times[-1] == pytest.approx(WALK.duration, abs=1 / 30)
    assert all(frame.solve_seconds > 0.0 and frame.body_seconds > 0.0 for frame in walk[1:])
    assert not walk[5].vertices.flags.writeable


def test_cloth_stays_outside_a_walking_body(worn_tee: Drape, walk: list[MovingFrame]) -> None:
    """No vertex deeper than 0.5 mm at any moment, where armpits close on cloth too (measured:
    none; without the lift out of the true skin 9 mm)."""
    for frame in walk[1::3]:
        assert gaps(worn_tee, frame).min() > -0.0005


def test_skin_that_passes_by_counts(worn_skirt: Drape) -> None:
    """A thumb that swings past the skirt is kept only for a motion in which it does."""
    body = worn_skirt.body
    still = NearBody(body, worn_skirt.vertices)
    thumb = int(np.flatnonzero(body.mesh.vertices[:, 1] > 1.0)[0])
    skin = body.mesh.vertices.copy()
    skin[thumb] = worn_skirt.vertices[0]
    passed = NearBody(body, worn_skirt.vertices, [(skin, worn_skirt.vertices)])
    assert passed.triangle_count > still.triangle_count


def test_the_compiled_skin_is_the_body(woman: Body) -> None:
    for pose in (WALK.keys[0][1], turned(woman.pose, 40.0)):
        for fast, slow in zip(moved_skin(woman, pose), move(woman, pose), strict=True):
            np.testing.assert_allclose(fast, slow, atol=1e-12)


def test_cloth_goes_with_the_body_and_keeps_its_size(
    worn_tee: Drape, walk: list[MovingFrame]
) -> None:
    sides = edges(worn_tee.triangles)

    def lengths(points: np.ndarray) -> np.ndarray:
        return np.linalg.norm(points[sides[:, 0]] - points[sides[:, 1]], axis=1)

    moved = np.linalg.norm(walk[33].vertices - walk[16].vertices, axis=1)
    assert moved.max() > 0.05  # sleeves swing
    for frame in walk[8::8]:
        ratio = lengths(frame.vertices) / lengths(worn_tee.vertices)
        assert abs(np.median(ratio) - 1.0) < 0.01
        assert np.quantile(ratio, 0.99) < 1.3


def test_nothing_moves_where_the_body_stands_still(worn_tee: Drape) -> None:
    """Half a second in the drape's own pose: 4 mm (root mean square, measured 2.5).

    The field is coarser than the drape's, and friction holds anew.
    """
    still = Motion("still", ((0.5, worn_tee.body.pose),))
    *_, last = moving_frames(worn_tee, TEE.fabrics, still)
    drift = np.linalg.norm(last.vertices - worn_tee.vertices, axis=1)
    assert np.sqrt(np.mean(drift**2)) < 0.004


def test_a_skirt_has_inertia(worn_skirt: Drape) -> None:
    """The waist turns with the body, the hem later, and comes along in the end."""
    pose = worn_skirt.body.pose
    quick = Motion("quick turn", ((0.4, turned(pose, 60.0)), (1.4, turned(pose, 60.1))))
    frames = list(moving_frames(worn_skirt, SKIRT.fabrics, quick))
    height = worn_skirt.vertices[:, 1]
    low, high = height < height.min() + 0.04, height > height.max() - 0.04

    def turn(frame: MovingFrame, some: np.ndarray) -> float:
        """Mean turn of some vertices about the vertical [degrees]."""
        before, after = (x[some][:, [2, 0]] for x in (worn_skirt.vertices, frame.vertices))
        before, after = before - before.mean(0), after - after.mean(0)
        sine = np.sum(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0])
        return float(np.degrees(np.arctan2(sine, np.sum(before * after))))

    middle = next(frame for frame in frames if frame.time > 0.22)
    assert turn(middle, high) > 15.0
    assert turn(middle, low) < turn(middle, high) - 3.0
    assert turn(frames[-1], high) == pytest.approx(60.0, abs=8.0)
    assert turn(frames[-1], low) == pytest.approx(60.0, abs=15.0)


def test_skin_weights_carry_cloth_rigidly_where_all_bones_move_alike(worn_tee: Drape) -> None:
    body = worn_tee.body
    weights = cloth_weights(body, worn_tee.vertices, worn_tee.triangles)
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)
    motions, _ = move(body, turned(body.pose, 40.0))
    carried = followed(
        worn_tee.vertices, sparse_weights(weights), between_poses(body.posed_from_rest, motions)
    )
    sides = edges(worn_tee.triangles)
    for points in (carried, worn_tee.vertices):
        assert len(points) == len(worn_tee.vertices)
    before, after = (
        np.linalg.norm(x[sides[:, 0]] - x[sides[:, 1]], axis=1)
        for x in (worn_tee.vertices, carried)
    )
    np.testing.assert_allclose(after, before, rtol=1e-6)


def test_the_near_body_is_the_body_near_the_cloth(worn_tee: Drape) -> None:
    """A fifth of the triangles, the same distance to 1 mm where cloth is."""
    body = worn_tee.body
    near = NearBody(body, worn_tee.vertices)
    assert near.triangle_count < len(body.mesh.triangles) / 3
    field = near.field(near.surface(body.mesh.vertices), worn_tee.vertices, 0.008)
    found = field.at(worn_tee.vertices)[0]
    close = worn_tee.gap < 0.01
    assert np.abs(found - worn_tee.gap)[close].max() < 0.002


def test_options_out_of_range_are_refused() -> None:
    with pytest.raises(InvalidInput, match="frame_rate"):
        MovingOptions(frame_rate=1.0)
