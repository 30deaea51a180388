"""An outfit as files: one GLB file of all garments, pictures of the person wearing them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fittingroom.errors import InvalidInput
from fittingroom.progress import Progress, Work
from fittingroom.show._glb import GlbWriter
from fittingroom.show.dressing import body_part, garment_parts
from fittingroom.show.gltf import GENERATOR, Colour, _body, _closed, _garment
from fittingroom.show.gltf_skeleton import add_skeleton
from fittingroom.show.images import encoded
from fittingroom.show.outfit_look import OutfitLook
from fittingroom.show.part import Part
from fittingroom.show.rendering import VIEWS, RenderOptions, picture_of
from fittingroom.show.skin import SKIN_TONE
from fittingroom.show.skinning import cloth_influences
from fittingroom.show.writing import write_whole

SUFFIXES = (".glb", ".png")


def garment_names(worn: OutfitLook) -> tuple[str, ...]:
    """Return a name for each garment: its ref, numbered where it is worn twice."""
    refs = [look.garment.ref for look in worn.looks]
    return tuple(
        ref if refs.count(ref) == 1 else f"{ref}-{refs[: number + 1].count(ref)}"
        for number, ref in enumerate(refs)
    )


def outfit_parts(worn: OutfitLook, *, skin_tone: Colour = SKIN_TONE) -> tuple[Part, ...]:
    """Return body and garments as parts, each material's name with its garment's before it."""
    cloth = (part for parts in named_parts(worn).values() for part in parts)
    return (body_part(worn.body, skin_tone=skin_tone), *cloth)


def named_parts(worn: OutfitLook) -> dict[str, tuple[Part, ...]]:
    """Return each garment's parts by its name, which stands before its materials' names too."""
    return {
        name: tuple(
            replace(part, material=replace(part.material, name=f"{name} {part.material.name}"))
            for part in garment_parts(look)
        )
        for name, look in zip(garment_names(worn), worn.looks, strict=True)
    }


def outfit_to_glb(worn: OutfitLook, *, skin_tone: Colour = SKIN_TONE) -> bytes:
    """Return the person and all garments as a GLB file, textures inside.

    As `to_glb`, with one mesh for each garment, all on one skeleton.

    Args:
        worn: who wears what over what.
        skin_tone: sRGB, 0 to 1.
    """
    writer = GlbWriter(GENERATOR)
    skin = add_skeleton(writer, worn.body)
    nodes = [_body(writer, worn.body, skin, skin_tone)]
    for name, look in zip(garment_names(worn), worn.looks, strict=True):
        nodes.append(_garment(writer, look, skin, cloth_influences(look.drape), name=name))
    return _closed(writer, nodes)


def save_outfit_steps(
    worn: OutfitLook,
    folder: Path,
    *,
    pictures: bool = True,
    options: RenderOptions | None = None,
) -> Work[dict[str, Path]]:
    """Write look.glb and the pictures into `folder`; the result is each file's path by name.

    Args:
        worn: who wears what over what.
        folder: made where missing.
        pictures: render pictures too, the slow part.
        options: of the pictures.
    """
    yield Progress("write the 3D file", 0.0)
    made = {"look.glb": write_whole(folder / "look.glb", outfit_to_glb(worn))}
    if not pictures:
        return made
    chosen = options or RenderOptions()
    parts = outfit_parts(worn, skin_tone=chosen.skin_tone)
    for number, view in enumerate(VIEWS):
        yield Progress(f"picture: {view}", number / len(VIEWS))
        picture = encoded(picture_of(parts, view, chosen))
        made[f"{view}.png"] = write_whole(folder / f"{view}.png", picture)
    return made


def save_outfit(worn: OutfitLook, path: Path) -> Path:
    """Write an outfit as the one file that `path`'s suffix names: .glb or .png (the front).

    Raises:
        InvalidInput: another suffix.
    """
    if path.suffix == ".glb":
        return write_whole(path, outfit_to_glb(worn))
    if path.suffix == ".png":
        return write_whole(path, encoded(picture_of(outfit_parts(worn), "front", RenderOptions())))
    raise InvalidInput(
        f"an outfit can't be saved as '{path.name}': end the name in {', '.join(SUFFIXES)}",
        field="path",
        value=str(path),
        allowed=", ".join(SUFFIXES),
    )
