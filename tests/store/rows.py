"""Rows that tests keep."""

from __future__ import annotations

from fittingroom.server.ground import Ground
from fittingroom.store.shoppers import now
from fittingroom.store.tables import JobRow, LookRow


def job(ground: Ground, key: str, *, state: str = "done") -> JobRow:
    return JobRow(
        key=key,
        sealed_request=ground.keyring.seal_json({"of": key}, "job.sealed_request", key),
        state=state,
        ahead=False,
        attempts=1,
        made=now(),
        changed=now(),
    )


def look(ground: Ground, identity: str, shopper_id: str, key: str) -> LookRow:
    return LookRow(
        id=identity,
        shopper_id=shopper_id,
        job_key=key,
        sealed_request=ground.keyring.seal_json({"size": "M"}, "look.sealed_request", identity),
        at=now(),
    )
