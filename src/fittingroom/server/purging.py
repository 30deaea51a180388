"""Forget what has had its time, as the settings say."""

from __future__ import annotations

from fittingroom.server.ground import Ground
from fittingroom.store.retention import purge


def purge_all(ground: Ground) -> int:
    """Forget whatever is over; returns how many shoppers."""
    settings = ground.settings
    return purge(
        ground.database,
        ground.files,
        days=settings.retention_days,
        feedback_days=settings.feedback_days,
    )
