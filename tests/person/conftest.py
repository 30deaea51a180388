"""The survey's rows, where the data folder is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from fittingroom.arrays import Floats
from fittingroom.person.survey import survey_rows


@pytest.fixture(scope="session")
def survey(survey_data: Path) -> dict[str, Floats]:
    """Return every person of the survey, by sex."""
    rows = {}
    for sex in ("female", "male"):
        with (survey_data / f"ansur2/{sex}.csv").open(encoding="utf-8-sig") as lines:
            rows[sex] = survey_rows(lines, sex)  # type: ignore[arg-type]
    return rows
