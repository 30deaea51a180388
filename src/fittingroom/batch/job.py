"""One row of a plan and what becomes of it: `Job`, `Outcome`, `do_job`."""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from fittingroom.body.body import Body
from fittingroom.body.making import make_body
from fittingroom.body.poses import POSES
from fittingroom.body.posing import pose_body
from fittingroom.drape.options import DrapeOptions
from fittingroom.errors import FittingRoomError
from fittingroom.fit.wire import fit_json
from fittingroom.garment.catalogue import catalogue
from fittingroom.person.person import Person
from fittingroom.person.reading import read_person
from fittingroom.show.gltf import to_glb
from fittingroom.show.look import Look
from fittingroom.tryon import TryOnOptions, try_on

_FORMAT = 1  # of the files of a row; another one makes finished rows stale
_BODIES = 4  # kept by a worker: a plan's rows of one person often follow each other


@dataclass(frozen=True, slots=True)
class Job:
    """A drape to be made; plain data that travels to another process or machine.

    Args:
        row_id: name of the row and of its folder.
        person: person.json.
        garment: its ref in the catalogue.
        size: a size of its chart, the advised one where None.
        pose: name of a pose, the drape pose where None.
        vertices: of the garment, the default where None.
        model: write look.glb too.
    """

    row_id: str
    person: Mapping[str, Any]
    garment: str
    size: str | None = None
    pose: str | None = None
    vertices: int | None = None
    model: bool = False

    @property
    def fingerprint(self) -> str:
        """A digest of everything that decides the result."""
        asked = [_FORMAT, dict(self.person), self.garment, self.size, self.pose, self.vertices]
        text = json.dumps([*asked, self.model], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    Args:
        row_id: the job's.
        files: content by file name, empty where it failed.
        reason: why it failed, None where it didn't.
        cpu_seconds: processor time of the worker [s].
        attempts: how often it was begun.
    """

    row_id: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    reason: str | None = None
    cpu_seconds: float = 0.0
    attempts: int = 1


def do_job(job: Job) -> Outcome:
    """Drape one row and return its files: fit.json, drape.npz and, if asked for, look.glb."""
    began = time.process_time()
    try:
        files = _files(job, _look(job))
    except FittingRoomError as error:
        return Outcome(job.row_id, reason=str(error), cpu_seconds=time.process_time() - began)
    except Exception as error:  # noqa: BLE001 one row's crash must not end a night's work
        reason = f"our fault: {type(error).__name__}: {error}"
        return Outcome(job.row_id, reason=reason, cpu_seconds=time.process_time() - began)
    return Outcome(job.row_id, files, cpu_seconds=time.process_time() - began)


def _look(job: Job) -> Look:
    person, body = _person_and_body(json.dumps(dict(job.person), sort_keys=True))
    if job.pose is not None:
        body = pose_body(body, POSES[job.pose])
    drape = DrapeOptions() if job.vertices is None else DrapeOptions(vertices=job.vertices)
    options = TryOnOptions(drape=drape)
    return try_on(person, catalogue[job.garment], size=job.size, body=body, options=options)


@lru_cache(maxsize=_BODIES)
def _person_and_body(text: str) -> tuple[Person, Body]:
    person = read_person(json.loads(text))
    return person, make_body(person)


def _files(job: Job, look: Look) -> dict[str, bytes]:
    fit = fit_json(look.drape, look.garment, look.fit, look.advice)
    files = {
        "fit.json": json.dumps(fit, ensure_ascii=False, indent=1).encode(),
        "drape.npz": _arrays(look),
    }
    if job.model:
        files["look.glb"] = to_glb(look)
    return files


def _arrays(look: Look) -> bytes:
    """The drape as compressed arrays, lengths in metres, names as in `Drape`."""
    drape, content = look.drape, io.BytesIO()
    per_vertex = ("vertices", "gap", "pressure", "strain_warp", "strain_weft", "shear", "bending")
    arrays: dict[str, Any] = {name: getattr(drape, name).astype(np.float32) for name in per_vertex}
    arrays["triangles"] = drape.triangles.astype(np.int32)
    arrays["panel"] = drape.panel.astype(np.uint8)
    arrays["pattern_points"] = drape.pattern_points.astype(np.float32)
    np.savez_compressed(content, **arrays)
    return content.getvalue()
