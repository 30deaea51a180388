"""Everything that is kept of a shopper, as one ZIP that is sent while it is made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from fittingroom.server.ground import Ground
from fittingroom.server.telling import tell_consents
from fittingroom.store.feedback import feedback_of
from fittingroom.store.shoppers import EMAIL, find_shopper, now, person_of, photo_of
from fittingroom.store.tables import ConsentRow, FileRow, JobRow, LookRow, ShareRow

STORED = (".jpg", ".png", ".webp", ".usdz")  # packed already
README = """\
fittingroom: what is kept of you / 我们保存的关于您的全部数据

account.json   your e-mail address, your first and last visit / 电子邮箱、首次与最近一次访问时间
person.json    your measurements as you told them / 您填写的身体尺寸
consents.json  what you agreed to, and when / 您同意过的用途与时间
looks.json     what you tried on and how it sat / 您试穿过的服装与合身结果
feedback.json  what you kept or sent back, and why / 您保留或退回的服装与原因
files/         the 3D models and pictures of it / 试穿的三维模型与图片
photo.jpg      your photo / 您的照片

What isn't here isn't kept. / 这里没有的，我们就没有保存。
"""


class _Outbox:
    """A file that a ZIP is written to and that is emptied into the answer."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._written = 0

    def write(self, part: bytes) -> int:
        """Take a part."""
        self._parts.append(bytes(part))
        self._written += len(part)
        return len(part)

    def tell(self) -> int:
        """Say how much was written."""
        return self._written

    def flush(self) -> None:
        """Do nothing: the answer takes the parts."""

    def close(self) -> None:
        """Do nothing: the answer ends by itself."""

    def empty(self) -> bytes:
        """Give what was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def export(ground: Ground, shopper_id: str) -> Iterator[bytes]:
    """Pack everything that is kept of a shopper; the rows are read before the first byte."""
    with ground.database.read() as session:
        documents = {
            "account": _account(session, ground, shopper_id),
            "person": person_of(session, ground.keyring, shopper_id),
            "consents": _consents(session, shopper_id),
            "looks": _looks(session, ground, shopper_id),
            "feedback": _feedback(session, ground, shopper_id),
        }
        photo = photo_of(session, ground.keyring, shopper_id)
        places = {
            f"files/{look_id}/{name}": place
            for look_id, name, place in session.execute(
                select(LookRow.id, FileRow.name, FileRow.place)
                .join(FileRow, FileRow.job_key == LookRow.job_key)
                .where(LookRow.shopper_id == shopper_id)
            )
        }
    contents = {"README.txt": README.encode()} | {
        f"{name}.json": json.dumps(document, ensure_ascii=False, indent=1).encode()
        for name, document in documents.items()
        if document
    }
    if photo is not None:
        contents["photo.jpg"] = photo
    return _pack(ground, contents, places)


def _pack(
    ground: Ground, contents: Mapping[str, bytes], places: Mapping[str, str]
) -> Iterator[bytes]:
    outbox = _Outbox()
    with ZipFile(outbox, "w") as archive:
        for name, content in contents.items():
            archive.writestr(_entry(name), content)
        for name, place in places.items():
            yield outbox.empty()
            with suppress(FileNotFoundError):  # dropped while the export runs
                archive.writestr(_entry(name), ground.files.read(place))
    yield outbox.empty()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, now().timetuple()[:6])
    entry.compress_type = ZIP_STORED if name.endswith(STORED) else ZIP_DEFLATED
    return entry


def _account(session: Session, ground: Ground, shopper_id: str) -> dict[str, Any]:
    row = find_shopper(session, shopper_id)
    if row is None:
        return {}
    sealed = row.sealed_email
    email = ground.keyring.open(sealed, EMAIL, shopper_id).decode() if sealed else None
    return {"email": email, "made": row.made.isoformat(), "seen": row.seen.isoformat()}


def _consents(session: Session, shopper_id: str) -> dict[str, Any]:
    answers = select(ConsentRow).where(ConsentRow.shopper_id == shopper_id).order_by(ConsentRow.id)
    every = [
        {
            "purpose": row.purpose,
            "granted": row.granted,
            "at": row.at.isoformat(),
            "text_version": row.text_version,
        }
        for row in session.scalars(answers)
    ]
    holds = [consent.model_dump(mode="json") for consent in tell_consents(session, shopper_id)]
    return {"holds": holds, "every_answer": every} if every else {}


def _looks(session: Session, ground: Ground, shopper_id: str) -> list[dict[str, Any]]:
    mine = select(LookRow, JobRow).join(JobRow, JobRow.key == LookRow.job_key)
    keyring = ground.keyring
    return [
        {
            "id": look.id,
            "at": look.at.isoformat(),
            "request": keyring.open_json(look.sealed_request, "look.sealed_request", look.id),
            "state": "cancelled" if look.cancelled else job.state,
            "result": keyring.open_json(job.sealed_result, "job.sealed_result", job.key)
            if job.sealed_result
            else None,
            "shared_until": [
                until.isoformat()
                for until in session.scalars(
                    select(ShareRow.until).where(ShareRow.look_id == look.id)
                )
            ],
        }
        for look, job in session.execute(
            mine.where(LookRow.shopper_id == shopper_id).order_by(LookRow.at)
        )
    ]


def _feedback(session: Session, ground: Ground, shopper_id: str) -> list[dict[str, Any]]:
    return [
        {"id": row.id, "at": row.at.isoformat(), **said}
        for row, said in feedback_of(session, ground.keyring, shopper_id)
    ]
