"""Gaps and needs, matchings with all that came of them, and matches.

Gaps are the partner's own, matchings the host's. Needs and matches lie between the two, and both see them.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Interval, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from coaching.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonArray, JsonObject

_OF_MATCHING = ("matching.district_id", "matching.matching_id")


class Gap(Base):
    """A gap that readiness told of. What was told of its end alone, before it was found, is kept as well."""

    __tablename__ = "gap"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    gap_id: Mapped[UUID] = mapped_column(primary_key=True)
    instrument_id: Mapped[UUID | None] = mapped_column(comment="none of what was told of its end alone")
    condition: Mapped[str | None]
    question: Mapped[str | None] = mapped_column(comment="none of a condition's gap")
    kind: Mapped[str | None]
    level: Mapped[str | None] = mapped_column(comment="district; site")
    site_id: Mapped[UUID | None]
    severity: Mapped[str | None] = mapped_column(comment="slight; moderate; serious; critical")
    found_on: Mapped[date | None]
    found_result: Mapped[int | None]
    closed_on: Mapped[date | None]
    closed_result: Mapped[int | None]


class InstrumentOrigin(Base):
    """Which instrument one was taken from, which may be another district's."""

    __tablename__ = "instrument_origin"
    __table_args__ = (Index(None, "instrument_id"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    instrument_id: Mapped[UUID] = mapped_column(primary_key=True)
    origin_instrument_id: Mapped[UUID]


class Need(Base):
    """A gap that a partner has brought to its engagement: what the host learns of it."""

    __tablename__ = "need"
    __table_args__ = (
        Index(
            "ix_need_open",
            "engagement_id",
            "gap_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index(None, "host_id", "need_id"),
        Index(None, "partner_id", "gap_id"),
        kind("party"),
    )

    need_id: Mapped[UUID] = mapped_column(primary_key=True)
    engagement_id: Mapped[UUID]
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    gap_id: Mapped[UUID]
    instrument_id: Mapped[UUID]
    condition: Mapped[str]
    question: Mapped[str | None]
    severity: Mapped[str]
    level: Mapped[int] = mapped_column(comment="of the skill, that is wished")
    languages: Mapped[list[str]] = mapped_column(comment="tags of BCP 47, of which one is enough")
    time_zone: Mapped[str]
    availability: Mapped[JsonArray] = mapped_column(comment="windows of weekdays, by the clock there")
    state: Mapped[str] = mapped_column(comment="open; withdrawn; closed")
    because: Mapped[str | None] = mapped_column(comment="withdrawn; gap_closed; engagement_ended")
    brought_at: Mapped[datetime]
    brought_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class Matching(Base):
    """Who is to coach which gap, as it was asked for, as it is worked out, and what came of it. The instance is frozen
    when the work begins; the seed is shown once it has ended.
    """

    __tablename__ = "matching"
    __table_args__ = (
        Index(
            "ix_matching_to_work",
            "queued_at",
            postgresql_where=text("state in ('queued', 'running') or (state = 'finished' and explained_at is null)"),
        ),
        Index(
            "ix_matching_planned_again",
            "district_id",
            unique=True,
            postgresql_where=text("because = 'stale' and state = 'queued'"),
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    matching_id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(comment="queued; running; finished; impossible; failed; cancelled")
    because: Mapped[str] = mapped_column(comment="asked; stale: what another stood on has changed")
    policy: Mapped[JsonObject]
    keeps: Mapped[bool] = mapped_column(comment="whether it changes confirmed matches as little as it can")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    pinned: Mapped[JsonArray]
    forbidden: Mapped[JsonArray]
    commitment: Mapped[str] = mapped_column(comment="SHA-256 of the lottery's seed")
    seed: Mapped[bytes] = mapped_column(LargeBinary)
    time_zone: Mapped[str | None] = mapped_column(comment="of the host's calendar, as it was frozen")
    instance: Mapped[JsonObject | None]
    phases: Mapped[int | None] = mapped_column(comment="how many there are")
    matching: Mapped[JsonArray | None]
    proved: Mapped[bool | None]
    reasons: Mapped[JsonArray | None]
    problem: Mapped[str | None] = mapped_column(comment="of one that failed")
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    worked_until: Mapped[datetime | None] = mapped_column(comment="until then the process that has it has it alone")
    peak_memory: Mapped[int | None] = mapped_column(comment="bytes of the process of its own")
    processor_time: Mapped[timedelta | None] = mapped_column(Interval)
    queued_at: Mapped[datetime]
    queued_by: Mapped[str]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    explained_at: Mapped[datetime | None]
    proposed_at: Mapped[datetime | None]
    stale_at: Mapped[datetime | None]
    stale_because: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class MatchingPhase(Base):
    """What a phase of a matching came to: a process that dies begins behind it."""

    __tablename__ = "matching_phase"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "matching_id"], _OF_MATCHING),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    matching_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    run: Mapped[JsonObject]
    ended_at: Mapped[datetime]


class MatchingPair(Base):
    """A coach on a need, when, and why."""

    __tablename__ = "matching_pair"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "matching_id"], _OF_MATCHING),
        Index(None, "district_id", "coach_id"),
        Index(None, "district_id", "need_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    matching_id: Mapped[UUID] = mapped_column(primary_key=True)
    need_id: Mapped[UUID] = mapped_column(primary_key=True)
    coach_id: Mapped[UUID] = mapped_column(primary_key=True)
    slot: Mapped[int]
    why: Mapped[JsonObject]


class MatchingUncovered(Base):
    """A need that a matching leaves, why, and the cheapest change that would cover it once that is known."""

    __tablename__ = "matching_uncovered"
    __table_args__ = (ForeignKeyConstraint(["district_id", "matching_id"], _OF_MATCHING), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    matching_id: Mapped[UUID] = mapped_column(primary_key=True)
    need_id: Mapped[UUID] = mapped_column(primary_key=True)
    why: Mapped[JsonObject]
    remedy: Mapped[JsonObject | None]


class MatchingLeftOut(Base):
    """A coach without a pair, and why, once that is known."""

    __tablename__ = "matching_left_out"
    __table_args__ = (ForeignKeyConstraint(["district_id", "matching_id"], _OF_MATCHING), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    matching_id: Mapped[UUID] = mapped_column(primary_key=True)
    coach_id: Mapped[UUID] = mapped_column(primary_key=True)
    why: Mapped[JsonObject | None]


class Match(Base):
    """A coach who is proposed for a need, and stands once both districts have confirmed."""

    __tablename__ = "match"
    __table_args__ = (
        Index(
            "ix_match_standing",
            "need_id",
            "coach_id",
            unique=True,
            postgresql_where=text("state in ('proposed', 'confirmed')"),
        ),
        Index(None, "host_id", "match_id"),
        Index(None, "partner_id", "match_id"),
        Index(None, "host_id", "coach_id"),
        kind("party"),
    )

    match_id: Mapped[UUID] = mapped_column(primary_key=True)
    engagement_id: Mapped[UUID]
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    need_id: Mapped[UUID]
    gap_id: Mapped[UUID]
    coach_id: Mapped[UUID]
    coach_kind: Mapped[str] = mapped_column(comment="student; staff")
    person_id: Mapped[UUID] = mapped_column(comment="the coach, as the host's rostering knows them")
    matching_id: Mapped[UUID] = mapped_column(comment="of the host's")
    slot: Mapped[int]
    span: Mapped[int] = mapped_column(comment="how many slots a meeting takes")
    weekday: Mapped[str]
    starts: Mapped[str] = mapped_column(comment="by the clock of the zone, HH:MM")
    ends: Mapped[str]
    time_zone: Mapped[str] = mapped_column(comment="of the host's calendar")
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(comment="the last day for which it was matched")
    state: Mapped[str] = mapped_column(comment="proposed; confirmed; ended")
    proposed_on: Mapped[date]
    proposed_at: Mapped[datetime]
    host_confirmed_at: Mapped[datetime | None]
    host_confirmed_by: Mapped[str | None]
    partner_confirmed_at: Mapped[datetime | None]
    partner_confirmed_by: Mapped[str | None]
    confirmed_on: Mapped[date | None]
    contact_within: Mapped[int] = mapped_column(comment="days from the confirmation until the first contact")
    contact_due_on: Mapped[date | None]
    contacted_on: Mapped[date | None]
    because: Mapped[str | None] = mapped_column(comment="why it ended, as the event says it")
    words: Mapped[str | None] = mapped_column(comment="of whoever declined or ended it")
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
