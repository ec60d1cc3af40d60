"""what is told of gaps, for one timeline per gap"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.migrations import district_table

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _table(
        "gap_step",
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("of_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        *_told(),
        key=("gap_id", "kind", "of_id", "number"),
    )
    _table(
        "scored_assessment",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        *_told(),
        key=("assessment_id", "number"),
    )
    _table(
        "coach",
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        key=("coach_id",),
    )
    _table(
        "gap_news",
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        key=("gap_id",),
    )
    op.create_index("ix_gap_news_position", "gap_news", ["generation", "district_id", "position"], unique=False)


def _told() -> list[sa.Column[object]]:
    """When it was told, and what."""
    return [
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trace_id", sa.Text(), nullable=True),
        sa.Column("said", JSONB(), nullable=False),
    ]


def _table(name: str, *columns: sa.Column[object], key: tuple[str, ...]) -> None:
    op.create_table(
        name,
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("generation", "district_id", *key, name=op.f(f"pk_{name}")),
    )
    district_table(op, "dashboards", name, app="select")
