"""Rallying cries, goals, indicators and measurements; and the log of what was heard that indicators count.

Words that stand, what was published and what was measured are rows that never change.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Numeric, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from coaching.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray, JsonObject


class RallyingCry(Base):
    """The words that a district's goals stand under, in versions: the newest stands."""

    __tablename__ = "rallying_cry"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str]
    set_at: Mapped[datetime]
    set_by: Mapped[str]


class Goal(Base):
    """A goal as it is being written. What was published of it is in its versions."""

    __tablename__ = "goal"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    goal_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(comment="student_achievement; workflow; collaboration; creativity; engagement")
    words: Mapped[str]
    state: Mapped[str] = mapped_column(comment="draft; published; reached; closed; dropped")
    edited: Mapped[bool] = mapped_column(comment="whether something differs from what was published last")
    version: Mapped[int] = mapped_column(server_default=text("1"))
    published_version: Mapped[int | None] = mapped_column(comment="the newest; none of what was never published")
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    end_words: Mapped[str | None]


class GoalVersion(Base):
    """What was published of a goal, with its indicators. It never changes; a later one stands beside it."""

    __tablename__ = "goal_version"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "goal_id"], ["goal.district_id", "goal.goal_id"], name="fk_goal_version"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    goal_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    words: Mapped[str]
    indicators: Mapped[JsonArray]
    due_on: Mapped[date]
    set_on: Mapped[date]
    set_at: Mapped[datetime]
    set_by: Mapped[str]


class Indicator(Base):
    """By what a goal is measured, as it is being written."""

    __tablename__ = "indicator"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "goal_id"], ["goal.district_id", "goal.goal_id"], name="fk_indicator_goal"
        ),
        Index(None, "district_id", "goal_id", "indicator_id"),
        Index("ix_indicator_item", "district_id", "item_id", postgresql_where=text("item_id is not null")),
        Index(
            "ix_indicator_framework", "district_id", "framework_id", postgresql_where=text("framework_id is not null")
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    indicator_id: Mapped[UUID] = mapped_column(primary_key=True)
    goal_id: Mapped[UUID]
    words: Mapped[str]
    direction: Mapped[str] = mapped_column(comment="up; down")
    unit: Mapped[str] = mapped_column(comment="per_cent; count; points")
    low: Mapped[Decimal | None] = mapped_column(Numeric)
    high: Mapped[Decimal | None] = mapped_column(Numeric)
    source: Mapped[str] = mapped_column(comment="entered; survey; computed")
    measure: Mapped[JsonObject | None] = mapped_column(comment="of a computed one: what is counted")
    item_id: Mapped[UUID | None] = mapped_column(comment="whose mastery is watched")
    framework_id: Mapped[UUID | None] = mapped_column(comment="the mastery of whose items is watched")
    smallest_group: Mapped[int] = mapped_column(SmallInteger)
    baseline_value: Mapped[Decimal | None] = mapped_column(Numeric)
    baseline_on: Mapped[date | None]
    target: Mapped[Decimal | None] = mapped_column(Numeric)
    due_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_on: Mapped[date]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    retired_at: Mapped[datetime | None]
    computed_on: Mapped[date | None] = mapped_column(comment="the last day up to which it was computed")


class Measurement(Base):
    """A value of a day, by what was known then. One that is corrected stays."""

    __tablename__ = "measurement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "indicator_id"],
            ["indicator.district_id", "indicator.indicator_id"],
            name="fk_measurement_indicator",
        ),
        Index(
            "ix_measurement_first",
            "district_id",
            "indicator_id",
            "measured_on",
            unique=True,
            postgresql_where=text("corrects is null"),
        ),
        Index(
            "ix_measurement_corrects",
            "district_id",
            "corrects",
            unique=True,
            postgresql_where=text("corrects is not null"),
        ),
        Index(None, "district_id", "indicator_id", "measurement_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    measurement_id: Mapped[UUID] = mapped_column(primary_key=True)
    indicator_id: Mapped[UUID]
    measured_on: Mapped[date]
    value: Mapped[Decimal | None] = mapped_column(Numeric)
    group_size: Mapped[int | None] = mapped_column(comment="of how many people it speaks, where of people")
    void: Mapped[bool] = mapped_column(comment="whether the day has no value after all")
    corrects: Mapped[UUID | None]
    words: Mapped[str | None]
    told_at: Mapped[datetime]
    told_by: Mapped[str]


class CountedFact(Base):
    """Something that was heard and is counted: the last word of each."""

    __tablename__ = "counted_fact"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True, comment="meeting; action; wave; wave_adjusted; pilot_sunset")
    source_id: Mapped[UUID] = mapped_column(primary_key=True, comment="the meeting, the action or the pilot")
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="of a pilot the wave, else 0")
    figure: Mapped[int] = mapped_column(comment="how many it counts for; 0 of what was taken back")
    happened_on: Mapped[date]
    incarnation: Mapped[int]
    sequence: Mapped[int]


class WatchedMastery(Base):
    """How a learner stands in an item that an indicator watches, by the last word."""

    __tablename__ = "watched_mastery"
    __table_args__ = (Index(None, "district_id", "item_id", "mastered_since"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    mastered_since: Mapped[datetime | None] = mapped_column(comment="none of what is not mastered")
    incarnation: Mapped[int]
    sequence: Mapped[int]


class KnownItem(Base):
    """Of which framework an item is."""

    __tablename__ = "known_item"
    __table_args__ = (Index(None, "district_id", "framework_id"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID]
