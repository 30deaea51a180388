"""Keep feedback: what was kept, what was sent back, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the change."""
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shopper_id", sa.String(length=32), nullable=True),
        sa.Column("customer_digest", sa.String(length=64), nullable=True),
        sa.Column("about_digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_said", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shopper_id"], ["shopper.id"], name=op.f("fk_feedback_shopper_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("about_digest", name=op.f("uq_feedback_about_digest")),
    )
    op.create_index(op.f("ix_feedback_shopper_id"), "feedback", ["shopper_id"], unique=False)
    op.create_index(
        op.f("ix_feedback_customer_digest"), "feedback", ["customer_digest"], unique=False
    )
    op.create_index(op.f("ix_feedback_at"), "feedback", ["at"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_index(op.f("ix_feedback_at"), table_name="feedback")
    op.drop_index(op.f("ix_feedback_customer_digest"), table_name="feedback")
    op.drop_index(op.f("ix_feedback_shopper_id"), table_name="feedback")
    op.drop_table("feedback")
