"""searches"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, platform_table

revision = "0004"
down_revision = "0003"

SERVICE = "resources"
_TIME = sa.DateTime(timezone=True)
_TEXTS = postgresql.ARRAY(sa.Text())


def upgrade() -> None:
    op.execute("create extension if not exists pg_trgm")
    _search_entry()
    _search_words()
    _framework_item()
    _saved()
    _calendar()
    _fence()


def _search_entry() -> None:
    op.create_table(
        "search_entry",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=False),
        sa.Column("item_kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("grade_bands", _TEXTS, nullable=False),
        sa.Column("licences", _TEXTS, nullable=False, comment="the ids of those that occur in it"),
        sa.Column("adaptable_by", _TEXTS, nullable=False, comment="the audiences that its licences let adapt it"),
        sa.Column("aligned_to", _TEXTS, nullable=False, comment="what it says that it is aligned to"),
        sa.Column("targets", _TEXTS, nullable=False, comment="that, and what is above it in its district's frameworks"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_search_entry")),
    )
    op.create_index(op.f("ix_search_entry_owner_id"), "search_entry", ["owner_id"])


def _search_words() -> None:
    op.create_table(
        "search_words",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.BigInteger(), nullable=False, comment="by which rules they were made of the item"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("stemmer", sa.Text(), nullable=False, comment="english; spanish; simple"),
        sa.Column("lexemes", postgresql.TSVECTOR(), nullable=False, comment="title A, description B, parts C"),
        sa.Column(
            "spelled",
            sa.Text(),
            nullable=False,
            comment="title and description, to be found in spite of a slip of the pen",
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_search_words")),
    )
    op.create_index("ix_search_words_lexemes", "search_words", ["lexemes"], postgresql_using="gin")
    op.create_index(
        "ix_search_words_spelled", "search_words", ["spelled"], postgresql_using="gin",
        postgresql_ops={"spelled": "gin_trgm_ops"},
    )  # fmt: skip


def _framework_item() -> None:
    op.create_table(
        "framework_item",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("district_id", "item_id", name=op.f("pk_framework_item")),
    )


def _saved() -> None:
    op.create_table(
        "saved_search",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False, comment="the person or the client that saved it"),
        sa.Column("asked", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", _TIME, nullable=False),
        sa.Column("looked_at", _TIME, nullable=False, comment="when it was last asked what is new"),
        sa.PrimaryKeyConstraint("district_id", "search_id", name=op.f("pk_saved_search")),
    )
    reader = ["district_id", "reader", "search_id"]
    op.create_index(op.f("ix_saved_search_district_id_reader_search_id"), "saved_search", reader)
    op.create_index(op.f("ix_saved_search_looked_at"), "saved_search", ["looked_at"])
    op.create_table(
        "known_item",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column(
            "search_id", sa.Uuid(), nullable=True, comment="the search that told of it; none: it was seen at saving"
        ),
        sa.Column("told_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("district_id", "reader", "item_id", name=op.f("pk_known_item")),
    )
    told = ["district_id", "search_id", "told_at"]
    op.create_index(op.f("ix_known_item_district_id_search_id_told_at"), "known_item", told)


def _calendar() -> None:
    op.create_table(
        "district_calendar",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_district_calendar")),
    )


# The question of `published_version`, asked once a statement instead of once a row. The worker is no exception: it
# searches for people, as their district.
_TENANT = "nullif(current_setting('app.district_id', true), '')::uuid"
_SEES = f"""
owner_id = {_TENANT} or seen_by = 'anonymous' or (seen_by = 'partner' and owner_id in (
  select case when a.discloser_id = {_TENANT} then a.recipient_id else a.discloser_id end from sharing_agreement a
  where a.state = 'active' and {_TENANT} in (a.discloser_id, a.recipient_id)))
"""


def _fence() -> None:
    op.execute("alter table search_entry enable row level security")
    op.execute("alter table search_entry force row level security")
    op.execute(
        f"create policy party on search_entry to {SERVICE}_app, {SERVICE}_worker using ({_SEES}) "
        f"with check (owner_id = {_TENANT})"
    )
    for role in ("app", "worker"):
        op.execute(f"grant select, insert, update, delete on search_entry to {SERVICE}_{role}")
    platform_table(op, SERVICE, "search_words", app="select, insert, update, delete")
    district_table(op, SERVICE, "framework_item", app="select", worker="select, insert, update")
    district_table(
        op,
        SERVICE,
        "saved_search",
        app="select, insert, delete",
        worker="select, update",
        worker_sees_all=True,
    )
    district_table(op, SERVICE, "known_item", app="select, insert", worker="select, insert")
    platform_table(op, SERVICE, "district_calendar", app="select", worker="select, insert, update")
