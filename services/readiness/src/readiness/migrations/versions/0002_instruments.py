"""instruments"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, platform_table

revision = "0002"
down_revision = "0001"

# What answers name never changes, whatever a program asks: a use case refuses, and where one forgot to, this does.
_KEEP = """
create function keep_published_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'version % of instrument % was published and stays', old.version, old.instrument_id;
  end if;
  if (new.instrument_id, new.version, new.content, new.content_hash, new.published_at, new.published_by)
      is distinct from
      (old.instrument_id, old.version, old.content, old.content_hash, old.published_at, old.published_by)
      or new.state = 'draft' then
    raise exception 'version % of instrument % was published and never changes', old.version, old.instrument_id;
  end if;
  return new;
end
$$
"""
_TRIGGER = """
create trigger keep_published_version before update or delete on instrument_version
for each row when (old.state <> 'draft') execute function keep_published_version()
"""


def upgrade() -> None:
    op.create_table(
        "instrument",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("origin_instrument_id", sa.Uuid(), nullable=True),
        sa.Column("origin_version", sa.BigInteger(), nullable=True),
        sa.Column(
            "adopted", sa.Boolean(), nullable=False, comment="taken from its origin as it was, and not to adapt it"
        ),
        sa.Column(
            "revision",
            sa.BigInteger(),
            nullable=False,
            comment="counts the changes of all versions, so that no ETag comes twice",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "instrument_id", name=op.f("pk_instrument")),
    )
    op.create_index(
        op.f("ix_instrument_district_id_origin_instrument_id_origin_version"),
        "instrument",
        ["district_id", "origin_instrument_id", "origin_version"],
        unique=True,
        postgresql_where=sa.text("adopted"),
    )
    op.create_table(
        "instrument_version",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=True, comment="SHA-256 of the content; none: a draft"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Text(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "instrument_id"],
            ["instrument.district_id", "instrument.instrument_id"],
            name=op.f("fk_instrument_version_district_id_instrument_id_instrument"),
        ),
        sa.PrimaryKeyConstraint("district_id", "instrument_id", "version", name=op.f("pk_instrument_version")),
    )
    op.create_index(
        "ix_instrument_version_draft",
        "instrument_version",
        ["district_id", "instrument_id"],
        unique=True,
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.execute(_KEEP)
    op.execute(_TRIGGER)
    op.create_table(
        "offered_version",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_offered_version")),
        sa.UniqueConstraint(
            "owner_id", "instrument_id", "version", name=op.f("uq_offered_version_owner_id_instrument_id_version")
        ),
    )
    district_table(op, "readiness", "instrument")
    district_table(op, "readiness", "instrument_version")
    platform_table(op, "readiness", "offered_version", app="select, insert, delete")
