"""Every file of a look, one after the other, telling how far it is."""

from __future__ import annotations

from pathlib import Path

from fittingroom.progress import Progress, Work
from fittingroom.show.gltf import to_glb
from fittingroom.show.images import encoded
from fittingroom.show.look import Look
from fittingroom.show.rendering import VIEWS, render
from fittingroom.show.usdz import to_usdz
from fittingroom.show.writing import write_whole


def save_look_steps(look: Look, folder: Path, *, pictures: bool = True) -> Work[dict[str, Path]]:
    """Write every file of a look into `folder`; the work's result is each file's path by name.

    Args:
        look: who wears what.
        folder: made where missing.
        pictures: render pictures too, the slow part.
    """
    made: dict[str, Path] = {}
    yield Progress("write look.glb", 0.0)
    made["look.glb"] = write_whole(folder / "look.glb", to_glb(look))
    yield Progress("write look.usdz", 0.0)
    made["look.usdz"] = to_usdz(look, folder / "look.usdz")
    for step, view in enumerate(VIEWS if pictures else ()):
        yield Progress(f"picture: {view}", step / len(VIEWS))
        name = f"{view}.png"
        made[name] = write_whole(folder / name, encoded(render(look, view)))
    yield Progress("write files", 1.0)
    return made
