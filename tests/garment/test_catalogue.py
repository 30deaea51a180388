"""What ships: garments, fabrics and what the doors say of them."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from fittingroom.errors import FabricError, UnknownName
from fittingroom.garment.catalogue import catalogue, chart_of
from fittingroom.garment.fabrics import (
    LIMITS,
    curves_of,
    fabric_from,
    fabric_names,
    fabric_of,
    figures_of,
)
from fittingroom.garment.styles import STYLES
from fittingroom.garment.wire import catalogue_json, garment_json


def test_catalogue_has_what_the_issue_names() -> None:
    assert list(catalogue["classic-tee"].chart.sizes) == ["S", "M", "L"]
    tees = [g for g in catalogue.values() if g.style == "crew-neck-tee"]
    assert len({g.brand for g in tees}) >= 2
    assert len({g.fabrics["shell"].name for g in tees}) >= 3
    assert {g.style for g in catalogue.values()} == set(STYLES)
    assert all(g.title["en"] and g.title["zh"] for g in catalogue.values())


def test_garments_have_the_cloths_their_style_needs() -> None:
    for garment in catalogue.values():
        assert set(garment.fabrics) == set(STYLES[garment.style].cloths)
        assert all(0 <= part <= 1 for part in garment.appearance.colour)


def test_five_fabrics_each_figure_with_range_and_source() -> None:
    assert set(fabric_names()) >= {"single-jersey", "rib", "poplin", "denim", "satin"}
    for name in fabric_names():
        for field, figure in figures_of(name).items():
            assert figure.low <= figure.value <= figure.high, (name, field)
            assert len(figure.source) > 15
            assert figure.basis in ("measured", "typical")
            assert getattr(fabric_of(name), field) == figure.value


def test_fabrics_are_ordered_as_hands_feel_them() -> None:
    jersey, rib, poplin, denim, satin = (
        fabric_of(n) for n in ("single-jersey", "rib", "poplin", "denim", "satin")
    )
    assert rib.stretch_weft < jersey.stretch_weft < satin.stretch_weft
    assert jersey.stretch_weft < jersey.stretch_warp
    assert denim.bending_warp > poplin.bending_warp > jersey.bending_warp
    assert denim.areal_density > rib.areal_density > jersey.areal_density > satin.areal_density
    assert denim.shear > poplin.shear > satin.shear
    assert rib.stretch_limit > jersey.stretch_limit > denim.stretch_limit


@pytest.mark.parametrize("name", ["stretch-rib", "swim-knit"])
def test_elastane_has_measured_curves(name: str) -> None:
    """The one stiffness stores the same energy up to the last measured strain, within 1 %."""
    fabric, curves = fabric_of(name), curves_of(name)
    assert set(curves) == {"curve_warp", "curve_weft"}
    for way, curve in curves.items():
        assert getattr(fabric, way) == curve.points
        assert len(curve.source) > 15
        strains, tensions = np.array([(0.0, 0.0), *curve.points]).T
        even = 2 * np.trapezoid(tensions, strains) / strains[-1] ** 2
        assert getattr(fabric, way.replace("curve", "stretch")) == pytest.approx(even, rel=0.01)
    assert fabric.stretch_weft < fabric.stretch_warp
    assert curves_of("denim") == {}
    with pytest.raises(UnknownName):
        curves_of("elastane")


@pytest.mark.parametrize("value", [0.0, -1.0, 160.0, float("nan"), "heavy", None])
def test_impossible_fabric_is_refused(value: object) -> None:
    values = {field: figure.value for field, figure in figures_of("denim").items()}
    with pytest.raises(FabricError, match=r"areal_density.*0\.01 to 2"):
        fabric_from("mine", values | {"areal_density": value})  # type: ignore[dict-item]
    assert set(values) == set(LIMITS)


def test_unknown_names_offer_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'single-jersey'"):
        fabric_of("jersey")
    with pytest.raises(UnknownName, match="did you mean 'gap-crew'"):
        chart_of("gap-crw")
    with pytest.raises(UnknownName, match="unknown size chart"):
        chart_of("../catalogue")


def test_wire_is_plain_json_in_centimetres() -> None:
    listed = json.loads(json.dumps(catalogue_json(), allow_nan=False))
    assert set(listed) == {"styles", "fabrics", "garments"}
    tee = next(g for g in listed["garments"] if g["ref"] == "classic-tee")
    assert tee["sizes"] == ["S", "M", "L"]
    for ref in catalogue:
        shown = json.loads(json.dumps(garment_json(ref), allow_nan=False))
        assert list(shown["finished_cm"]) == shown["sizes"]
    assert garment_json("classic-tee")["finished_cm"]["M"]["bust"] == pytest.approx(106.17)


def test_importing_the_catalogue_loads_nothing_heavy() -> None:
    heavy = {"torch", "numba", "mitsuba", "pxr", "anny", "reportlab"}
    code = (
        "import sys; from fittingroom.garment.catalogue import catalogue; "
        f"print(sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
