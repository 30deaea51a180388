"""A garment that follows any pose: outside the body in the named poses and between them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.arrays import Floats
from fittingroom.body.body import Body, Pose
from fittingroom.body.motions import mirrored, turned
from fittingroom.body.poses import POSES, STANDING, T_POSE, WALKING, between
from fittingroom.body.posing import move
from fittingroom.drape.drape import Drape
from fittingroom.drape.draping import drape
from fittingroom.drape.nearest_skin import skin_gaps
from fittingroom.drape.pushing import pushed_out
from fittingroom.drape.skinned import (
    MARGIN,
    SkinnedGarment,
    pose_shares,
    posed_garment,
    skin_garment_steps,
)
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.geometry.distance import MeshDistance
from fittingroom.geometry.mesh import TriangleMesh, edges
from fittingroom.progress import finish

from .conftest import QUICK

TEE = catalogue["classic-tee"]
EVERY = (*POSES.values(), mirrored(WALKING))


@pytest.fixture(scope="module")
def skinned(woman: Body) -> SkinnedGarment:
    worn = drape(woman, cut(TEE, "M"), TEE.fabrics, options=replace(QUICK, vertices=1200))
    return finish(skin_garment_steps(worn, TEE.fabrics))


def body_in(worn: Drape, pose: Pose) -> MeshDistance:
    return MeshDistance(TriangleMesh(move(worn.body, pose)[1], worn.body.mesh.triangles))


def gaps(skinned: SkinnedGarment, pose: Pose, *, outside: bool = False) -> Floats:
    placed = posed_garment(skinned, pose, outside=outside)
    return body_in(skinned.drape, pose).signed(placed)[0]


def strangers(count: int) -> list[Pose]:
    """Poses that are nobody's example: part of the way between any two named ones."""
    rng = np.random.default_rng(1)
    pairs = [rng.choice(len(EVERY), 2, replace=False) for _ in range(count)]
    shares = rng.uniform(0.2, 0.8, count)
    return [
        between(EVERY[one], EVERY[other], float(share))
        for (one, other), share in zip(pairs, shares, strict=True)
    ]


def test_in_its_own_pose_it_is_the_drape(skinned: SkinnedGarment) -> None:
    worn = skinned.drape
    assert not np.any(pose_shares(skinned, worn.body.pose) > 1e-9)
    np.testing.assert_allclose(posed_garment(skinned, worn.body.pose), worn.vertices, atol=1e-9)


@pytest.mark.parametrize("name", [name for name in POSES if name != "a"])
def test_it_keeps_its_margin_in_every_named_pose(skinned: SkinnedGarment, name: str) -> None:
    """Without any distance being asked; 0.2 mm for where arm and trunk leave no room."""
    assert gaps(skinned, POSES[name]).min() > MARGIN - 0.0002


def test_bones_alone_would_let_the_body_through(skinned: SkinnedGarment) -> None:
    """What the corrections are for: 20 mm deep when sitting (measured 33)."""
    plain = replace(skinned, offsets=np.zeros_like(skinned.offsets))
    assert gaps(plain, POSES["sitting"]).min() < -0.02


def test_between_examples_it_stays_outside(skinned: SkinnedGarment) -> None:
    """Twelve poses no example knows: nothing deeper than 1 mm, where corrections alone leave it
    6 mm in and bones alone 24 mm (2,000 vertices, thirty poses: 0.1 mm outside)."""
    unseen = [gaps(skinned, pose) for pose in strangers(12)]
    assert min(map(np.min, unseen)) > -0.001
    loose = replace(skinned, near=replace(skinned.near, margin=skinned.near.margin - 1.0))
    assert min(gaps(loose, pose).min() for pose in strangers(12)) < -0.002


def test_walking_finds_the_nearest_skin(skinned: SkinnedGarment) -> None:
    """Distance found over the skin from the seeds against the tree's, in poses no example knows:
    where cloth is near the skin, 99 % within 0.1 mm."""
    for pose in strangers(4):
        placed = posed_garment(skinned, pose)
        body = skinned.drape.body
        skin = move(body, pose)[1]
        found = skin_gaps(placed, skinned.near, skin, body.mesh.triangles)[0]
        truth = body_in(skinned.drape, pose).signed(placed)[0]
        close = truth < 0.005
        assert np.quantile(np.abs(found - truth)[close], 0.99) < 1e-4


def test_pushed_out_it_stays_outside_between_examples_too(skinned: SkinnedGarment) -> None:
    for pose in strangers(6):
        assert gaps(skinned, pose, outside=True).min() > MARGIN - 0.0005


def test_shares_are_exact_in_examples_and_go_smoothly_between(skinned: SkinnedGarment) -> None:
    for number, pose in enumerate(skinned.poses):
        expected = np.zeros(len(skinned.poses))
        expected[number] = 1.0
        np.testing.assert_allclose(pose_shares(skinned, pose), expected, atol=1e-6)
    way = [pose_shares(skinned, between(STANDING, T_POSE, s)) for s in np.linspace(0, 1, 401)]
    assert np.abs(np.diff(way, axis=0)).max() < 0.05
    assert min(map(np.min, way)) >= 0.0
    assert max(map(np.sum, way)) <= 1.0 + 1e-9


def test_turning_the_whole_body_changes_no_share(skinned: SkinnedGarment) -> None:
    shares = pose_shares(skinned, turned(WALKING, 130.0))
    np.testing.assert_allclose(shares, pose_shares(skinned, WALKING), atol=1e-9)
    assert gaps(skinned, turned(WALKING, 130.0)).min() > MARGIN - 0.0002


def test_cloth_keeps_its_size_in_named_poses(skinned: SkinnedGarment) -> None:
    sides = edges(skinned.drape.triangles)

    def lengths(points: Floats) -> Floats:
        return np.asarray(np.linalg.norm(points[sides[:, 0]] - points[sides[:, 1]], axis=1))

    for name in ("standing", "walking", "t", "hands-on-hips"):
        ratio = lengths(posed_garment(skinned, POSES[name])) / lengths(skinned.drape.vertices)
        assert abs(np.median(ratio) - 1.0) < 0.02
        assert np.quantile(ratio, 0.98) < 1.5


def test_pushing_lifts_what_is_in_and_nothing_else(woman: Body) -> None:
    """A patch half sunk into the belly: all of it ends at the margin or farther."""
    surface = MeshDistance(woman.mesh)
    navel = woman.landmarks["navel"]
    x, y = np.meshgrid(np.linspace(-0.05, 0.05, 11), np.linspace(-0.05, 0.05, 11), indexing="ij")
    points = navel + np.column_stack([x.ravel(), y.ravel(), 0.3 * y.ravel()])
    number = np.arange(121).reshape(11, 11)
    a, b, c = number[:-1, :-1].ravel(), number[1:, :-1].ravel(), number[:-1, 1:].ravel()
    triangles = np.concatenate([np.stack([a, b, c], 1), np.stack([b, b + 1, c], 1)])
    before = surface.signed(points)[0]
    assert before.min() < -0.005
    after = pushed_out(points, triangles, surface, 0.002)
    assert surface.signed(after)[0].min() > 0.0019
    far = before > 0.01
    assert far.any()
    assert np.abs(after - points)[far].max() < 0.01
    assert np.array_equal(pushed_out(after, triangles, surface, 0.001), after)
