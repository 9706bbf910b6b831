"""What is kept: tables in plain SQLAlchemy, with no word of any one database in them.

An item has an id that tells nothing (random letters), times are kept as they were told (naive, ISO 8601), and what stands in
a column of text is one of the codebook's words or the person's own. `forget` relies on the foreign keys: what belongs to a person or
a rupture goes with it.
"""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)

people = Table(
    "people",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("relation", Text, nullable=False, default=""),
)

ruptures = Table(
    "ruptures",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), index=True),
    Column("at", DateTime, nullable=False),
    Column("hour", Integer),  # of `at`, where a time of day was told
    Column("added", DateTime, nullable=False),
    Column("what", Text, nullable=False),
    Column("severity", String(16), nullable=False),
    Column("by_me", Boolean),  # who broke: me, them, or both (null)
    Column("theme", Text, nullable=False, default=""),
    Column("mine", Text, nullable=False, default=""),
    Column("impact", Text, nullable=False, default=""),
    Column("driver", String(24), nullable=False, default=""),
    Column("leave", Boolean, nullable=False, default=False),  # leave it with them: the reason is not kept
    Column("waits", String(16)),  # why one's next step is none (`answers.waits`), kept beside the rows that it follows from
    Column("answered_at", DateTime),  # when they last answered, and when that was a refusal
    Column("refused_at", DateTime),
    Column("closed_as", String(24)),
    Column("closed_at", DateTime),
    Column("source", String(64), unique=True),  # of an imported episode: what tells that it is the same one
    Column("coder", Text, nullable=False, default=""),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("rupture", ForeignKey("ruptures.id", ondelete="CASCADE"), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("by_me", Boolean, nullable=False, default=True),
    Column("text", Text),
    Column("gesture", Text),
    Column("by_gesture", Boolean, nullable=False),
    Column("verdict", String(24)),
    Column("answer", String(24)),
    Column("answered_at", DateTime),
    Column("follow_up", DateTime),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("rupture", ForeignKey("ruptures.id", ondelete="CASCADE"), index=True),
    Column("at", DateTime, nullable=False),
    Column("parts", Text, nullable=False),  # JSON: the Builder's answers as far as they go
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("skill", String(40), nullable=False, index=True),
    Column("item", String(60), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("right", Float, nullable=False),
    Column("rating", Integer, nullable=False),
    CheckConstraint("rating between 1 and 4", name="rating"),
)

cards = Table(
    "cards",
    metadata,
    Column("item", String(60), primary_key=True),
    Column("skill", String(40), nullable=False, index=True),
    Column("due", DateTime, nullable=False, index=True),
    Column("state", Text, nullable=False),  # JSON, as the scheduler keeps it
)

values = Table(
    "values",
    metadata,
    Column("place", Integer, primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", DateTime, nullable=False),
)

# what the answers ask of every row stands in indices, so that they read a few pages and not the whole file
Index(
    "ix_ruptures_open",
    ruptures.c.closed_as,
    ruptures.c.at,
    ruptures.c.id,
    ruptures.c.waits,
    ruptures.c.person,
    ruptures.c.by_me,
    ruptures.c.severity,
)
Index("ix_ruptures_turned", ruptures.c.person, ruptures.c.answered_at, ruptures.c.refused_at)
Index("ix_ruptures_leave", ruptures.c.leave, ruptures.c.closed_as, ruptures.c.person)
Index(
    "ix_ruptures_loads",
    ruptures.c.leave,
    ruptures.c.at,
    ruptures.c.id,
    ruptures.c.closed_as,
    ruptures.c.closed_at,
    ruptures.c.severity,
    ruptures.c.theme,
)
Index("ix_ruptures_causes", ruptures.c.leave, ruptures.c.by_me, ruptures.c.theme, ruptures.c.driver, ruptures.c.person, ruptures.c.hour)
Index("ix_attempts_rupture", attempts.c.rupture)
Index("ix_attempts_follow_up", attempts.c.follow_up, attempts.c.rupture)
Index("ix_attempts_met", attempts.c.by_me, attempts.c.by_gesture, attempts.c.verdict, attempts.c.answer)
Index("ix_reviews_item_at", reviews.c.item, reviews.c.at)
