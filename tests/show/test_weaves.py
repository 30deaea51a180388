"""Cloth close up: tileable, true to scale, of the stated colour."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.errors import UnknownName
from fittingroom.show.images import linear_from_srgb
from fittingroom.show.weaves import TILE_PIXELS, WEAVES, tile, weave

COLOUR = (0.35, 0.45, 0.6)


@pytest.mark.parametrize("name", WEAVES)
def test_seen_from_afar_it_has_the_stated_colour(name: str) -> None:
    light = linear_from_srgb(tile(name, COLOUR).colour / 255.0).mean((0, 1))
    # 8-bit rounding and the few clipped fibres
    np.testing.assert_allclose(light, linear_from_srgb(COLOUR), rtol=0.01)


@pytest.mark.parametrize("name", WEAVES)
def test_repeats_without_a_line(name: str) -> None:
    """The step over a tile's border is no larger than steps inside it."""
    normal = tile(name, COLOUR).normal.astype(float)
    for axis in (0, 1):
        rows = np.moveaxis(normal, axis, 0)
        inside = np.abs(np.diff(rows, axis=0)).mean((1, 2))
        assert np.abs(rows[0] - rows[-1]).mean() <= 1.05 * inside.max()


@pytest.mark.parametrize("name", ["jersey", "plain"])
def test_has_as_many_yarns_as_its_size_says(name: str) -> None:
    """The strongest wave of the relief along u is the pitch of wales or warp yarns."""
    kind = weave(name)
    slope = tile(name, COLOUR).normal[..., 0].astype(float) - 127.5
    waves = np.abs(np.fft.rfft(slope, axis=1)).mean(0)[1 : 4 * kind.repeat[0]]
    strongest = int(np.argmax(waves)) + 1
    assert strongest % kind.repeat[0] == 0
    assert kind.size[0] / kind.repeat[0] == pytest.approx(kind.pitch[0])


def test_denim_shows_white_weft_in_diagonals() -> None:
    dark = tile("twill", (0.1, 0.15, 0.3)).colour.astype(float).mean(2)
    kind = weave("twill")
    step = (TILE_PIXELS / kind.repeat[0], TILE_PIXELS / kind.repeat[1])
    # one yarn across and one pick along is the twill line; across and back is not
    along = np.roll(dark, (-round(step[1]), round(step[0])), (0, 1))
    against = np.roll(dark, (round(step[1]), round(step[0])), (0, 1))
    same = [np.corrcoef(dark.ravel(), other.ravel())[0, 1] for other in (along, against)]
    assert max(same) > 0.5 > min(same) + 0.2


def test_unknown_weave_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="jersey"):
        weave("jersy")
