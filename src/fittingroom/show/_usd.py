"""The border to OpenUSD: parts in, a USDZ package out."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.errors import MissingDependency
from fittingroom.show.images import Pixels, encoded
from fittingroom.show.part import Material, Part
from fittingroom.show.writing import replacing


def _library() -> Any:
    try:
        from pxr import Gf, Sdf, Usd, UsdGeom, UsdShade, UsdUtils, Vt
    except ImportError as error:
        raise MissingDependency("pxr", purpose="writing USDZ") from error
    from types import SimpleNamespace

    return SimpleNamespace(
        Gf=Gf, Sdf=Sdf, Usd=Usd, UsdGeom=UsdGeom, UsdShade=UsdShade, UsdUtils=UsdUtils, Vt=Vt
    )


def write_package(groups: dict[str, tuple[Part, ...]], path: Path) -> None:
    """Write groups of parts, by name, as one USDZ file in metres, Y up.

    Args:
        groups: names of letters, digits and `_`; each becomes one Xform with a mesh per part.
        path: the file, written whole or not at all.

    Raises:
        RuntimeError: OpenUSD refused to make the package.
    """
    pxr = _library()
    with tempfile.TemporaryDirectory() as scratch, replacing(path) as target:
        layer = Path(scratch) / "look.usdc"
        _write_stage(pxr, groups, layer)
        made = pxr.UsdUtils.CreateNewARKitUsdzPackage(pxr.Sdf.AssetPath(str(layer)), str(target))
        if not made:
            raise RuntimeError("OpenUSD could not package the look")


def _write_stage(pxr: Any, groups: dict[str, tuple[Part, ...]], layer: Path) -> None:
    stage = pxr.Usd.Stage.CreateNew(str(layer))
    pxr.UsdGeom.SetStageUpAxis(stage, pxr.UsdGeom.Tokens.y)
    pxr.UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    root = pxr.UsdGeom.Xform.Define(stage, "/Look")
    stage.SetDefaultPrim(root.GetPrim())
    pxr.UsdGeom.Scope.Define(stage, "/Look/Materials")
    for group, parts in groups.items():
        pxr.UsdGeom.Xform.Define(stage, f"/Look/{group}")
        for part in parts:
            name = re.sub(r"\W", "_", part.material.name)
            mesh = _mesh(pxr, stage, f"/Look/{group}/{name}", part)
            material = _material(pxr, stage, f"/Look/Materials/{name}", part.material, layer.parent)
            pxr.UsdShade.MaterialBindingAPI.Apply(mesh.GetPrim()).Bind(material)
    stage.GetRootLayer().Save()


def _mesh(pxr: Any, stage: Any, path: str, part: Part) -> Any:
    surface, vt = part.surface, pxr.Vt
    points = np.ascontiguousarray(surface.positions, np.float32)
    triangles = np.ascontiguousarray(surface.triangles.reshape(-1), np.int32)
    mesh = pxr.UsdGeom.Mesh.Define(stage, path)
    mesh.CreatePointsAttr(vt.Vec3fArray.FromNumpy(points))
    counts = np.full(len(surface.triangles), 3, np.int32)
    mesh.CreateFaceVertexCountsAttr(vt.IntArray.FromNumpy(counts))
    mesh.CreateFaceVertexIndicesAttr(vt.IntArray.FromNumpy(triangles))
    normals = np.ascontiguousarray(surface.normals, np.float32)
    mesh.CreateNormalsAttr(vt.Vec3fArray.FromNumpy(normals))
    mesh.SetNormalsInterpolation("vertex")
    mesh.CreateSubdivisionSchemeAttr("none")
    mesh.CreateDoubleSidedAttr(part.material.softness == 0.0)
    ends = [pxr.Gf.Vec3f(*map(float, end)) for end in (points.min(0), points.max(0))]
    mesh.CreateExtentAttr(ends)
    st = pxr.UsdGeom.PrimvarsAPI(mesh).CreatePrimvar(
        "st", pxr.Sdf.ValueTypeNames.TexCoord2fArray, "vertex"
    )
    st.Set(vt.Vec2fArray.FromNumpy(np.ascontiguousarray(surface.uv, np.float32)))
    return mesh


def _material(pxr: Any, stage: Any, path: str, material: Material, folder: Path) -> Any:
    types = pxr.Sdf.ValueTypeNames
    made = pxr.UsdShade.Material.Define(stage, path)
    surface = _shader(pxr, stage, f"{path}/Surface", "UsdPreviewSurface")
    surface.CreateInput("roughness", types.Float).Set(material.roughness)
    surface.CreateInput("metallic", types.Float).Set(0.0)
    reader = _shader(pxr, stage, f"{path}/St", "UsdPrimvarReader_float2")
    reader.CreateInput("varname", types.String).Set("st")
    reader.CreateOutput("result", types.Float2)
    name = made.GetPath().name
    colour = _texture(pxr, stage, f"{path}/Colour", reader, _save(folder, name, material.colour))
    colour.CreateInput("sourceColorSpace", types.Token).Set("sRGB")
    surface.CreateInput("diffuseColor", types.Color3f).ConnectToSource(
        colour.ConnectableAPI(), "rgb"
    )
    if material.normal is not None:
        file = _save(folder, f"{name}_normal", material.normal)
        normal = _texture(pxr, stage, f"{path}/Normal", reader, file)
        normal.CreateInput("sourceColorSpace", types.Token).Set("raw")
        normal.CreateInput("scale", types.Float4).Set(pxr.Gf.Vec4f(2, 2, 2, 1))
        normal.CreateInput("bias", types.Float4).Set(pxr.Gf.Vec4f(-1, -1, -1, 0))
        surface.CreateInput("normal", types.Normal3f).ConnectToSource(
            normal.ConnectableAPI(), "rgb"
        )
    made.CreateSurfaceOutput().ConnectToSource(surface.ConnectableAPI(), "surface")
    return made


def _texture(pxr: Any, stage: Any, path: str, reader: Any, file: str) -> Any:
    types = pxr.Sdf.ValueTypeNames
    texture = _shader(pxr, stage, path, "UsdUVTexture")
    texture.CreateInput("file", types.Asset).Set(file)
    texture.CreateInput("wrapS", types.Token).Set("repeat")
    texture.CreateInput("wrapT", types.Token).Set("repeat")
    texture.CreateInput("st", types.Float2).ConnectToSource(reader.ConnectableAPI(), "result")
    texture.CreateOutput("rgb", types.Float3)
    return texture


def _shader(pxr: Any, stage: Any, path: str, kind: str) -> Any:
    shader = pxr.UsdShade.Shader.Define(stage, path)
    shader.CreateIdAttr(kind)
    return shader


def _save(folder: Path, name: str, pixels: Pixels) -> str:
    (folder / f"{name}.jpg").write_bytes(encoded(pixels, "jpeg"))
    return f"./{name}.jpg"
