"""The SQL tables. What is said of a person is in no column but `sealed` ones.

shopper ─┬─ consent            what they agreed to, each answer kept
         ├─ sealed person, photo (encrypted)
         ├─ look ──► job ──► file    a look asks for a job; equal jobs are one
         └─ feedback           what they kept or sent back, and why
share ──► look                 a link that shows one look
feedback                       also of the shop's customers, from its orders and returns
login_code, api_key, garment   e-mail login, the shop's keys, the shop's own garments
tally                          how many were erased, and nothing else of them
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime, ForeignKey, Index, LargeBinary, MetaData, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

IDENTITY = 32  # characters of an id: a UUID in hexadecimal
DIGEST = 64  # characters of an HMAC-SHA256 in hexadecimal

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A UTC time that comes back with its zone, also from SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back the zone that SQLite forgets."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


class Table(DeclarativeBase):
    """The root of the tables."""

    metadata = MetaData(naming_convention=NAMING)


class ShopperRow(Table):
    """A shopper, known by the id in their signed cookie."""

    __tablename__ = "shopper"

    id: Mapped[str] = mapped_column(String(IDENTITY), primary_key=True)
    made: Mapped[datetime] = mapped_column(Moment)
    seen: Mapped[datetime] = mapped_column(Moment, index=True)
    sealed_person: Mapped[bytes | None] = mapped_column(LargeBinary)
    sealed_photo: Mapped[bytes | None] = mapped_column(LargeBinary)
    sealed_email: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_digest: Mapped[str | None] = mapped_column(String(DIGEST), unique=True)


class ConsentRow(Table):
    """One answer to one question; the newest of a purpose holds."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    shopper_id: Mapped[str] = mapped_column(
        ForeignKey("shopper.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[str] = mapped_column(String(20))
    granted: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Moment)
    text_version: Mapped[str] = mapped_column(String(20))


class JobRow(Table):
    """A drape to be made; `key` is a keyed digest of everything that decides its result."""

    __tablename__ = "job"

    key: Mapped[str] = mapped_column(String(DIGEST), primary_key=True)
    sealed_request: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10))
    ahead: Mapped[bool]
    attempts: Mapped[int]
    made: Mapped[datetime] = mapped_column(Moment)
    changed: Mapped[datetime] = mapped_column(Moment)
    problem: Mapped[str | None]
    sealed_result: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_job_queue", "state", "ahead", "made"),)


class FileRow(Table):
    """A sealed file of a job that is done, in the files' folder under `place`."""

    __tablename__ = "file"

    job_key: Mapped[str] = mapped_column(
        ForeignKey("job.key", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    place: Mapped[str] = mapped_column(String(80))
    bytes: Mapped[int]


class LookRow(Table):
    """A shopper's look; its request is sealed, since a size says something of a body."""

    __tablename__ = "look"

    id: Mapped[str] = mapped_column(String(IDENTITY), primary_key=True)
    shopper_id: Mapped[str] = mapped_column(
        ForeignKey("shopper.id", ondelete="CASCADE"), index=True
    )
    job_key: Mapped[str] = mapped_column(ForeignKey("job.key"), index=True)
    sealed_request: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Moment)
    cancelled: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index("uq_look_shopper_job", "shopper_id", "job_key", unique=True),)


class ShareRow(Table):
    """A link to a look; only a digest of its token is kept."""

    __tablename__ = "share"

    token_digest: Mapped[str] = mapped_column(String(DIGEST), primary_key=True)
    look_id: Mapped[str] = mapped_column(ForeignKey("look.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime] = mapped_column(Moment)


class FeedbackRow(Table):
    """What somebody kept or sent back; whose it is, a shopper's or a customer's of the shop.

    `about_digest` is keyed: the same wearer, order, garment and size again replace the row.
    """

    __tablename__ = "feedback"

    id: Mapped[str] = mapped_column(String(IDENTITY), primary_key=True)
    shopper_id: Mapped[str | None] = mapped_column(
        ForeignKey("shopper.id", ondelete="CASCADE"), index=True
    )
    customer_digest: Mapped[str | None] = mapped_column(String(DIGEST), index=True)
    about_digest: Mapped[str] = mapped_column(String(DIGEST), unique=True)
    sealed_said: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class LoginCodeRow(Table):
    """A code sent to an e-mail address, both as digests."""

    __tablename__ = "login_code"

    email_digest: Mapped[str] = mapped_column(String(DIGEST), primary_key=True)
    code_digest: Mapped[str] = mapped_column(String(DIGEST))
    until: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int]


class KeyRow(Table):
    """A shop's API key; only a digest of its secret is kept."""

    __tablename__ = "api_key"

    id: Mapped[str] = mapped_column(String(IDENTITY), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    scopes: Mapped[str] = mapped_column(String(200))
    secret_digest: Mapped[str] = mapped_column(String(DIGEST), unique=True)
    made: Mapped[datetime] = mapped_column(Moment)
    used: Mapped[datetime | None] = mapped_column(Moment)


class GarmentRow(Table):
    """A garment that the shop put into the catalogue, as its document."""

    __tablename__ = "garment"

    ref: Mapped[str] = mapped_column(String(64), primary_key=True)
    document: Mapped[str]
    thumbnail: Mapped[bytes | None] = mapped_column(LargeBinary)
    changed: Mapped[datetime] = mapped_column(Moment)


class TallyRow(Table):
    """A count that says nothing of anybody."""

    __tablename__ = "tally"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    count: Mapped[int]
