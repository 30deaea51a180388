"""Every file of a look, one after the other, telling how far it is."""

from __future__ import annotations

from pathlib import Path

from fittingroom.errors import InvalidInput
from fittingroom.progress import Progress, Work
from fittingroom.show.gltf import to_glb
from fittingroom.show.heat import REPORTED, Quantity
from fittingroom.show.heat_map import map_of
from fittingroom.show.images import Pixels, encoded
from fittingroom.show.look import Look
from fittingroom.show.rendering import VIEWS, RenderOptions, dressed, picture_of, render
from fittingroom.show.report_html import report
from fittingroom.show.usdz import to_usdz
from fittingroom.show.writing import write_whole

SUFFIXES = (".glb", ".usdz", ".png", ".html")


def picture_steps(
    look: Look,
    *,
    heat: tuple[Quantity, ...] = REPORTED,
    options: RenderOptions | None = None,
) -> Work[dict[str, Pixels]]:
    """Render every picture of a look: "front", "side", "back", "heat_ease", "heat_strain", …

    Args:
        look: who wears what.
        heat: what heat maps show.
        options: of the pictures.
    """
    chosen = options or RenderOptions()
    parts = dressed(look, skin_tone=chosen.skin_tone)
    made: dict[str, Pixels] = {}
    count = len(VIEWS) + len(heat)
    for view in VIEWS:
        yield Progress(f"picture: {view}", len(made) / count)
        made[view] = picture_of(parts, view, chosen)
    for quantity in heat:
        yield Progress(f"picture: {quantity}", len(made) / count)
        made[f"heat_{quantity}"] = map_of(parts, look.drape, quantity, "front", chosen)
    return made


def save_look_steps(
    look: Look,
    folder: Path,
    *,
    pictures: bool = True,
    heat: tuple[Quantity, ...] = REPORTED,
    options: RenderOptions | None = None,
) -> Work[dict[str, Path]]:
    """Write every file of a look into `folder`; the work's result is each file's path by name.

    Args:
        look: who wears what.
        folder: made where missing.
        pictures: render pictures too, the slow part.
        heat: what heat maps show.
        options: of the pictures.

    Raises:
        ViewerMissing: the report's viewer has not been built.
    """
    yield Progress("write 3D files", 0.0)
    model = to_glb(look)
    made = {"look.glb": write_whole(folder / "look.glb", model)}
    made["look.usdz"] = to_usdz(look, folder / "look.usdz")
    taken: dict[str, Pixels] = {}
    if pictures:
        taken = yield from picture_steps(look, heat=heat, options=options)
    for name, picture in taken.items():
        made[f"{name}.png"] = write_whole(folder / f"{name}.png", encoded(picture))
    yield Progress("write the report", 0.0)
    page = report(look, pictures=taken, model=model)
    made["report.html"] = write_whole(folder / "report.html", page.encode())
    return made


def save_look(look: Look, path: Path) -> Path:
    """Write a look as the one file that `path`'s suffix names: .glb, .usdz, .png or .html.

    Raises:
        InvalidInput: another suffix.
    """
    if path.suffix == ".glb":
        return write_whole(path, to_glb(look))
    if path.suffix == ".usdz":
        return to_usdz(look, path)
    if path.suffix == ".png":
        return write_whole(path, encoded(render(look)))
    if path.suffix == ".html":
        return write_whole(path, report(look).encode())
    raise InvalidInput(
        f"a look can't be saved as '{path.name}': end the name in {', '.join(SUFFIXES)}",
        field="path",
        value=str(path),
        allowed=", ".join(SUFFIXES),
    )
