"""The tables of rostering. Nothing is deleted: an entity that has ended is inactive, a forgotten person has no name."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db.database import kind, service_metadata
from shared.events.tables import add_platform_tables


class Base(DeclarativeBase):
    metadata = service_metadata()
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it off the class
        str: Text,
        list[str]: ARRAY(Text),
        list[UUID]: ARRAY(Uuid),
    }


metadata = Base.metadata
add_platform_tables(metadata)


class Roster(Base):
    """One row a district: whoever changes the district's roster holds it, so that changes come one after another.

    It is also the list of districts there are, and the one table of which the worker sees every row.
    """

    __tablename__ = "roster"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)


class Organisation(Base):
    __tablename__ = "organisation"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "parent_id"], ["organisation.district_id", "organisation.id"]),
        Index(None, "district_id", "parent_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    active: Mapped[bool]
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(comment="district or school")
    parent_id: Mapped[UUID | None]


class OrganisationIdentifier(Base):
    """The ids that sources (SIS) have for an organisation; the tables like it below hold those of other entities."""

    __tablename__ = "organisation_identifier"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "id"], ["organisation.district_id", "organisation.id"]),
        Index(None, "district_id", "id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    sourced_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID]


class Person(Base):
    """Anybody of the district, by a pseudonymous id. What they are called is in `person_name` and nowhere else."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_organisation_ids", "organisation_ids", postgresql_using="gin"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    active: Mapped[bool]
    roles: Mapped[list[str]] = mapped_column(comment="learner, educator, guardian, leader")
    grade: Mapped[str | None]
    organisation_ids: Mapped[list[UUID]]


class PersonName(Base):
    """The only table with names in it."""

    __tablename__ = "person_name"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "id"], ["person.district_id", "person.id"]),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    given_name: Mapped[str]
    family_name: Mapped[str]
    preferred_name: Mapped[str | None]


class PersonIdentifier(Base):
    __tablename__ = "person_identifier"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "id"], ["person.district_id", "person.id"]),
        Index(None, "district_id", "id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    sourced_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID]


class Term(Base):
    __tablename__ = "term"
    __table_args__ = kind("district")

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    active: Mapped[bool]
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(comment="the last day of it")


class TermIdentifier(Base):
    __tablename__ = "term_identifier"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "id"], ["term.district_id", "term.id"]),
        Index(None, "district_id", "id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    sourced_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID]


class Class(Base):
    __tablename__ = "class"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "organisation_id"], ["organisation.district_id", "organisation.id"]),
        ForeignKeyConstraint(["district_id", "term_id"], ["term.district_id", "term.id"]),
        Index(None, "district_id", "organisation_id"),
        Index(None, "district_id", "term_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    active: Mapped[bool]
    title: Mapped[str]
    organisation_id: Mapped[UUID]
    term_id: Mapped[UUID | None]


class ClassIdentifier(Base):
    __tablename__ = "class_identifier"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "id"], ["class.district_id", "class.id"]),
        Index(None, "district_id", "id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    sourced_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID]


class Enrolment(Base):
    """A person's part in a class. Who leaves and comes back has two of them."""

    __tablename__ = "enrolment"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "person_id"], ["person.district_id", "person.id"]),
        ForeignKeyConstraint(["district_id", "class_id"], ["class.district_id", "class.id"]),
        Index(None, "district_id", "person_id"),
        Index(None, "district_id", "class_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    active: Mapped[bool]
    person_id: Mapped[UUID]
    class_id: Mapped[UUID]
    role: Mapped[str] = mapped_column(comment="learner or educator")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class EnrolmentIdentifier(Base):
    __tablename__ = "enrolment_identifier"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "id"], ["enrolment.district_id", "enrolment.id"]),
        Index(None, "district_id", "id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    sourced_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID]


class Guardian(Base):
    """That one person is guardian of another: the tie, not the person. There is one for two people."""

    __tablename__ = "guardian"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "learner_id"], ["person.district_id", "person.id"]),
        ForeignKeyConstraint(["district_id", "guardian_id"], ["person.district_id", "person.id"]),
        UniqueConstraint("district_id", "learner_id", "guardian_id"),
        Index(None, "district_id", "guardian_id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    active: Mapped[bool]
    learner_id: Mapped[UUID]
    guardian_id: Mapped[UUID]
    relation: Mapped[str]


class GuardianIdentifier(Base):
    __tablename__ = "guardian_identifier"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "id"], ["guardian.district_id", "guardian.id"]),
        Index(None, "district_id", "id"),
        kind("district"),
    )

    district_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    sourced_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID]
