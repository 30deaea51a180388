"""Answer with a file of a look."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request, Response
from sqlalchemy.orm import Session

from fittingroom.errors import NotFound
from fittingroom.server.ground import Ground
from fittingroom.store.tables import FileRow, JobRow

TYPES: Mapping[str, str] = {
    "look.glb": "model/gltf-binary",
    "look.usdz": "model/vnd.usdz+zip",
    "fit.json": "application/json",
    "front.png": "image/png",
    "side.png": "image/png",
    "back.png": "image/png",
    "report.html": "text/html; charset=utf-8",
}
"""The files a look may have."""
# a body's shape isn't left in caches, of this browser or of anything between
_HEADERS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


def file_answer(
    request: Request, session: Session, ground: Ground, job_key: str, name: str
) -> Response:
    """Return a file of a job that is done; 304 where the asker has it.

    Raises:
        NotFound: no such file.
    """
    row = session.get(FileRow, (job_key, name)) if name in TYPES else None
    job = session.get(JobRow, job_key)
    if row is None or job is None or job.state != "done":
        raise NotFound("file")
    tag = '"' + ground.keyring.digest(f"{row.place}:{job.changed}".encode(), "etag")[:32] + '"'
    headers = {**_HEADERS, "ETag": tag}
    if tag in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    try:
        content = ground.files.read(row.place)
    except FileNotFoundError as error:
        raise NotFound("file") from error
    if name == "report.html":  # opened from disk it is a page of its own; here it is a download
        headers["Content-Disposition"] = 'attachment; filename="report.html"'
    return Response(content, media_type=TYPES[name], headers=headers)
