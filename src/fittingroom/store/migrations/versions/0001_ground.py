"""Lay the tables of the first service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change."""
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_api_key_secret_digest")),
    )
    op.create_table(
        "garment",
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=True),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_garment")),
    )
    op.create_table(
        "job",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sealed_request", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("ahead", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("sealed_result", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_job")),
    )
    op.create_index("ix_job_queue", "job", ["state", "ahead", "made"], unique=False)
    op.create_table(
        "login_code",
        sa.Column("email_digest", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("email_digest", name=op.f("pk_login_code")),
    )
    op.create_table(
        "shopper",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_person", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_photo", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_email", sa.LargeBinary(), nullable=True),
        sa.Column("email_digest", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shopper")),
        sa.UniqueConstraint("email_digest", name=op.f("uq_shopper_email_digest")),
    )
    op.create_index(op.f("ix_shopper_seen"), "shopper", ["seen"], unique=False)
    op.create_table(
        "tally",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tally")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("shopper_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["shopper_id"], ["shopper.id"], name=op.f("fk_consent_shopper_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_shopper_id"), "consent", ["shopper_id"], unique=False)
    op.create_table(
        "file",
        sa.Column("job_key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_key"], ["job.key"], name=op.f("fk_file_job_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_key", "name", name=op.f("pk_file")),
    )
    op.create_table(
        "look",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shopper_id", sa.String(length=32), nullable=False),
        sa.Column("job_key", sa.String(length=64), nullable=False),
        sa.Column("sealed_request", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["job_key"], ["job.key"], name=op.f("fk_look_job_key")),
        sa.ForeignKeyConstraint(
            ["shopper_id"], ["shopper.id"], name=op.f("fk_look_shopper_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
    )
    op.create_index(op.f("ix_look_job_key"), "look", ["job_key"], unique=False)
    op.create_index(op.f("ix_look_shopper_id"), "look", ["shopper_id"], unique=False)
    op.create_index("uq_look_shopper_job", "look", ["shopper_id", "job_key"], unique=True)
    op.create_table(
        "share",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("look_id", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["look_id"], ["look.id"], name=op.f("fk_share_look_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_share")),
    )
    op.create_index(op.f("ix_share_look_id"), "share", ["look_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_index(op.f("ix_share_look_id"), table_name="share")
    op.drop_table("share")
    op.drop_index("uq_look_shopper_job", table_name="look")
    op.drop_index(op.f("ix_look_shopper_id"), table_name="look")
    op.drop_index(op.f("ix_look_job_key"), table_name="look")
    op.drop_table("look")
    op.drop_table("file")
    op.drop_index(op.f("ix_consent_shopper_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_table("tally")
    op.drop_index(op.f("ix_shopper_seen"), table_name="shopper")
    op.drop_table("shopper")
    op.drop_table("login_code")
    op.drop_index("ix_job_queue", table_name="job")
    op.drop_table("job")
    op.drop_table("garment")
    op.drop_table("api_key")
