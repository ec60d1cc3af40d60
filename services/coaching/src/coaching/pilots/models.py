"""Pilots, the schools where they may be, their waves and gates, who is asked to take part, and what is measured.

Gates and measurements are rows that never change: an edit or a correction is another row beside.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from coaching.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray, JsonObject

_WAVE = (["district_id", "pilot_id", "wave"], ["wave.district_id", "wave.pilot_id", "wave.wave"])


class Pilot(Base):
    """An innovation that a district tries."""

    __tablename__ = "pilot"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    pilot_id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    tried: Mapped[str] = mapped_column(comment="what is tried, in words")
    why: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str]


class RosteredOrganisation(Base):
    """A school or a district as rostering tells of it, those that have ended too; its name is not here."""

    __tablename__ = "rostered_organisation"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(comment="district; school")
    active: Mapped[bool] = mapped_column(comment="false once it has ended")


class Wave(Base):
    """One round of a pilot. `judged_gate` is the version of the gate that was locked, by which it is judged."""

    __tablename__ = "wave"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "pilot_id"], ["pilot.district_id", "pilot.pilot_id"]),
        Index("ix_wave_undecided", "decides_on", postgresql_where=text("state in ('locked', 'open')")),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    pilot_id: Mapped[UUID] = mapped_column(primary_key=True)
    wave: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="from 1")
    predecessor: Mapped[int | None]
    state: Mapped[str] = mapped_column(comment="draft; locked; open; expanded; adjusted; sunset")
    why_these_first: Mapped[str | None]
    starts_on: Mapped[date | None] = mapped_column(comment="the day on which it is planned to begin")
    school_ids: Mapped[list[UUID]]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    judged_gate: Mapped[int | None]
    decides_on: Mapped[date | None] = mapped_column(comment="of the judged gate")
    locked_at: Mapped[datetime | None]
    locked_by: Mapped[str | None]
    opened_on: Mapped[date | None]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[str | None]
    told_teachers: Mapped[int | None] = mapped_column(comment="how many took part when it was opened")
    told_schools: Mapped[int | None]
    decided_on: Mapped[date | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    reasons: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    decision_words: Mapped[str | None]
    learned: Mapped[str | None] = mapped_column(comment="of a sunset: what stays known of it")
    share: Mapped[bool] = mapped_column(server_default=text("false"))
    evidence: Mapped[JsonObject | None] = mapped_column(comment="as it was shown when it was decided")


class WaveGate(Base):
    """A version of a wave's gate."""

    __tablename__ = "wave_gate"
    __table_args__ = (ForeignKeyConstraint(*_WAVE), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    pilot_id: Mapped[UUID] = mapped_column(primary_key=True)
    wave: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    gate: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="the version, from 1")
    content: Mapped[JsonObject]
    written_at: Mapped[datetime]
    written_by: Mapped[str]


class WaveTeacher(Base):
    """A teacher who is asked to take part in a wave. Nobody takes part in two waves at a time."""

    __tablename__ = "wave_teacher"
    __table_args__ = (
        ForeignKeyConstraint(*_WAVE),
        Index(
            "ix_wave_teacher_taking_part",
            "district_id",
            "person_id",
            unique=True,
            postgresql_where=text("started_on is not null and ended_on is null"),
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    pilot_id: Mapped[UUID] = mapped_column(primary_key=True)
    wave: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    opt_in: Mapped[str] = mapped_column(comment="yes; no; none")
    started_on: Mapped[date | None] = mapped_column(comment="the first day on which they take part")
    ended_on: Mapped[date | None] = mapped_column(comment="the first day on which they do no more")


class WaveMeasurement(Base):
    """A value of a measure on a day, told once; what corrects it is another."""

    __tablename__ = "wave_measurement"
    __table_args__ = (
        ForeignKeyConstraint(*_WAVE),
        ForeignKeyConstraint(
            ["district_id", "corrects"],
            ["wave_measurement.district_id", "wave_measurement.measurement_id"],
            name="fk_wave_measurement_corrects",
        ),
        Index(
            "ix_wave_measurement_day",
            "district_id",
            "pilot_id",
            "wave",
            "measure",
            "measured_on",
            unique=True,
            postgresql_where=text("corrects is null"),
        ),
        Index("ix_wave_measurement_corrects", "district_id", "corrects", unique=True),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    measurement_id: Mapped[UUID] = mapped_column(primary_key=True)
    pilot_id: Mapped[UUID]
    wave: Mapped[int]
    measure: Mapped[str] = mapped_column(comment="its key in the judged gate")
    measured_on: Mapped[date]
    value: Mapped[Decimal]
    n: Mapped[int] = mapped_column(comment="of how many people it tells")
    schools: Mapped[JsonArray] = mapped_column(comment="the same of single schools: school_id, value, n")
    source: Mapped[str] = mapped_column(comment="entered; survey; indicator")
    corrects: Mapped[UUID | None]
    told_at: Mapped[datetime]
    told_by: Mapped[str]
