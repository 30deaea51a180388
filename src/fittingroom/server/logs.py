"""Logs as one JSON object a line, on stderr.

No line holds a measurement, cookie, e-mail address, body or id of a look: requests are told by the
template of their route, errors by their kind and place without their message.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import PurePath

from fittingroom.server.settings import Settings

TOLD = ("address", "method", "route", "status", "ms", "shoppers", "worker", "job_state")
FRAMES = 12  # of an error: the innermost


class JsonFormatter(logging.Formatter):
    """Write a record as JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name in TOLD if (value := record.__dict__.get(name)) is not None}
        if record.exc_info and record.exc_info[1] is not None:
            line |= _told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def begin_logs(settings: Settings) -> None:
    """Send every log of the process to stderr as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for chatty in ("uvicorn.error", "alembic", "PIL", "multipart", "asyncio"):
        logging.getLogger(chatty).setLevel(max(root.level, logging.WARNING))


def _told(error: BaseException) -> dict[str, object]:
    """Return an error's kind and place; its message may quote what a shopper typed."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    where = [f"{PurePath(each.filename).name}:{each.lineno} {each.name}" for each in frames]
    causes: list[str] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and len(causes) < FRAMES:
        causes.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    told: dict[str, object] = {"error": type(error).__name__, "where": where}
    return told | {"because": causes} if causes else told
