"""Batches on this machine: every row once, whole, whatever is killed."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fittingroom.batch.job import Job, Outcome, do_job
from fittingroom.batch.local import LocalRunner
from fittingroom.batch.running import MOST_ATTEMPTS, BatchSummary, Runner, drape_batch_steps
from fittingroom.cli.app import run
from fittingroom.progress import Progress, finish

WOMAN = {"sex": "female", "height_cm": 168, "weight_kg": 62}
TEE = Job("tee", WOMAN, "classic-tee", "M", vertices=500)
BAD = Job("bad", WOMAN | {"height_cm": 1}, "classic-tee", "M", vertices=500)


def results(folder: Path) -> dict[str, dict[str, str]]:
    lines = csv.DictReader((folder / "results.csv").read_text().splitlines())
    return {line["id"]: line for line in lines}


def batch(jobs: Sequence[Job], folder: Path, runner: Runner) -> BatchSummary:
    return finish(drape_batch_steps(jobs, folder, runner))


class Here:
    """A runner without processes that counts what it is asked to do."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome, self.asked = outcome, list[str]()

    def outcomes(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        for job in jobs:
            self.asked.append(job.row_id)
            yield replace(self.outcome, row_id=job.row_id)


@pytest.fixture(scope="module")
def draped() -> Outcome:
    return do_job(replace(TEE, model=True))


def test_a_job_gives_its_files(draped: Outcome) -> None:
    assert draped.reason is None
    assert set(draped.files) == {"fit.json", "drape.npz", "look.glb"}
    fit = json.loads(draped.files["fit.json"])
    with np.load(io.BytesIO(draped.files["drape.npz"])) as arrays:
        assert len(arrays["vertices"]) == fit["drape"]["vertices"] == len(arrays["bending"])
        assert arrays["triangles"].max() < len(arrays["vertices"])
        assert 0.5 < arrays["vertices"][:, 1].mean() < 1.6
    assert draped.files["look.glb"][:4] == b"glTF"


def test_a_job_that_is_refused_says_why() -> None:
    outcome = do_job(BAD)
    assert outcome.files == {}
    assert "height_cm" in (outcome.reason or "")


def test_rows_are_kept_whole_and_not_made_again(draped: Outcome, tmp_path: Path) -> None:
    runner, jobs = Here(draped), [replace(TEE, row_id=name) for name in "abc"]
    assert batch(jobs[:2], tmp_path, runner).done == 2
    seen: list[Progress] = []
    summary = finish(drape_batch_steps(jobs, tmp_path, runner), watch=seen.append)
    assert (summary.rows, summary.done, summary.skipped) == (3, 1, 2)
    assert runner.asked == ["a", "b", "c"]
    assert [report.done for report in seen] == [pytest.approx(2 / 3), 1.0]
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "c", "results.csv"}
    assert {line["status"] for line in results(tmp_path).values()} == {"done"}
    for name in "abc":
        assert (tmp_path / name / "fit.json").read_bytes() == draped.files["fit.json"]


def test_a_row_that_is_half_there_or_stale_is_made_again(draped: Outcome, tmp_path: Path) -> None:
    runner, jobs = Here(draped), [replace(TEE, row_id=name) for name in "abc"]
    batch(jobs, tmp_path, runner)
    (tmp_path / "a" / "done.json").write_text("{")  # torn
    (tmp_path / ".making-left").mkdir()  # by a run that was killed
    jobs[1] = replace(jobs[1], person=WOMAN | {"weight_kg": 70})
    runner.asked.clear()
    summary = batch(jobs, tmp_path, runner)
    assert runner.asked == ["a", "b"]
    assert (summary.done, summary.skipped) == (2, 1)
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "c", "results.csv"}


def test_a_failed_row_is_told_and_tried_again(draped: Outcome, tmp_path: Path) -> None:
    failing = Here(Outcome("", reason="torn to pieces, near 'navel'"))
    assert batch([TEE], tmp_path, failing).failed == 1
    assert results(tmp_path)["tee"]["status"] == "failed"
    assert results(tmp_path)["tee"]["reason"] == "torn to pieces, near 'navel'"
    assert not (tmp_path / "tee").exists()
    assert batch([TEE], tmp_path, Here(draped)).done == 1
    assert results(tmp_path)["tee"]["status"] == "done"


def test_what_ended_before_a_stop_is_in_the_results(draped: Outcome, tmp_path: Path) -> None:
    work = drape_batch_steps([replace(TEE, row_id=n) for n in "ab"], tmp_path, Here(draped))
    next(work)
    next(work)
    work.close()
    assert set(results(tmp_path)) == {"a"}


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    """The refused row ends first; then the other worker is in the middle of its drape."""
    runner = LocalRunner(2)
    work = drape_batch_steps([replace(TEE, row_id="long"), BAD], tmp_path, runner)
    next(work)
    report = next(work)
    assert "1 failed" in report.step
    (busy,) = runner.pids
    os.kill(busy, signal.SIGKILL)
    summary = finish(work)
    assert (summary.done, summary.failed, summary.retried) == (1, 1, 1)
    assert results(tmp_path)["long"]["attempts"] == "2"
    assert json.loads((tmp_path / "long" / "fit.json").read_text())["size"] == "M"


def test_a_row_that_kills_every_worker_is_given_up(tmp_path: Path) -> None:
    runner, over = LocalRunner(1), threading.Event()

    def kill() -> None:
        while not over.is_set():
            for pid in runner.pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        summary = batch([TEE], tmp_path, runner)
    finally:
        over.set()
        killer.join()
    assert summary.failed == 1
    line = results(tmp_path)["tee"]
    assert line["attempts"] == str(MOST_ATTEMPTS)
    assert "died" in line["reason"]


def test_stopping_leaves_no_worker_behind() -> None:
    runner = LocalRunner(2)
    work = runner.outcomes([TEE, BAD])
    assert next(work).row_id == "bad"
    (busy,) = runner.pids
    work.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(busy, 0)


def test_the_command_drapes_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ann.json").write_text(json.dumps(WOMAN))
    (tmp_path / "tall.json").write_text(json.dumps(WOMAN | {"height_cm": 300}))
    plan = tmp_path / "plan.csv"
    rows = "x,ann.json,classic-tee,M,500\ny,tall.json,classic-tee,M,500\n"
    plan.write_text("id,person,garment,size,vertices\n" + rows)
    out = tmp_path / "out"
    command = ["drape-batch", "--plan", str(plan), "--out", str(out), "--workers", "1", "--json"]
    assert run(command) == 2  # one row failed
    first = json.loads(capsys.readouterr().out)
    assert (first["done"], first["failed"], first["skipped"]) == (1, 1, 0)
    assert "height" in results(out)["y"]["reason"]
    plan.write_text("id,person,garment,size,vertices\n" + rows.splitlines()[0] + "\n")
    assert run(command) == 0
    second: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (second["done"], second["skipped"]) == (0, 1)
