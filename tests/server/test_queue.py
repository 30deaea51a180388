"""The queue on both databases, without workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fittingroom.errors import StorageFull, TooMuch
from fittingroom.server.ground import Ground, open_ground
from fittingroom.server.settings import Settings
from fittingroom.server.wire.base import Problem
from fittingroom.server.wire.looks import LookRequest, Wear
from fittingroom.server.work import queue
from fittingroom.server.work.asking import MOST_UNDONE, keep_look
from fittingroom.server.work.order import Item, Order, read_order
from fittingroom.store.files import SealedFiles
from fittingroom.store.migrating import migrate
from fittingroom.store.tables import FileRow, JobRow, LookRow

ANN, BEN = "a" * 32, "b" * 32
EVERYBODY = 99


@pytest.fixture
def ground(tmp_path: Path, database_url: str) -> Iterator[Ground]:
    settings = Settings(data=tmp_path / "data", database_url=database_url)
    with open_ground(settings) as ground:
        migrate(ground.database)
        yield ground


def order(size: str, height: int = 168) -> Order:
    person = {"sex": "female", "height_cm": height}
    item = Item({"ref": "classic-tee"}, size, "single-jersey")
    return Order(person, (item,), "a", None, (), 500)


def ask(ground: Ground, who: str, size: str, height: int = 168, *, ahead: bool = False) -> LookRow:
    wear = [Wear(garment="classic-tee", size=size, fabric="single-jersey")]
    request = LookRequest(wear=wear, extras=[], ahead=ahead)
    with ground.database.write() as session:
        return keep_look(session, ground, who, request, order(size, height))


def state(ground: Ground, look: LookRow) -> str:
    with ground.database.read() as session:
        row = session.get(JobRow, look.job_key)
        return "gone" if row is None else row.state


def test_an_order_is_read_as_it_was_written() -> None:
    assert read_order(order("M").text) == order("M")
    assert order("M").text != order("L").text


def test_equal_orders_are_one_job(ground: Ground) -> None:
    first, again, other = (ask(ground, who, "M") for who in (ANN, ANN, BEN))
    assert first.id == again.id != other.id
    assert first.job_key == other.job_key


def test_what_is_waited_for_goes_before_what_is_made_ahead(ground: Ground) -> None:
    ask(ground, ANN, "S", ahead=True)
    wanted = ask(ground, ANN, "M")
    claimed = queue.claim(ground, {}, EVERYBODY)
    assert claimed is not None and claimed.key == wanted.job_key and claimed.attempt == 1


def test_asking_for_what_is_made_ahead_makes_it_wanted(ground: Ground) -> None:
    ask(ground, ANN, "S", ahead=True)
    assert not queue.someone_waits(ground, {}, EVERYBODY)
    ask(ground, ANN, "S")
    assert queue.someone_waits(ground, {}, EVERYBODY)


def test_who_has_least_at_work_goes_first(ground: Ground) -> None:
    for size in "SML":
        ask(ground, ANN, size)
    bens = ask(ground, BEN, "M", 180)
    claimed = queue.claim(ground, {ANN: 1}, EVERYBODY)
    assert claimed is not None and claimed.key == bens.job_key
    assert queue.claim(ground, {ANN: 1}, 1) is None


def test_a_result_is_kept_whole(ground: Ground) -> None:
    look = ask(ground, ANN, "M")
    queue.claim(ground, {}, EVERYBODY)
    assert queue.finish(ground, look.job_key, {"look.glb": b"model", "fit.json": b"{}"}, [])
    with ground.database.read() as session:
        row = session.get(FileRow, (look.job_key, "look.glb"))
        assert row is not None and ground.files.read(row.place) == b"model"
    assert state(ground, look) == "done"


def test_a_full_disk_keeps_nothing(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    look, write = ask(ground, ANN, "M"), SealedFiles.write
    queue.claim(ground, {}, EVERYBODY)

    def full(files: SealedFiles, place: str, content: bytes) -> int:
        if place.endswith("glb"):
            raise StorageFull("no room")
        return write(files, place, content)

    monkeypatch.setattr(SealedFiles, "write", full)
    with pytest.raises(StorageFull):
        queue.finish(ground, look.job_key, {"fit.json": b"{}", "look.glb": b"model"}, [])
    assert list(ground.files.places()) == []
    assert state(ground, look) == "running"


def test_what_was_erased_meanwhile_is_not_kept(ground: Ground) -> None:
    look = ask(ground, ANN, "M")
    queue.claim(ground, {}, EVERYBODY)
    with ground.database.write() as session:
        session.delete(session.get(LookRow, look.id))
        session.flush()
        session.delete(session.get(JobRow, look.job_key))
    assert not queue.finish(ground, look.job_key, {"look.glb": b"model"}, [])
    assert list(ground.files.places()) == []


def test_a_job_goes_on_while_another_waits_for_it(ground: Ground) -> None:
    anns, bens = ask(ground, ANN, "M"), ask(ground, BEN, "M")
    assert queue.give_up(ground, anns.id) is None
    assert state(ground, bens) == "queued"
    assert queue.give_up(ground, bens.id) == bens.job_key
    assert state(ground, bens) == "cancelled"
    assert queue.claim(ground, {}, EVERYBODY) is None
    ask(ground, ANN, "M")
    assert state(ground, anns) == "queued"


def test_what_ran_when_the_service_ended_is_queued_again(ground: Ground) -> None:
    look = ask(ground, ANN, "M")
    queue.claim(ground, {}, EVERYBODY)
    assert queue.put_back_all(ground) == 1
    again = queue.claim(ground, {}, EVERYBODY)
    assert again is not None and (again.key, again.attempt) == (look.job_key, 1)


def test_why_it_failed_is_sealed(ground: Ground) -> None:
    look = ask(ground, ANN, "M")
    queue.claim(ground, {}, EVERYBODY)
    detail = "a bust of 92 cm"
    problem = Problem(type="urn:fittingroom:DrapeDiverged", title="x", status=422, detail=detail)
    queue.fail(ground, look.job_key, problem)
    with ground.database.read() as session:
        row = session.get(JobRow, look.job_key)
        assert row is not None and row.problem == "urn:fittingroom:DrapeDiverged"
        assert row.sealed_result is not None and b"92 cm" not in row.sealed_result
        assert (
            ground.keyring.open_json(row.sealed_result, queue.RESULT, row.key)["detail"] == detail
        )


def test_a_shopper_has_so_many_on_the_way(ground: Ground) -> None:
    for height in range(150, 150 + MOST_UNDONE):
        ask(ground, ANN, "M", height)
    with pytest.raises(TooMuch):
        ask(ground, ANN, "M", 190)
    ask(ground, ANN, "M", 150)  # what is on its way already may be asked for again
    ask(ground, BEN, "M", 190)
