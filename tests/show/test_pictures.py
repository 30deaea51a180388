"""Pictures show a dressed person; heat maps carry their legend."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fittingroom.errors import UnknownName
from fittingroom.show import _mitsuba, heat, studio
from fittingroom.show.denoising import see
from fittingroom.show.heat_map import heat_map
from fittingroom.show.images import Pixels, pixels_from_linear
from fittingroom.show.look import Look
from fittingroom.show.rendering import (
    VIEWS,
    RenderOptions,
    dressed,
    photograph,
    render,
    save_pictures,
)
from fittingroom.show.surface import moved

AWAY = np.array([0.0, 30.0, 0.0])  # [m] out of the picture and of every lamp's way
SMALL = RenderOptions(width=192, height=256, samples=4, backdrop_samples=3)


@pytest.fixture(scope="module")
def pictures(look: Look, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pixels]:
    folder: Path = tmp_path_factory.mktemp("pictures")
    files = save_pictures(look, folder, options=SMALL)
    assert [path.name for path in files.values()] == ["front.png", "side.png", "back.png"]
    return {view: np.asarray(Image.open(path)) for view, path in files.items()}


def blue(picture: Pixels) -> np.ndarray:
    """Where the T-shirt's navy shows."""
    red, green, shade = (picture[..., channel].astype(int) for channel in range(3))
    return (shade > red + 20) & (shade > green + 8)


def test_each_view_shows_the_garment(pictures: dict[str, Pixels]) -> None:
    for view in VIEWS:
        assert pictures[view].shape == (256, 192, 3)
        assert 0.03 < blue(pictures[view]).mean() < 0.4, view


def test_side_is_narrower_than_front(pictures: dict[str, Pixels]) -> None:
    wide = {view: np.ptp(np.flatnonzero(blue(pictures[view]).any(0))) for view in VIEWS}
    assert wide["side"] < 0.75 * wide["front"]
    assert wide["back"] == pytest.approx(wide["front"], abs=6)


def test_person_casts_a_shadow_on_a_bright_floor(look: Look) -> None:
    """The same floor without the person is brighter where the lamps are hidden."""
    parts = dressed(look)
    height = float(parts[0].surface.positions[:, 1].max())
    high = tuple(replace(part, surface=moved(part.surface, AWAY)) for part in parts)
    with_person = photograph(parts, height, 0.0, SMALL)
    without = photograph(high, height, 0.0, SMALL)
    camera = studio.portrait(height, (SMALL.width, SMALL.height))
    floor = see(parts, camera, 0.5).shown == 0
    floor[:225] = False
    ratio = (with_person.mean(2) / without.mean(2))[floor]
    assert pixels_from_linear(without)[floor].min() > 170
    assert np.quantile(ratio, 0.02) < 0.80
    assert np.quantile(ratio, 0.9) > 0.93


def test_skin_is_not_one_flat_colour(pictures: dict[str, Pixels]) -> None:
    legs = pictures["front"][170:235, 60:132].reshape(-1, 3).astype(int)
    skin = legs[(legs[:, 0] - legs[:, 2] > 25)]
    assert len(skin) > 200
    assert skin.std(0).min() > 3


def test_same_seed_same_picture(look: Look, pictures: dict[str, Pixels]) -> None:
    assert np.array_equal(render(look, "front", options=SMALL), pictures["front"])


def test_lamps_always_load_in_the_same_order() -> None:
    """The order decides which lamp a light path asks; it once changed in 7 loads of 100."""
    loads = (_mitsuba.load(studio.scene({})) for _ in range(60))
    assert len({str(loaded.emitters()) for loaded in loads}) == 1


def test_unknown_view_is_refused(look: Look) -> None:
    with pytest.raises(UnknownName, match="front"):
        render(look, "frnt")  # type: ignore[arg-type]


@pytest.mark.parametrize("quantity", heat.QUANTITIES)
def test_heat_map_is_coloured_by_its_scale(look: Look, quantity: heat.Quantity) -> None:
    large = RenderOptions(width=288, height=384, samples=4, backdrop_samples=3)
    picture = heat_map(look, quantity, options=large)
    scale = heat.scale(look.drape, quantity)
    ends = np.rint(np.array([scale.colours[0], scale.colours[-1]]) * 255)
    bar = picture[round(384 - 52 * 0.5) + 3, :, :].astype(float)
    for end in ends:  # the legend's ramp runs from the first to the last colour
        assert np.abs(bar - end).sum(1).min() < 12
    panel = picture[round(384 - 90 * 0.5) : 384 - 6, 30:258].mean(2)
    assert (panel < 80).sum() > 60  # text
    assert (panel > 245).sum() > 800  # on a light ground


def test_scale_reaches_what_it_shows(look: Look) -> None:
    for quantity in heat.QUANTITIES:
        scale = heat.scale(look.drape, quantity)
        numbers = heat.values(look.drape, quantity) / scale.factor
        assert np.quantile(numbers, 0.98) <= scale.high + 1e-9
        low, high = heat.coloured(np.array([0.0, scale.high * scale.factor]), scale)
        np.testing.assert_allclose(low, scale.colours[0])
        np.testing.assert_allclose(high, scale.colours[-1])


def test_scales_rise_or_fall_evenly_in_lightness(look: Look) -> None:
    """So that they read in grey and for every kind of colour vision."""
    for quantity in heat.QUANTITIES:
        colours = np.array(heat.scale(look.drape, quantity).colours)
        lightness = colours @ [0.2126, 0.7152, 0.0722]
        steps = np.diff(lightness)
        assert np.all(steps > 0) or np.all(steps < 0)
