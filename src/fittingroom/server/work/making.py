"""The look maker: an order in, files and what is told of them out."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import Any

from fittingroom.body.body import Body
from fittingroom.body.making import make_body
from fittingroom.body.poses import POSES
from fittingroom.body.posing import pose_body
from fittingroom.drape.options import DrapeOptions
from fittingroom.errors import UnknownName
from fittingroom.person.person import Person
from fittingroom.person.reading import read_person
from fittingroom.progress import Progress, Work
from fittingroom.server.work.garments import garment_of
from fittingroom.server.work.order import Order
from fittingroom.server.work.result import fits_json, worn_made
from fittingroom.show.gltf import to_glb
from fittingroom.show.images import Pixels, encoded
from fittingroom.show.look import Look
from fittingroom.show.moving_look import moving_glb_steps
from fittingroom.show.outfit_look import OutfitLook
from fittingroom.show.outfit_saving import outfit_parts, outfit_to_glb
from fittingroom.show.rendering import VIEWS, RenderOptions, dressed, picture_of
from fittingroom.show.report_html import report
from fittingroom.show.skin import skin_texture
from fittingroom.show.usdz import outfit_to_usdz, to_usdz
from fittingroom.tryon import TryOnOptions, try_on_outfit_steps, try_on_steps

_BODIES = 8  # kept by a worker, with their person: about 2 MB each
_LOOKS = 4  # kept by a worker, for extras and movements asked for later: about 20 MB each
SECONDS = 60.0  # [s] the drape itself may take

Dressed = Look | OutfitLook


@dataclass(frozen=True, slots=True)
class Made:
    """A look that is made.

    Args:
        files: content by name.
        worn: `wire.looks.Worn` of each garment, as plain data.
    """

    files: Mapping[str, bytes]
    worn: list[dict[str, Any]]


class LookMaker:
    """Makes looks one after the other and remembers the last ones.

    Args:
        seconds: a drape may take [s].
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._kept: dict[str, Dressed] = {}

    def make_steps(self, order: Order) -> Work[Made]:
        """Make an order, telling how far it is.

        Raises:
            FittingRoomError: an order that can't be made, with the reason.
        """
        look = self._kept.get(order.worn)
        if look is None:
            person, body = _posed(json.dumps(dict(order.person), sort_keys=True), order.pose)
            # takes 0.9 s, once for a body: done by the time the garment hangs
            paint = Thread(target=skin_texture, args=(body,), name="skin", daemon=True)
            paint.start()
            look = yield from _dress(order, person, body, self._seconds)
            paint.join()
            self._keep(order.worn, look)
        files = yield from _files(look, order)
        return Made(files, [worn_made(one).model_dump(mode="json") for one in _each(look)])

    def _keep(self, worn: str, look: Dressed) -> None:
        while len(self._kept) >= _LOOKS:
            del self._kept[next(iter(self._kept))]
        self._kept[worn] = look


def _dress(order: Order, person: Person, body: Body, seconds: float) -> Work[Dressed]:
    drape = DrapeOptions(vertices=order.vertices, seconds=seconds)
    options = TryOnOptions(drape=drape)
    wear = [(garment_of(item.garment, item.fabric), item.size) for item in order.items]
    if len(wear) == 1:
        garment, size = wear[0]
        return (yield from try_on_steps(person, garment, size=size, body=body, options=options))
    return (yield from try_on_outfit_steps(person, wear, body=body, options=options))


@lru_cache(maxsize=_BODIES)
def _posed(person: str, pose: str) -> tuple[Person, Body]:
    if pose not in POSES:
        raise UnknownName("pose", pose, POSES)
    who, body = _person_and_body(person)
    # the drape pose of a wide person holds the arms farther out than "a"
    return who, body if pose == "a" else pose_body(body, POSES[pose])


@lru_cache(maxsize=_BODIES)
def _person_and_body(text: str) -> tuple[Person, Body]:
    person = read_person(json.loads(text))
    return person, make_body(person)


def _each(look: Dressed) -> tuple[Look, ...]:
    return look.looks if isinstance(look, OutfitLook) else (look,)


def _files(look: Dressed, order: Order) -> Work[dict[str, bytes]]:
    files = {"fit.json": fits_json(_each(look))}
    if order.motion is not None and isinstance(look, Look):
        files["look.glb"], _ = yield from moving_glb_steps(look, order.motion)
    else:
        yield Progress("write the 3D file", 0.0)
        files["look.glb"] = outfit_to_glb(look) if isinstance(look, OutfitLook) else to_glb(look)
    if "usdz" in order.extras:
        yield Progress("write the AR file", 0.0)
        files["look.usdz"] = _usdz(look)
    taken: dict[str, Pixels] = {}
    if "pictures" in order.extras:
        taken = yield from _pictures(look)
        files |= {f"{view}.png": encoded(picture) for view, picture in taken.items()}
    if "report" in order.extras and isinstance(look, Look):
        yield Progress("write the report", 0.0)
        model = None if order.motion else files["look.glb"]
        files["report.html"] = report(look, pictures=taken, model=model).encode()
    return files


def _usdz(look: Dressed) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "look.usdz"
        if isinstance(look, OutfitLook):
            return outfit_to_usdz(look, path).read_bytes()
        return to_usdz(look, path).read_bytes()


def _pictures(look: Dressed) -> Work[dict[str, Pixels]]:
    options = RenderOptions()
    parts = outfit_parts(look) if isinstance(look, OutfitLook) else dressed(look)
    taken: dict[str, Pixels] = {}
    for number, view in enumerate(VIEWS):
        yield Progress(f"picture: {view}", number / len(VIEWS))
        taken[view] = picture_of(parts, view, options)
    return taken
