"""The public names are a promise, and importing the package costs nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import fittingroom

PUBLIC = {
    "Body", "Drape", "Fabric", "FitReport", "FittingRoomError", "Garment", "Look", "Measurement",
    "Measurements", "Outfit", "OutfitLook", "Pattern", "Person", "Pose", "Preferences",
    "SizeAdvice", "SizeChart", "Swatch", "ZoneFit", "advise", "assess", "catalogue", "complete",
    "cut", "fit_body", "hang", "make_body", "measure", "pose_body", "read_person", "render",
    "try_on", "try_on_outfit",
}  # fmt: skip
HEAVY = ("torch", "warp", "anny", "mitsuba", "pxr", "numba", "scipy", "fastapi", "reportlab")


def test_public_names_are_pinned() -> None:
    assert set(fittingroom.__all__) == PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_each_name_loads_from_one_home(name: str) -> None:
    assert getattr(fittingroom, name) is not None


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = fittingroom.nothing


@pytest.mark.parametrize("module", ["fittingroom", "fittingroom.cli.app"])
def test_import_brings_no_heavy_library(module: str) -> None:
    code = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
