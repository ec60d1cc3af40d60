"""Organisations, terms, people, and how they belong together."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from dashboards.common.models import ReadModel
from shared.contracts.rostering import (
    ClassChanged,
    EnrolmentChanged,
    GuardianChanged,
    OrganisationChanged,
    PersonChanged,
    TermChanged,
)
from shared.roster.tables import add_roster_tables

ROSTER_TABLES = add_roster_tables(ReadModel.metadata, generations=True, details=True)


class Organisation(ReadModel):
    __tablename__ = "organisation"
    __table__ = ROSTER_TABLES.by_event[OrganisationChanged]


class Term(ReadModel):
    __tablename__ = "term"
    __table__ = ROSTER_TABLES.by_event[TermChanged]


class Person(ReadModel):
    """What may be known of a person without knowing the name."""

    __tablename__ = "person"
    __table__ = ROSTER_TABLES.by_event[PersonChanged]


class PersonName(ReadModel):
    """Names, apart: joined only where a page is rendered, gone with the person's tombstone."""

    __tablename__ = "person_name"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    given_name: Mapped[str]
    family_name: Mapped[str]
    preferred_name: Mapped[str | None]


class Guardian(ReadModel):
    __tablename__ = "guardian"
    __table__ = ROSTER_TABLES.by_event[GuardianChanged]


class SchoolClass(ReadModel):
    __tablename__ = "class"
    __table__ = ROSTER_TABLES.by_event[ClassChanged]


class Enrolment(ReadModel):
    __tablename__ = "enrolment"
    __table__ = ROSTER_TABLES.by_event[EnrolmentChanged]


class SafeguardingPeople(ReadModel):
    """Who is named to read the district's concerns: they are led to them."""

    __tablename__ = "safeguarding_people"

    person_ids: Mapped[list[UUID]]
