"""Feedback in the store: sealed, one row for one thing said, under names that lead nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from fittingroom.errors import ConsentMissing, TooMuch
from fittingroom.server.ground import KEY_FILE, Ground
from fittingroom.server.settings import Settings
from fittingroom.store import feedback
from fittingroom.store.erasing import erase_customer, erase_feedback, take_back
from fittingroom.store.feedback import all_feedback, feedback_of, keep_feedback, keep_order
from fittingroom.store.key_file import key_file
from fittingroom.store.keyring import Keyring
from fittingroom.store.logins import log_in
from fittingroom.store.retention import purge
from fittingroom.store.rotating import rotate
from fittingroom.store.shoppers import find_shopper, keep_person, now, record_consent
from fittingroom.store.tables import FeedbackRow

PERSON = {"sex": "female", "height_cm": 168.37}
KEPT = {"garment": "classic-tee", "size": "M", "outcome": "kept"}
ORDER = {"order": "A-17", "customer": "4711", **KEPT}


def say(ground: Ground, shopper: str, **said: object) -> str:
    with ground.database.write() as session:
        record_consent(session, shopper, "feedback", granted=True)
        return keep_feedback(session, ground.keyring, shopper, KEPT | said).id


def said_by(ground: Ground, shopper: str) -> list[dict[str, object]]:
    with ground.database.read() as session:
        return [said for _, said in feedback_of(session, ground.keyring, shopper)]


def test_feedback_needs_its_own_consent_and_goes_with_it(ground: Ground) -> None:
    with ground.database.write() as session:
        record_consent(session, "ann", "body", granted=True)
        with pytest.raises(ConsentMissing, match="feedback"):
            keep_feedback(session, ground.keyring, "ann", KEPT)
    say(ground, "ann")
    say(ground, "bob")
    assert take_back(ground.database, ground.files, "ann", "feedback")["feedback"] == 1
    assert said_by(ground, "ann") == [] and said_by(ground, "bob") == [KEPT]
    with ground.database.read() as session:
        assert find_shopper(session, "ann") is not None


def test_said_again_it_replaces_what_was_said(ground: Ground) -> None:
    first = say(ground, "ann")
    assert say(ground, "ann", outcome="returned", reason="too_small") == first
    assert say(ground, "ann", size="L") != first and say(ground, "bob") != first
    assert len(said_by(ground, "ann")) == 2
    assert KEPT | {"outcome": "returned", "reason": "too_small"} in said_by(ground, "ann")


def test_the_same_said_at_the_same_moment_is_one_row(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = say(ground, "ann")
    look, seen = feedback._row_about, list[str]()

    def too_late(session: Session, about: str) -> FeedbackRow | None:
        seen.append(about)
        return None if len(seen) == 1 else look(session, about)

    monkeypatch.setattr(feedback, "_row_about", too_late)
    assert say(ground, "ann", rating=7) == first
    assert said_by(ground, "ann") == [KEPT | {"rating": 7}]


def test_what_is_said_is_sealed_to_its_row(ground: Ground) -> None:
    identity = say(ground, "ann")
    with ground.database.read() as session:
        row = session.get_one(FeedbackRow, identity)
        assert b"classic-tee" not in row.sealed_said and "ann" not in row.about_digest
        assert ground.keyring.open_json(row.sealed_said, feedback.SAID, identity) == KEPT


def test_one_feedback_is_erased_by_its_owner_alone(ground: Ground) -> None:
    identity = say(ground, "ann")
    assert erase_feedback(ground.database, ground.files, "bob", identity)["feedback"] == 0
    assert erase_feedback(ground.database, ground.files, "ann", identity)["feedback"] == 1


def test_only_so_many_are_kept(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "MOST", 2)
    say(ground, "ann")
    say(ground, "ann", size="L")
    say(ground, "ann", outcome="returned")  # instead of the first
    with pytest.raises(TooMuch):
        say(ground, "ann", size="S")


def test_a_login_takes_feedback_along_and_the_newer_word_holds(ground: Ground) -> None:
    say(ground, "known", rating=3)
    say(ground, "known", size="S")
    with ground.database.write() as session:
        log_in(session, ground.keyring, "known", "ann@example.org")
    say(ground, "visitor", rating=9)
    with ground.database.write() as session:
        assert log_in(session, ground.keyring, "visitor", "ann@example.org") == "known"
    assert sorted(said["size"] for said in said_by(ground, "known")) == ["M", "S"]
    assert KEPT | {"rating": 9} in said_by(ground, "known") and said_by(ground, "visitor") == []
    say(ground, "known", rating=10)
    assert len(said_by(ground, "known")) == 2


def test_learning_gets_names_that_lead_nowhere(ground: Ground) -> None:
    with ground.database.write() as session:
        record_consent(session, "ann", "body", granted=True)
        keep_person(session, ground.keyring, "ann", PERSON)
        keep_order(session, ground.keyring, ORDER, now())
    say(ground, "ann")
    say(ground, "ann", size="L")
    with ground.database.read() as session:
        rows = list(all_feedback(session, ground.keyring))
    by_shop, *by_ann = rows
    assert by_shop.person is None and by_shop.said == KEPT
    assert [one.person for one in by_ann] == [PERSON, PERSON]
    assert by_ann[0].wearer == by_ann[1].wearer != by_shop.wearer
    assert not {"ann", "4711", "A-17"} & {str(one.wearer) for one in rows}
    with ground.database.read() as session:
        held = [row.sealed_said for row in session.scalars(select(FeedbackRow))]
    assert not [sealed for sealed in held if b"4711" in sealed or b"A-17" in sealed]


def test_a_line_told_again_replaces_itself_and_a_customer_can_be_forgotten(ground: Ground) -> None:
    with ground.database.write() as session:
        first = keep_order(session, ground.keyring, ORDER, now()).id
        back = ORDER | {"outcome": "returned", "reason": "too_large"}
        assert keep_order(session, ground.keyring, back, now()).id == first
        keep_order(session, ground.keyring, ORDER | {"order": "A-18", "customer": "12"}, now())
    say(ground, "4711")  # a shopper of the same name is somebody else
    digest = feedback.customer_of(ground.keyring, "4711")
    assert erase_customer(ground.database, ground.files, digest)["feedback"] == 1
    with ground.database.read() as session:
        assert len(list(all_feedback(session, ground.keyring))) == 2


def test_the_shops_lines_have_their_time(ground: Ground) -> None:
    say(ground, "ann")
    with ground.database.write() as session:
        keep_order(session, ground.keyring, ORDER, now() - timedelta(days=11))
        keep_order(session, ground.keyring, ORDER | {"order": "B"}, now() - timedelta(days=9))
        session.execute(
            update(FeedbackRow)
            .where(FeedbackRow.shopper_id == "ann")
            .values(at=now() - timedelta(days=50))
        )
    purge(ground.database, ground.files, days=90)
    with ground.database.read() as session:
        assert len(list(all_feedback(session, ground.keyring))) == 3
    purge(ground.database, ground.files, days=90, feedback_days=10)
    with ground.database.read() as session:
        left = list(all_feedback(session, ground.keyring))
    assert len(left) == 2 and len(said_by(ground, "ann")) == 1


def test_feedback_follows_a_change_of_keys(ground: Ground, settings: Settings) -> None:
    path = settings.folder / KEY_FILE
    say(ground, "ann")
    with ground.database.write() as session:
        keep_order(session, ground.keyring, ORDER, now())
    done = rotate(path, ground.database, ground.keyring, ground.files)
    assert done[feedback.SAID] == 2
    held = key_file(path)()
    only_new = Keyring(lambda: replace(held, keys=held.keys[-1:]))
    with ground.database.read() as session:
        assert [one.said for one in all_feedback(session, only_new)] == [KEPT, KEPT]
    assert say(ground, "ann", rating=5) and len(said_by(ground, "ann")) == 1
