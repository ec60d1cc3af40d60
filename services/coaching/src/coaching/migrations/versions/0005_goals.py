"""goals"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0005"
down_revision = "0004"

SERVICE = "coaching"


def upgrade() -> None:
    _goals()
    _indicators()
    _log()
    for table in ("rallying_cry", "goal_version"):
        district_table(op, SERVICE, table, app="select, insert", worker="select")
    for table in ("goal", "indicator"):
        district_table(op, SERVICE, table, app="select, insert, update", worker="select, update", worker_sees_all=True)
    district_table(op, SERVICE, "measurement", app="select, insert", worker="select, insert")
    for table in ("counted_fact", "watched_mastery", "known_item"):
        district_table(op, SERVICE, table, app="select", worker="select, insert, update")


def _id(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable, comment=comment)


def _text(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable, comment=comment)


def _moment(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, comment=comment)


def _day(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=nullable, comment=comment)


def _number(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable, comment=comment)


def _figure(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Numeric(), nullable=True)


def _version() -> sa.Column[Any]:
    return sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False)


def _goals() -> None:
    op.create_table(
        "rallying_cry",
        _id("district_id"),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        _text("words"),
        _moment("set_at"),
        _text("set_by"),
        sa.PrimaryKeyConstraint("district_id", "version", name=op.f("pk_rallying_cry")),
    )
    op.create_table(
        "goal",
        _id("district_id"),
        _id("goal_id"),
        _text("kind", comment="student_achievement; workflow; collaboration; creativity; engagement"),
        _text("words"),
        _text("state", comment="draft; published; reached; closed; dropped"),
        sa.Column(
            "edited", sa.Boolean(), nullable=False, comment="whether something differs from what was published last"
        ),
        _version(),
        _number("published_version", nullable=True, comment="the newest; none of what was never published"),
        _moment("created_at"),
        _text("created_by"),
        _day("ended_on", nullable=True),
        _moment("ended_at", nullable=True),
        _text("ended_by", nullable=True),
        _text("end_words", nullable=True),
        sa.PrimaryKeyConstraint("district_id", "goal_id", name=op.f("pk_goal")),
    )
    op.create_table(
        "goal_version",
        _id("district_id"),
        _id("goal_id"),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        _text("kind"),
        _text("words"),
        sa.Column("indicators", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        _day("due_on"),
        _day("set_on"),
        _moment("set_at"),
        _text("set_by"),
        sa.ForeignKeyConstraint(
            ["district_id", "goal_id"], ["goal.district_id", "goal.goal_id"], name="fk_goal_version"
        ),
        sa.PrimaryKeyConstraint("district_id", "goal_id", "version", name=op.f("pk_goal_version")),
    )


def _indicators() -> None:
    op.create_table(
        "indicator",
        _id("district_id"),
        _id("indicator_id"),
        _id("goal_id"),
        _text("words"),
        _text("direction", comment="up; down"),
        _text("unit", comment="per_cent; count; points"),
        _figure("low"),
        _figure("high"),
        _text("source", comment="entered; survey; computed"),
        sa.Column(
            "measure",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="of a computed one: what is counted",
        ),
        _id("item_id", nullable=True, comment="whose mastery is watched"),
        _id("framework_id", nullable=True, comment="the mastery of whose items is watched"),
        sa.Column("smallest_group", sa.SmallInteger(), nullable=False),
        _figure("baseline_value"),
        _day("baseline_on", nullable=True),
        _figure("target"),
        _day("due_on", nullable=True),
        _version(),
        _day("created_on"),
        _moment("created_at"),
        _text("created_by"),
        _moment("retired_at", nullable=True),
        _day("computed_on", nullable=True, comment="the last day up to which it was computed"),
        sa.ForeignKeyConstraint(
            ["district_id", "goal_id"], ["goal.district_id", "goal.goal_id"], name="fk_indicator_goal"
        ),
        sa.PrimaryKeyConstraint("district_id", "indicator_id", name=op.f("pk_indicator")),
    )
    op.create_index(
        op.f("ix_indicator_district_id_goal_id_indicator_id"), "indicator", ["district_id", "goal_id", "indicator_id"]
    )
    for of in ("item", "framework"):
        op.create_index(
            f"ix_indicator_{of}",
            "indicator",
            ["district_id", f"{of}_id"],
            postgresql_where=sa.text(f"{of}_id is not null"),
        )
    _measurements()


def _measurements() -> None:
    op.create_table(
        "measurement",
        _id("district_id"),
        _id("measurement_id"),
        _id("indicator_id"),
        _day("measured_on"),
        _figure("value"),
        _number("group_size", nullable=True, comment="of how many people it speaks, where of people"),
        sa.Column("void", sa.Boolean(), nullable=False, comment="whether the day has no value after all"),
        _id("corrects", nullable=True),
        _text("words", nullable=True),
        _moment("told_at"),
        _text("told_by"),
        sa.ForeignKeyConstraint(
            ["district_id", "indicator_id"],
            ["indicator.district_id", "indicator.indicator_id"],
            name="fk_measurement_indicator",
        ),
        sa.PrimaryKeyConstraint("district_id", "measurement_id", name=op.f("pk_measurement")),
    )
    op.create_index(
        "ix_measurement_first",
        "measurement",
        ["district_id", "indicator_id", "measured_on"],
        unique=True,
        postgresql_where=sa.text("corrects is null"),
    )
    op.create_index(
        "ix_measurement_corrects",
        "measurement",
        ["district_id", "corrects"],
        unique=True,
        postgresql_where=sa.text("corrects is not null"),
    )
    op.create_index(
        op.f("ix_measurement_district_id_indicator_id_measurement_id"),
        "measurement",
        ["district_id", "indicator_id", "measurement_id"],
    )


def _log() -> None:
    op.create_table(
        "counted_fact",
        _id("district_id"),
        _text("kind", comment="meeting; action; wave; wave_adjusted; pilot_sunset"),
        _id("source_id", comment="the meeting, the action or the pilot"),
        sa.Column("part", sa.BigInteger(), autoincrement=False, nullable=False, comment="of a pilot the wave, else 0"),
        _number("figure", comment="how many it counts for; 0 of what was taken back"),
        _day("happened_on"),
        _number("incarnation"),
        _number("sequence"),
        sa.PrimaryKeyConstraint("district_id", "kind", "source_id", "part", name=op.f("pk_counted_fact")),
    )
    op.create_table(
        "watched_mastery",
        _id("district_id"),
        _id("learner_id"),
        _id("item_id"),
        _moment("mastered_since", nullable=True, comment="none of what is not mastered"),
        _number("incarnation"),
        _number("sequence"),
        sa.PrimaryKeyConstraint("district_id", "learner_id", "item_id", name=op.f("pk_watched_mastery")),
    )
    op.create_index(
        op.f("ix_watched_mastery_district_id_item_id_mastered_since"),
        "watched_mastery",
        ["district_id", "item_id", "mastered_since"],
    )
    op.create_table(
        "known_item",
        _id("district_id"),
        _id("item_id"),
        _id("framework_id"),
        sa.PrimaryKeyConstraint("district_id", "item_id", name=op.f("pk_known_item")),
    )
    op.create_index(op.f("ix_known_item_district_id_framework_id"), "known_item", ["district_id", "framework_id"])
