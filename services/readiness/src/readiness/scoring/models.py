"""Results of closed assessments, the gaps that they show, and what reviewers verified.

What a result released is kept as it was released: whatever is released later is decided against it.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from readiness.common.models import Base
from shared.db.database import kind
from shared.values.json_types import Json, JsonArray


def _of_assessment() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["district_id", "assessment_id"], ["assessment.district_id", "assessment.assessment_id"]
    )


class Result(Base):
    """What a closing of an assessment comes to, in both depths. An assessment that was opened again has another."""

    __tablename__ = "result"
    __table_args__ = (
        _of_assessment(),
        UniqueConstraint("district_id", "assessment_id", "closing"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    result: Mapped[int] = mapped_column(primary_key=True, comment="from 1")
    closing: Mapped[int] = mapped_column(comment="the version of the assessment that was closed")
    closed_at: Mapped[datetime]
    closed_on: Mapped[date]
    scored_at: Mapped[datetime]
    score: Mapped[Decimal | None] = mapped_column(comment="released, of the whole")
    reached: Mapped[str | None] = mapped_column(comment="released, the key of the level")
    full_cells: Mapped[JsonArray] = mapped_column(comment="each role alone (schemas.stored)")
    released_cells: Mapped[JsonArray] = mapped_column(comment="all that anybody may be told (schemas.stored)")


class ResultRole(Base):
    """A role as it stood at the closing: the denominators of the result's figures."""

    __tablename__ = "result_role"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "assessment_id", "result"],
            ["result.district_id", "result.assessment_id", "result.result"],
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    result: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    population: Mapped[int]
    invited: Mapped[int]
    picked_by: Mapped[str]


class CountedRater(Base):
    """In which result a rater counted first: with the cells that were released, the whole state of suppression."""

    __tablename__ = "counted_rater"
    __table_args__ = (_of_assessment(), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    invitation_id: Mapped[UUID] = mapped_column(primary_key=True)
    result: Mapped[int]


class ScoringFailure(Base):
    """A closing that could not be scored, and when it is tried again. It holds up no other assessment."""

    __tablename__ = "scoring_failure"
    __table_args__ = (_of_assessment(), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    closing: Mapped[int] = mapped_column(comment="that was tried")
    code: Mapped[str]
    tries: Mapped[int]
    try_again_at: Mapped[datetime]


class Gap(Base):
    """A gap, from the result that showed it first until one shows that it is closed."""

    __tablename__ = "gap"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "instrument_id"], ["instrument.district_id", "instrument.instrument_id"]),
        Index(
            "ix_gap_open",
            "district_id",
            "instrument_id",
            "level",
            "site_id",
            "kind",
            "condition",
            "question",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("closed_on is null"),
        ),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    gap_id: Mapped[UUID] = mapped_column(primary_key=True)
    instrument_id: Mapped[UUID]
    level: Mapped[str] = mapped_column(comment="district; site")
    site_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(comment="below_target; gate_missed; gate_not_judged; views_differ")
    condition: Mapped[str]
    question: Mapped[str | None]
    severity: Mapped[str] = mapped_column(comment="slight; moderate; serious; critical")
    severity_assessment_id: Mapped[UUID | None] = mapped_column(
        comment="the last result that showed another severity than the one before; none: as it was opened"
    )
    severity_result: Mapped[int | None]
    severity_on: Mapped[date | None]
    opened_assessment_id: Mapped[UUID]
    opened_result: Mapped[int]
    opened_on: Mapped[date]
    seen_assessment_id: Mapped[UUID] = mapped_column(comment="the last result that showed it")
    seen_result: Mapped[int]
    closed_assessment_id: Mapped[UUID | None]
    closed_result: Mapped[int | None]
    closed_on: Mapped[date | None]


class AssessmentReview(Base):
    """Who reads the evidence of an assessment, and which of its questions they verify. No row: nobody does."""

    __tablename__ = "assessment_review"
    __table_args__ = (_of_assessment(), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    reviewers: Mapped[list[str]] = mapped_column(comment="the subjects of their tokens")
    questions: Mapped[list[str]]
    named_by: Mapped[str] = mapped_column(comment="the subject of a token")
    named_on: Mapped[date]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class Verification(Base):
    """What a reviewer found of a question, by the evidence, beside what raters say of themselves."""

    __tablename__ = "verification"
    __table_args__ = (_of_assessment(), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Json] = mapped_column(JSONB, comment="as the question's form has it; a number as text")
    score: Mapped[Decimal]
    note: Mapped[str]
    evidence_seen: Mapped[JsonArray] = mapped_column(comment="kinds and references (schemas.verifying)")
    verified_by: Mapped[str] = mapped_column(comment="the subject of the reviewer's token")
    verified_on: Mapped[date]
    version: Mapped[int] = mapped_column(server_default=text("1"))
