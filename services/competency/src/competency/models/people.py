"""Who teaches, attends and is whose guardian, as rostering tells: by it a person sees their own learners."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from competency.models.base import Base
from shared.db import kind


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
