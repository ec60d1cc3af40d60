"""Assessments, whom they ask, and what was answered.

Nothing here tells when a rater did something more finely than the day, and no answer names anybody.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from readiness.common.models import Base
from shared.db.database import kind
from shared.values.json_types import Json


class Assessment(Base):
    """A published version of an instrument, asked in one district or school from one day to another."""

    __tablename__ = "assessment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "instrument_id", "instrument_version"],
            ["instrument_version.district_id", "instrument_version.instrument_id", "instrument_version.version"],
            name="fk_assessment_instrument_version",
        ),
        Index("ix_assessment_running", "state", postgresql_where=text("state <> 'closed'")),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    instrument_id: Mapped[UUID]
    instrument_version: Mapped[int]
    title: Mapped[str]
    level: Mapped[str] = mapped_column(comment="district; site")
    site_id: Mapped[UUID | None]
    opens_on: Mapped[date]
    closes_on: Mapped[date] = mapped_column(comment="the last day, a whole one")
    reminder_marks: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), comment="days left at which those who have not submitted are reminded"
    )
    reminder_days_apart: Mapped[int]
    reminded_on: Mapped[date | None] = mapped_column(comment="when reminders were last sent")
    state: Mapped[str] = mapped_column(comment="planned; open; closed")
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closing_trace: Mapped[str | None] = mapped_column(comment="the W3C traceparent in which it was closed")
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class AssessmentPopulation(Base):
    """A role that is asked: how many people it has and who picked the raters; and its share as last counted."""

    __tablename__ = "assessment_population"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "assessment_id"], ["assessment.district_id", "assessment.assessment_id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    population: Mapped[int]
    picked_by: Mapped[str]
    counted_on: Mapped[date | None] = mapped_column(comment="counted of what was submitted before this day")
    counted_invited: Mapped[int | None]
    band: Mapped[str | None] = mapped_column(comment="none where the role is too small for one")


class AssessmentReopening(Base):
    """That a closed assessment was opened again, until when and why."""

    __tablename__ = "assessment_reopening"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "assessment_id"], ["assessment.district_id", "assessment.assessment_id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, comment="of the assessment, that was opened again")
    reopened_on: Mapped[date]
    reopened_by: Mapped[str]
    closes_on: Mapped[date]
    reason: Mapped[str]


class Invitation(Base):
    """One rater. Its id is random: one that grew with time would tell the order. A revoked one may have been submitted
    before, and then counts.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "assessment_id"], ["assessment.district_id", "assessment.assessment_id"]),
        Index(None, "district_id", "assessment_id"),
        Index(
            "ix_invitation_person",
            "district_id",
            "person_id",
            "assessment_id",
            unique=True,
            postgresql_where=text("person_id is not null and state <> 'revoked'"),
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    invitation_id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID]
    role: Mapped[str]
    kind: Mapped[str] = mapped_column(comment="link; person; paper")
    person_id: Mapped[UUID | None]
    address: Mapped[str | None]
    language: Mapped[str]
    consented: Mapped[bool] = mapped_column(comment="a parent consents to questions of protected topics")
    state: Mapped[str] = mapped_column(comment="invited; started; submitted; revoked")
    submitted_on: Mapped[date | None]
    written_on: Mapped[date | None] = mapped_column(comment="the day of the last mail")
    entered_as: Mapped[str | None] = mapped_column(comment="paper or sheet, where a clerk entered the answers")
    entered_by: Mapped[str | None]


class Answer(Base):
    """What a rater says to a question, by the number that their page gave the save."""

    __tablename__ = "answer"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "invitation_id"], ["invitation.district_id", "invitation.invitation_id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    invitation_id: Mapped[UUID] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    said: Mapped[str] = mapped_column(comment="value; dont_know; not_applicable; left_out")
    value: Mapped[Json | None] = mapped_column(JSONB, comment="as the question's form has it; a number as text")
    evidence: Mapped[Json | None] = mapped_column(JSONB, comment="what shows it: its kind and reference")


class InvitationLink(Base):
    """A secret that opens an invitation: looked up before a tenant is known, and never by anything else."""

    __tablename__ = "invitation_link"
    __table_args__ = (Index(None, "invitation_id"), kind("platform"))

    digest: Mapped[bytes] = mapped_column(primary_key=True, comment="SHA-256 of the secret")
    invitation_id: Mapped[UUID]
    district_id: Mapped[UUID]
