"""Calls for partners, what is applied with, how it is reviewed, and what is decided.

What the host's people prepare is the host's alone: calls, reviewers, conflicts, sheets, rankings and decisions until
they are released. An application and its appeals are seen by two districts; what is released is written there.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from readiness.common.models import Base
from shared.db.database import kind
from shared.values.json_types import JsonObject


class Call(Base):
    """A host's call. `version` counts its own changes, `revision` those of its decisions."""

    __tablename__ = "call"
    __table_args__ = (
        Index("ix_call_open", "last_day", postgresql_where=text("state = 'open'")),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    call_id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(comment="draft; open; reviewing; decided; cancelled")
    terms: Mapped[JsonObject]
    last_day: Mapped[date] = mapped_column(comment="of the terms, for whoever closes calls")
    content_hash: Mapped[str | None] = mapped_column(comment="of the instrument that applicants must have answered")
    seed: Mapped[bytes] = mapped_column(comment="of the lot; told once there is a ranked list")
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    decided_on: Mapped[date | None]
    cancelled_because: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class AnnouncedCall(Base):
    """A call as every district reads it, from its opening on: platform, for all of them do."""

    __tablename__ = "announced_call"
    __table_args__ = kind("platform")

    call_id: Mapped[UUID] = mapped_column(primary_key=True)
    host_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(comment="open; reviewing; decided; cancelled")
    terms: Mapped[JsonObject]
    content_hash: Mapped[str | None]
    commitment: Mapped[str] = mapped_column(comment="SHA-256 of the lot's seed")
    announced_on: Mapped[date]
    cancelled_because: Mapped[str | None]


class Application(Base):
    """A district's application to a host's call. The host sees it from its submission on, and the applicant what was
    decided from the release on.
    """

    __tablename__ = "application"
    __table_args__ = (
        ForeignKeyConstraint(["call_id"], ["announced_call.call_id"]),
        Index(None, "host_id", "call_id"),
        Index(None, "applicant_id"),
        Index(
            "ix_application_once",
            "call_id",
            "applicant_id",
            unique=True,
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        kind("party"),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    call_id: Mapped[UUID]
    host_id: Mapped[UUID]
    applicant_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(comment="draft; submitted; withdrawn")
    answers: Mapped[JsonObject] = mapped_column(comment="by the prompt's key")
    assessment_id: Mapped[UUID | None]
    result: Mapped[int | None]
    summary: Mapped[JsonObject | None] = mapped_column(comment="of that result, as it was released; from submission on")
    consented: Mapped[bool] = mapped_column(comment="named reviewers may read it")
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime]
    submitted_on: Mapped[date | None] = mapped_column(comment="as all days here, in the host's calendar")
    outcome: Mapped[str | None] = mapped_column(comment="from the release on: chosen; reserve; not_chosen")
    reasons: Mapped[str | None]
    standing: Mapped[str | None]
    standing_on: Mapped[date | None]
    reserve_place: Mapped[int | None] = mapped_column(comment="by now, from 1 on, while it is on the reserve list")


class Appeal(Base):
    """An applicant's objection. It is noted, and changes no decision by itself."""

    __tablename__ = "appeal"
    __table_args__ = (
        ForeignKeyConstraint(["application_id"], ["application.application_id"]),
        Index(None, "application_id"),
        kind("party"),
    )

    appeal_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    host_id: Mapped[UUID]
    applicant_id: Mapped[UUID]
    words: Mapped[str]
    noted_on: Mapped[date]


class Reviewer(Base):
    """Somebody whom the host has named to review. They are known by what they sign in with; no name is kept."""

    __tablename__ = "reviewer"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "call_id"], ["call.district_id", "call.call_id"]),
        Index(None, "district_id", "call_id", "subject", unique=True),
        Index(None, "district_id", "subject"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    reviewer_id: Mapped[UUID] = mapped_column(primary_key=True)
    call_id: Mapped[UUID]
    subject: Mapped[str] = mapped_column(comment="the account or client, as its token names it")
    named_at: Mapped[datetime]


class ReviewerConflict(Base):
    """That a reviewer must not judge an application."""

    __tablename__ = "reviewer_conflict"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "reviewer_id"], ["reviewer.district_id", "reviewer.reviewer_id"]),
        Index(None, "district_id", "application_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    reviewer_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    call_id: Mapped[UUID]
    reason: Mapped[str]
    declared_on: Mapped[date]
    late: Mapped[bool] = mapped_column(comment="after the reviewer had given a sheet, or a list was made")


class ScoreSheet(Base):
    """What one reviewer gives one application."""

    __tablename__ = "score_sheet"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "reviewer_id"], ["reviewer.district_id", "reviewer.reviewer_id"]),
        Index(None, "district_id", "call_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    reviewer_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    call_id: Mapped[UUID]
    levels: Mapped[JsonObject] = mapped_column(comment="by the criterion's key")
    notes: Mapped[str | None]
    given_on: Mapped[date]


class Ranking(Base):
    """A ranked list, as it was worked out. It is kept when another one takes its place."""

    __tablename__ = "ranking"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "call_id"], ["call.district_id", "call.call_id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    call_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    because: Mapped[str]
    replaced_because: Mapped[str | None]
    content: Mapped[JsonObject]
    made_at: Mapped[datetime]


class Decision(Base):
    """A decision as it is prepared. What is released of it is written to the application."""

    __tablename__ = "decision"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "call_id"], ["call.district_id", "call.call_id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    call_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    reasons: Mapped[str]
    reserve_place: Mapped[int | None]
    departs: Mapped[str | None]
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]
