"""Pictures show a dressed person; heat maps carry their legend."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFont

from fittingroom.errors import UnknownName
from fittingroom.show import _mitsuba, heat, studio
from fittingroom.show.denoising import see
from fittingroom.show.heat_map import _tick, heat_map
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
        assert scale.low in (0.0, -scale.high)
        if scale.low < 0.0:
            assert np.mean(numbers < scale.low) <= 0.02
        ends = heat.coloured(np.array([scale.low, scale.high]) * scale.factor, scale)
        np.testing.assert_allclose(ends, [scale.colours[0], scale.colours[-1]])


def test_what_has_a_sign_is_shown_with_it(look: Look) -> None:
    """Zero is the pale middle; equal numbers of either sign are as far from it."""
    signed = {name for name in heat.QUANTITIES if heat.scale(look.drape, name).low < 0.0}
    assert signed == {"strain_warp", "strain_weft", "shear"}
    for quantity in signed:
        scale = heat.scale(look.drape, quantity)
        assert scale.share(np.zeros(1))[0] == pytest.approx(0.5)
        middle = np.array(scale.colours[len(scale.colours) // 2])
        assert middle.min() > 0.95


def test_scales_read_for_every_kind_of_colour_vision(look: Look) -> None:
    """Evenly rising or falling lightness; where a sign is shown, falling from the middle, one side
    blue and the other red, which no common colour blindness takes for each other."""
    for quantity in heat.QUANTITIES:
        scale = heat.scale(look.drape, quantity)
        colours = np.array(scale.colours)
        steps = np.diff(colours @ [0.2126, 0.7152, 0.0722])
        if scale.low < 0.0:
            middle = len(steps) // 2
            assert np.all(steps[:middle] > 0)
            assert np.all(steps[middle:] < 0)
            blue = colours[:, 2] - colours[:, 0]
            assert blue[:middle].min() > 0.1 > -0.1 > blue[middle + 1 :].max()
        else:
            assert np.all(steps > 0) or np.all(steps < 0)


def test_unknown_quantity_is_refused(look: Look) -> None:
    with pytest.raises(UnknownName, match="pressure"):
        heat_map(look, "presure")  # type: ignore[arg-type]


def test_the_legends_font_has_every_letter(look: Look) -> None:
    font = ImageFont.load_default(size=20)
    missing = bytes(font.getmask("\uffff"))
    for quantity in heat.QUANTITIES:
        scale = heat.scale(look.drape, quantity)
        ticks = [_tick(scale, share) for share in (0.0, 0.25, 1.0)]
        for letter in "".join([scale.title["en"], scale.unit, scale.note, *ticks]):
            assert letter == " " or bytes(font.getmask(letter)) != missing, letter
