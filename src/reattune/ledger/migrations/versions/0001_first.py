"""The first form of the ledger. What is written here is never changed: a later form is a file of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "people",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("name", name="uq_people_name"),
    )
    op.create_table(
        "ruptures",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("person", sa.String(16)),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("hour", sa.Integer()),
        sa.Column("added", sa.DateTime(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("by_me", sa.Boolean()),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("mine", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("driver", sa.String(24), nullable=False),
        sa.Column("leave", sa.Boolean(), nullable=False),
        sa.Column("waits", sa.String(16)),
        sa.Column("answered_at", sa.DateTime()),
        sa.Column("refused_at", sa.DateTime()),
        sa.Column("closed_as", sa.String(24)),
        sa.Column("closed_at", sa.DateTime()),
        sa.Column("source", sa.String(64)),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ruptures"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_ruptures_person", ondelete="CASCADE"),
        sa.UniqueConstraint("source", name="uq_ruptures_source"),
    )
    op.create_index("ix_ruptures_person", "ruptures", ["person"])
    op.create_index("ix_ruptures_open", "ruptures", ["closed_as", "at", "id", "waits", "person", "by_me", "severity"])
    op.create_index("ix_ruptures_turned", "ruptures", ["person", "answered_at", "refused_at"])
    op.create_index("ix_ruptures_leave", "ruptures", ["leave", "closed_as", "person"])
    op.create_index("ix_ruptures_loads", "ruptures", ["leave", "at", "id", "closed_as", "closed_at", "severity", "theme"])
    op.create_index("ix_ruptures_causes", "ruptures", ["leave", "by_me", "theme", "driver", "person", "hour"])
    op.create_table(
        "attempts",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("rupture", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_me", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("gesture", sa.Text()),
        sa.Column("by_gesture", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(24)),
        sa.Column("answer", sa.String(24)),
        sa.Column("answered_at", sa.DateTime()),
        sa.Column("follow_up", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.ForeignKeyConstraint(["rupture"], ["ruptures.id"], name="fk_attempts_rupture", ondelete="CASCADE"),
    )
    op.create_index("ix_attempts_rupture", "attempts", ["rupture"])
    op.create_index("ix_attempts_follow_up", "attempts", ["follow_up", "rupture"])
    op.create_index("ix_attempts_met", "attempts", ["by_me", "by_gesture", "verdict", "answer"])
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("rupture", sa.String(16)),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.ForeignKeyConstraint(["rupture"], ["ruptures.id"], name="fk_drafts_rupture", ondelete="CASCADE"),
    )
    op.create_index("ix_drafts_rupture", "drafts", ["rupture"])
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(40), nullable=False),
        sa.Column("item", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("right", sa.Float(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.CheckConstraint("rating between 1 and 4", name="ck_reviews_rating"),
    )
    op.create_index("ix_reviews_skill", "reviews", ["skill"])
    op.create_index("ix_reviews_item_at", "reviews", ["item", "at"])
    op.create_table(
        "cards",
        sa.Column("item", sa.String(60), nullable=False),
        sa.Column("skill", sa.String(40), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("item", name="pk_cards"),
    )
    op.create_index("ix_cards_skill", "cards", ["skill"])
    op.create_index("ix_cards_due", "cards", ["due"])
    op.create_table(
        "values",
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_values"),
    )
