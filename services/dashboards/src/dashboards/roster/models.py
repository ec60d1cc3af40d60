"""Organisations, terms, people, and how they belong together."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from dashboards.common.models import ReadModel
from shared.db.database import kind


class Organisation(ReadModel):
    __tablename__ = "organisation"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[UUID | None]
    active: Mapped[bool]


class Term(ReadModel):
    __tablename__ = "term"

    term_id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    active: Mapped[bool]


class Person(ReadModel):
    """What may be known of a person without knowing the name."""

    __tablename__ = "person"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    roles: Mapped[list[str]]
    grade: Mapped[str | None]
    organisation_ids: Mapped[list[UUID]]
    active: Mapped[bool]


class PersonName(ReadModel):
    """Names, apart: joined only where a page is rendered, gone with the person's tombstone."""

    __tablename__ = "person_name"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    given_name: Mapped[str]
    family_name: Mapped[str]
    preferred_name: Mapped[str | None]


class Guardian(ReadModel):
    __tablename__ = "guardian"
    __table_args__ = (Index(None, "generation", "district_id", "guardian_id"), kind("district"))

    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    guardian_id: Mapped[UUID] = mapped_column(primary_key=True)
    relation: Mapped[str]
    active: Mapped[bool]


class SchoolClass(ReadModel):
    __tablename__ = "class"

    class_id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    organisation_id: Mapped[UUID]
    term_id: Mapped[UUID | None]
    active: Mapped[bool]


class Enrolment(ReadModel):
    __tablename__ = "enrolment"
    __table_args__ = (
        Index(None, "generation", "district_id", "class_id"),
        Index(None, "generation", "district_id", "person_id"),
        kind("district"),
    )

    enrolment_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    class_id: Mapped[UUID]
    role: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    active: Mapped[bool]
