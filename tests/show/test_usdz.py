"""look.usdz opens in phone AR at true scale."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fittingroom.show.look import Look
from fittingroom.show.usdz import to_usdz


@pytest.fixture(scope="module")
def package(look: Look, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return to_usdz(look, tmp_path_factory.mktemp("usdz") / "look.usdz")


@pytest.mark.filterwarnings("ignore:Use of UsdUtils.ComplianceChecker:DeprecationWarning")
def test_passes_the_arkit_compliance_check(package: Path) -> None:
    from pxr import UsdUtils

    checker = UsdUtils.ComplianceChecker(arkit=True)
    checker.CheckCompliance(str(package))
    assert checker.GetErrors() == []
    assert checker.GetFailedChecks() == []
    assert checker.GetWarnings() == []


@pytest.mark.filterwarnings("ignore:Use of UsdUtils.ComplianceChecker:DeprecationWarning")
def test_the_check_would_have_found_something(tmp_path: Path) -> None:
    from pxr import Usd, UsdGeom, UsdUtils

    layer = tmp_path / "bad.usda"
    stage = Usd.Stage.CreateNew(str(layer))
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    stage.GetRootLayer().Save()
    checker = UsdUtils.ComplianceChecker(arkit=True)
    checker.CheckCompliance(str(layer))
    assert checker.GetFailedChecks() != []


def test_true_scale_y_up_with_textures(package: Path, look: Look) -> None:
    from pxr import Sdf, Usd, UsdGeom

    stage = Usd.Stage.Open(str(package))
    assert UsdGeom.GetStageMetersPerUnit(stage) == 1.0
    assert UsdGeom.GetStageUpAxis(stage) == UsdGeom.Tokens.y
    body = UsdGeom.Mesh.Get(stage, "/Look/body/skin")
    points = np.array(body.GetPointsAttr().Get())
    assert points[:, 1].max() == pytest.approx(look.drape.body.mesh.vertices[:, 1].max(), abs=1e-5)
    assert stage.GetPrimAtPath("/Look/classic_tee/shell").IsValid()
    names = Sdf.ZipFile.Open(str(package)).GetFileNames()
    assert {name for name in names if name.endswith(".jpg")} >= {"skin.jpg", "shell.jpg"}


def test_nothing_else_is_left_beside_it(package: Path) -> None:
    assert [path.name for path in package.parent.iterdir()] == ["look.usdz"]
