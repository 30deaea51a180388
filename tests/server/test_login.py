"""E-mail login through a mail server that really listens."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import httpx
import pytest
from aiosmtpd.controller import Controller
from pydantic import SecretStr
from sqlalchemy import select, update

from fittingroom.server.ground import Ground
from fittingroom.server.settings import Settings
from fittingroom.store.shoppers import now
from fittingroom.store.tables import LoginCodeRow, LookRow, ShopperRow
from server.conftest import newcomer
from server.test_me import PERSON, agree
from store.rows import job, look

Serve = Callable[[Settings], AbstractContextManager[tuple[str, Ground]]]


class Letterbox:
    def __init__(self) -> None:
        self.letters: list[tuple[list[str], str]] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
        letter = message_from_bytes(envelope.content, policy=default)  # type: ignore[attr-defined]
        body = letter.get_body()
        assert body is not None
        self.letters.append((envelope.rcpt_tos, body.get_content()))  # type: ignore[attr-defined]
        return "250 taken"

    def code(self) -> str:
        found = re.search(r"\d{8}", self.letters[-1][1])
        assert found is not None
        return found.group()


@pytest.fixture
def letterbox() -> Iterator[tuple[Letterbox, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    letters = Letterbox()
    controller = Controller(letters, hostname="127.0.0.1", port=port)
    controller.start()
    yield letters, f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def mailing(
    letterbox: tuple[Letterbox, str], settings: Settings, serve: Serve
) -> Iterator[tuple[str, Ground, Letterbox]]:
    letters, url = letterbox
    with serve(settings.model_copy(update={"smtp_url": SecretStr(url)})) as (address, ground):
        yield address, ground, letters


def log_in(client: httpx.Client, letters: Letterbox, email: str) -> dict[str, object]:
    assert client.post("/api/me/email", json={"email": email}).status_code == 202
    told = {"email": email, "code": letters.code()}
    me = client.post("/api/me/login", json=told).raise_for_status().json()
    client.headers["X-CSRF-Token"] = me["csrf"]
    return dict(me)


def test_a_code_leads_to_ones_own_things_from_another_browser(
    mailing: tuple[str, Ground, Letterbox],
) -> None:
    address, _, letters = mailing
    with newcomer(address) as laptop, newcomer(address) as phone:
        assert laptop.get("/api/me").json()["email_login"] is True
        agree(laptop)
        laptop.put("/api/me/person", json=PERSON)
        before = laptop.cookies["fittingroom"]
        assert log_in(laptop, letters, "Ann@Example.org")["email"] == "ann@example.org"
        assert laptop.cookies["fittingroom"] != before  # a new visit: nobody planted this cookie
        assert letters.letters[-1][0] == ["ann@example.org"]
        assert log_in(phone, letters, " ann@example.org ")["person"] == PERSON

        laptop.delete("/api/me").raise_for_status()
        assert phone.get("/api/me").json()["person"] is None


def test_what_a_visit_made_goes_with_the_login(mailing: tuple[str, Ground, Letterbox]) -> None:
    address, ground, letters = mailing
    with newcomer(address) as laptop, newcomer(address) as phone:
        agree(laptop)
        laptop.put("/api/me/person", json=PERSON)
        log_in(laptop, letters, "ann@example.org")
        agree(phone)
        phone.put("/api/me/person", json=PERSON | {"weight_kg": 63})
        with ground.database.write() as session:
            known = session.scalars(select(ShopperRow).where(ShopperRow.email_digest != "")).one()
            visitor = session.scalars(select(ShopperRow).where(ShopperRow.id != known.id)).one()
            session.add_all(job(ground, key) for key in ("both", "new"))
            session.flush()
            session.add(look(ground, "old", known.id, "both"))
            session.add(look(ground, "same", visitor.id, "both"))
            session.add(look(ground, "new", visitor.id, "new"))
        me = log_in(phone, letters, "ann@example.org")
        assert me["person"] == PERSON | {"weight_kg": 63}
        with ground.database.read() as session:
            assert session.scalars(select(ShopperRow.id)).all() == [known.id]
            rows = session.execute(select(LookRow.id, LookRow.shopper_id).order_by(LookRow.id))
            assert [tuple(row) for row in rows] == [("new", known.id), ("old", known.id)]
        assert laptop.get("/api/me").json()["person"] == PERSON | {"weight_kg": 63}


def test_two_addresses_are_two_shoppers(mailing: tuple[str, Ground, Letterbox]) -> None:
    address, _, letters = mailing
    with newcomer(address) as client:
        log_in(client, letters, "ann@example.org")
        agree(client)
        client.put("/api/me/person", json=PERSON)
        assert log_in(client, letters, "bob@example.org")["person"] is None
        assert log_in(client, letters, "ann@example.org")["person"] == PERSON


def test_a_code_is_guessed_five_times_and_no_more(mailing: tuple[str, Ground, Letterbox]) -> None:
    address, _, letters = mailing
    with newcomer(address) as client:
        client.post("/api/me/email", json={"email": "ann@example.org"})
        right = {"email": "ann@example.org", "code": letters.code()}
        wrong = right | {"code": f"{(int(right['code']) + 1) % 10**8:08d}"}
        for _ in range(5):
            assert client.post("/api/me/login", json=wrong).status_code == 422
        assert client.post("/api/me/login", json=right).status_code == 422


def test_a_code_works_once_for_its_own_address_and_ten_minutes(
    mailing: tuple[str, Ground, Letterbox],
) -> None:
    address, ground, letters = mailing
    with newcomer(address) as client:
        client.post("/api/me/email", json={"email": "ann@example.org"})
        right = {"email": "ann@example.org", "code": letters.code()}
        other = client.post("/api/me/login", json=right | {"email": "bob@example.org"})
        assert other.status_code == 422
        me = client.post("/api/me/login", json=right).raise_for_status().json()
        client.headers["X-CSRF-Token"] = me["csrf"]
        assert client.post("/api/me/login", json=right).status_code == 422

        client.post("/api/me/email", json={"email": "ann@example.org"})
        with ground.database.write() as session:
            session.execute(update(LoginCodeRow).values(until=now() - timedelta(seconds=1)))
        late = {"email": "ann@example.org", "code": letters.code()}
        assert client.post("/api/me/login", json=late).status_code == 422


@pytest.mark.parametrize(
    "email",
    ["ann", "ann@x", "a b@example.org", "ann@example.org\r\nBcc: bob@example.org", "@x.org"],
)
def test_what_is_no_address_gets_no_mail(
    mailing: tuple[str, Ground, Letterbox], email: str
) -> None:
    address, _, letters = mailing
    with newcomer(address) as client:
        assert client.post("/api/me/email", json={"email": email}).status_code == 422
    assert letters.letters == []


def test_nothing_readable_of_an_address_or_code_is_kept(
    mailing: tuple[str, Ground, Letterbox], settings: Settings
) -> None:
    address, _, letters = mailing
    with newcomer(address) as client:
        log_in(client, letters, "ann@example.org")
        client.post("/api/me/email", json={"email": "ann@example.org"})
    kept = b"".join(path.read_bytes() for path in settings.folder.rglob("*") if path.is_file())
    assert b"ann@example" not in kept and letters.code().encode() not in kept


def test_a_dead_mail_server_is_told_plainly(settings: Settings, serve: Serve) -> None:
    dead = settings.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:1")})
    with serve(dead) as (address, _), newcomer(address) as client:
        answer = client.post("/api/me/email", json={"email": "ann@example.org"})
        assert answer.status_code == 502 and answer.json()["title"] == "NotSent"


def test_without_a_mail_server_there_is_no_login(client: httpx.Client) -> None:
    assert client.get("/api/me").json()["email_login"] is False
    assert client.post("/api/me/email", json={"email": "ann@example.org"}).status_code == 404
