"""Meetings of an engagement, who is to be there and who was, notes, what is attached to a concern, and guardians.

Meetings lie between two districts. Of a note the other district's rows are hidden where its author shows it to nobody
there; earlier words of it are the author's district's alone.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, ForeignKeyConstraint, Index, func, literal_column, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coaching.common.models import Base
from shared.db.database import kind
from shared.roster.tables import add_roster_tables

GUARDIANS = add_roster_tables(Base.metadata, classes=False)
"""Who is whose guardian, by the roster: they see when their children meet."""
_OF_SERIES: Any = text("series_id is not null")
_OPEN: Any = text("state in ('planned', 'under_way')")


class MeetingSeries(Base):
    """A meeting of every week; its meetings are rows of their own from the beginning."""

    __tablename__ = "meeting_series"
    __table_args__ = (Index(None, "engagement_id"), kind("party"))

    series_id: Mapped[UUID] = mapped_column(primary_key=True)
    engagement_id: Mapped[UUID]
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    first_on: Mapped[date]
    last_on: Mapped[date]
    starts: Mapped[str] = mapped_column(comment="by the clock on the wall, HH:MM")
    ends: Mapped[str]
    time_zone: Mapped[str]
    left_out: Mapped[list[date]] = mapped_column(ARRAY(Date))
    planned_at: Mapped[datetime]
    planned_by: Mapped[str]


class Meeting(Base):
    """A meeting. `sequence` counts what its calendar entries have to follow: that it was moved or cancelled."""

    __tablename__ = "meeting"
    __table_args__ = (
        ForeignKeyConstraint(["series_id"], ["meeting_series.series_id"]),
        Index(None, "engagement_id", "starts_at"),
        Index(None, "partner_id", "starts_at"),
        Index(None, "host_id", "starts_at"),
        Index("ix_meeting_series", "series_id", "occurs_on", unique=True, postgresql_where=_OF_SERIES),
        Index("ix_meeting_open", "starts_at", postgresql_where=_OPEN),
        kind("party"),
    )

    meeting_id: Mapped[UUID] = mapped_column(primary_key=True)
    engagement_id: Mapped[UUID]
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    series_id: Mapped[UUID | None]
    occurs_on: Mapped[date | None] = mapped_column(comment="its day in the series, which stays when it is moved")
    match_id: Mapped[UUID | None]
    gap_id: Mapped[UUID | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    time_zone: Mapped[str] = mapped_column(comment="in which it is planned, and shown in calendars")
    mode: Mapped[str] = mapped_column(comment="online; in_person")
    place: Mapped[str | None]
    agenda: Mapped[str | None]
    recording: Mapped[str] = mapped_column(comment="as the charter said when it was planned")
    state: Mapped[str] = mapped_column(comment="planned; under_way; held; ended_early; cancelled")
    risks: Mapped[list[str] | None] = mapped_column(
        comment="what was told to be in the way; none where nothing was told"
    )
    because: Mapped[str | None] = mapped_column(comment="why it was cancelled or ended early")
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    checked_on: Mapped[date] = mapped_column(comment="the host's day on which it was last looked at")
    sequence: Mapped[int] = mapped_column(server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    planned_at: Mapped[datetime]
    planned_by: Mapped[str]
    changed_at: Mapped[datetime]


class MeetingMember(Base):
    """A member of the engagement who is to be at a meeting. Nobody is booked twice at a time, in whichever engagement:
    the database sees to it, whoever sees the other meeting.
    """

    __tablename__ = "meeting_member"
    __table_args__ = (
        ForeignKeyConstraint(["meeting_id"], ["meeting.meeting_id"]),
        ExcludeConstraint(
            ("district_id", "="),
            ("person_id", "="),
            (func.tstzrange(literal_column("starts_at"), literal_column("ends_at")), "&&"),
            using="gist",
            where=text("booked"),
            name="ex_meeting_member_booked",
        ),
        Index(None, "district_id", "person_id", "starts_at"),
        Index("ix_meeting_member_coach", "district_id", "coach_id", postgresql_where=text("booked")),
        Index("ix_meeting_member_member", "member_id", postgresql_where=text("booked")),
        kind("party"),
    )

    meeting_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    district_id: Mapped[UUID] = mapped_column(comment="the district whose person it is")
    person_id: Mapped[UUID]
    coach_id: Mapped[UUID | None]
    coach_kind: Mapped[str | None] = mapped_column(comment="student; staff; none of who does not coach")
    minor: Mapped[bool] = mapped_column(comment="whether they count as a student under 18 on that day")
    deputy: Mapped[bool]
    presence: Mapped[str] = mapped_column(comment="expected; present; absent")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    booked: Mapped[bool] = mapped_column(comment="whether that time is theirs no more")


class MeetingPresence(Base):
    """That somebody said who came to a meeting, or went."""

    __tablename__ = "meeting_presence"
    __table_args__ = (
        ForeignKeyConstraint(["meeting_id"], ["meeting.meeting_id"]),
        Index(None, "meeting_id", "presence_id"),
        kind("party"),
    )

    presence_id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID]
    member_id: Mapped[UUID]
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    presence: Mapped[str]
    said_at: Mapped[datetime]
    said_by: Mapped[UUID | None] = mapped_column(comment="the member who said so; none of who plans meetings")


class MeetingNote(Base):
    """What somebody wrote of a meeting, with who reads it."""

    __tablename__ = "meeting_note"
    __table_args__ = (
        ForeignKeyConstraint(["meeting_id"], ["meeting.meeting_id"]),
        Index(None, "meeting_id", "note_id"),
        Index(None, "engagement_id"),
        kind("party"),
    )

    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID]
    engagement_id: Mapped[UUID]
    host_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    district_id: Mapped[UUID] = mapped_column(comment="the author's")
    person_id: Mapped[UUID] = mapped_column(comment="the author")
    visibility: Mapped[str] = mapped_column(comment="private; pair; team; district")
    first_visibility: Mapped[str] = mapped_column(comment="with which it was written")
    other_id: Mapped[UUID | None] = mapped_column(comment="the member who reads a note of a pair besides its author")
    words: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    written_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class MeetingNoteVersion(Base):
    """The words that a note had, for its author alone."""

    __tablename__ = "meeting_note_version"
    __table_args__ = (kind("district"),)

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    visibility: Mapped[str]
    words: Mapped[str]
    written_at: Mapped[datetime]


class ConcernNote(Base):
    """The words of a note as they were when a concern was raised from it: whatever becomes of the note, they stay."""

    __tablename__ = "concern_note"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "concern_id"], ["concern.district_id", "concern.concern_id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    concern_id: Mapped[UUID] = mapped_column(primary_key=True)
    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID]
    words: Mapped[str]
    written_at: Mapped[datetime]
    attached_at: Mapped[datetime]
