"""Draw 24 bodies of both sexes at the edges of what people are, front and side.

    python scripts/body_sheet.py [OUT.png]

Twelve a sex: nine survey people at the 2nd or 98th percentile of one figure, held to all they were
measured, and three known by height and weight only, at a body mass index of 17, 25 and 43.
Needs the survey next to the repository.
"""

from __future__ import annotations

import sys
from pathlib import Path

import mitsuba as mi
import numpy as np
from PIL import Image, ImageDraw

from body_table import SURVEY_VARIABLES, person_of, survey
from fittingroom.body.body import Body
from fittingroom.body.making import fit_body
from fittingroom.geometry.mesh import vertex_normals
from fittingroom.person.person import Person, Sex
from fittingroom.person.reading import read_person

TARGET = Path(__file__).parents[1] / "docs/images/bodies.png"
SPACING = 1.0  # [m] between two bodies
SIDE = np.array([[0, 0, -1], [0, 1, 0], [1, 0, 0]], dtype=float)


def people(sex: Sex) -> list[tuple[str, Person]]:
    """Return twelve people of a sex with a caption each."""
    rows = survey(sex)
    of = dict(zip(SURVEY_VARIABLES, rows.T, strict=True))
    bmi = of["weight"] / of["height"] ** 2
    picks = [
        ("short", of["height"], 2), ("tall", of["height"], 98), ("thin", bmi, 0), ("lean", bmi, 2),
        ("heavy", bmi, 98), ("heaviest", bmi, 100), ("large hip/waist",
        of["hip_girth"] / of["navel_waist_girth"], 98),
        ("large bust/hip", of["bust_girth"] / of["hip_girth"], 98),
        ("thick thighs", of["thigh_girth"] / of["height"], 98),
    ]  # fmt: skip
    found = []
    for name, figure, percent in picks:
        at = int(np.abs(figure - np.percentile(figure, percent)).argmin())
        found.append((f"{name}, BMI {bmi[at]:.0f}", person_of(sex, rows[at])))
    height = {"female": 163, "male": 176}[sex]
    for wanted in (17, 25, 43):
        told = {"sex": sex, "height_cm": height, "weight_kg": wanted * (height / 100) ** 2}
        found.append((f"h+w only, BMI {wanted}", read_person(told)))
    return found


def sheet(bodies: list[tuple[str, Body]], columns: int = 6) -> Image.Image:
    """Return rows of bodies, front above side, with captions."""
    strips = []
    for start in range(0, len(bodies), columns):
        some = bodies[start : start + columns]
        strips += [draw([body for _, body in some], turn) for turn in (np.eye(3), SIDE)]
        label = ImageDraw.Draw(strips[-2])
        for k, (name, _) in enumerate(some):
            label.text((int((k + 0.1) * strips[-2].width / columns), 4), name, fill=(40, 40, 40))
    whole = Image.new("RGB", (strips[0].width, sum(strip.height for strip in strips)))
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return whole


def draw(
    bodies: list[Body],
    turn: np.ndarray,
    *,
    width: int = 1320,
    height: int = 460,
    spacing: float = SPACING,
) -> Image.Image:
    """Return a strip of bodies turned by a rotation matrix."""
    middle = 0.5 * spacing * (len(bodies) - 1)
    scene: dict[str, object] = {"type": "scene", "integrator": {"type": "path", "max_depth": 4}}
    span = 0.5 * spacing * len(bodies)
    level = span * height / width - 0.03
    scene["sensor"] = {
        "type": "orthographic",
        "to_world": mi.ScalarTransform4f()
        .look_at(origin=[0, level, 8], target=[0, level, 0], up=[0, 1, 0])
        .scale([span, span, 1]),
        "film": {"type": "hdrfilm", "width": width, "height": height},
        "sampler": {"type": "independent", "sample_count": 24},
    }  # fmt: skip
    scene["sky"] = {"type": "constant", "radiance": {"type": "rgb", "value": [0.35, 0.36, 0.38]}}
    scene["sun"] = {
        "type": "directional", "direction": [-0.6, -0.7, -0.9],
        "irradiance": {"type": "rgb", "value": [1.7, 1.65, 1.6]},
    }  # fmt: skip
    for k, body in enumerate(bodies):
        at = body.mesh.vertices @ turn.T + [k * spacing - middle, 0, 0]
        scene[f"body{k}"] = _mesh(at, body.mesh.triangles)
    image = mi.render(mi.load_dict(scene))
    return Image.fromarray(np.asarray(mi.util.convert_to_bitmap(image)))


def _mesh(vertices: np.ndarray, triangles: np.ndarray) -> object:
    properties = mi.Properties()
    properties["bsdf"] = mi.load_dict(
        {"type": "twosided", "bsdf": {"type": "roughplastic", "alpha": 0.35,
         "diffuse_reflectance": {"type": "rgb", "value": [0.62, 0.47, 0.39]}}}
    )  # fmt: skip
    mesh = mi.Mesh("body", len(vertices), len(triangles), has_vertex_normals=True, props=properties)
    parameters = mi.traverse(mesh)
    parameters["vertex_positions"] = vertices.astype(np.float32).ravel()
    normals = vertex_normals(vertices, triangles)
    parameters["vertex_normals"] = normals.astype(np.float32).ravel()
    parameters["faces"] = triangles.astype(np.uint32).ravel()
    parameters.update()
    return mesh


def main() -> None:
    """Fit, draw and write."""
    mi.set_variant("scalar_rgb")
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    sexes: tuple[Sex, ...] = ("female", "male")
    bodies = [(name, fit_body(who).body) for sex in sexes for name, who in people(sex)]
    image = sheet(bodies)
    image = image.resize((990, round(image.height * 990 / image.width)), Image.Resampling.LANCZOS)
    image.quantize(96, dither=Image.Dither.NONE).save(target, optimize=True)
    print(target, target.stat().st_size)


if __name__ == "__main__":
    main()
