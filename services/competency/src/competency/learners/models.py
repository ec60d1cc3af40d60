"""Who teaches, attends and is whose guardian, as rostering tells: by it a person sees their own learners.

What a row here means on a day is said in one place, `shared.roster.enrolments`.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from competency.common.models import Base
from shared.db.database import kind


class Guardian(Base):
    """No foreign keys here: events of different keys arrive in any order."""

    __tablename__ = "guardian"
    __table_args__ = (Index(None, "district_id", "guardian_id"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    guardian_id: Mapped[UUID] = mapped_column(primary_key=True)
    active: Mapped[bool]


class Enrolment(Base):
    """A learner or an educator in a class."""

    __tablename__ = "enrolment"
    __table_args__ = (
        Index(None, "district_id", "class_id"),
        Index(None, "district_id", "person_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    class_id: Mapped[UUID]
    role: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    active: Mapped[bool]


class SchoolClass(Base):
    """A class, whoever is in it: there is one before anybody is enrolled."""

    __tablename__ = "class"
    __table_args__ = (Index(None, "district_id", "term_id"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    class_id: Mapped[UUID] = mapped_column(primary_key=True)
    term_id: Mapped[UUID | None]
    active: Mapped[bool]


class Term(Base):
    """Both days belong to it."""

    __tablename__ = "term"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    term_id: Mapped[UUID] = mapped_column(primary_key=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    active: Mapped[bool]


class Person(Base):
    """Whether a person, by a pseudonymous id, is still one of the district's; of what they are called nothing."""

    __tablename__ = "person"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    active: Mapped[bool]


class Learner(Base):
    """A learner we have evidence of or have heard of; the row that a write of the learner's locks."""

    __tablename__ = "learner"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    announced: Mapped[bool] = mapped_column(server_default=text("false"), comment="rostering has told us of them")
    # Nobody reads this one any more. A column goes when no release that serves beside ours can still name it.
    planned: Mapped[bool] = mapped_column(server_default=text("false"), comment="has a plan, or had one")


class LearnerIdentifier(Base):
    """The ids that the district's own systems have for a learner: see `shared.roster.learner_identifiers`."""

    __tablename__ = "learner_identifier"
    __table_args__ = (Index(None, "district_id", "learner_id"), kind("district"))

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    sourced_id: Mapped[str] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    incarnation: Mapped[int] = mapped_column(server_default=text("0"), comment="of rostering, when it said so")
    told_at: Mapped[datetime] = mapped_column(server_default=text("'-infinity'"), comment="of the word that it is by")
