"""What rostering tells: organisations, people, terms, guardians, classes, enrolments; and, apart, people's names."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.events.event import Event, Topic

ROSTERING = Topic("trellis.rostering.v1")
PEOPLE = Topic("trellis.rostering.people.v1", compacted=True)

PersonRole = Literal["learner", "educator", "guardian", "leader"]
OrganisationKind = Literal["district", "school"]


class Identifier(BaseModel):
    """The id that a source, such as a student information system, has for something."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(description="the name of the source")
    sourced_id: str = Field(description="the id that the source gives")


class OrganisationChanged(
    Event, type="org.trellis.rostering.organisation.changed.v1", topic=ROSTERING, key="organisation_id"
):
    """An organisation was added or changed. The event holds all of it."""

    organisation_id: UUID = Field(description="the organisation's id")
    name: str = Field(description="its name")
    kind: OrganisationKind = Field(description="a district or a school")
    parent_id: UUID | None = Field(default=None, description="the organisation above it")
    identifiers: tuple[Identifier, ...] = Field(
        default=(), description="the ids that the district's systems have for it"
    )
    active: bool = Field(default=True, description="false once it has ended or was removed")


class TermChanged(Event, type="org.trellis.rostering.term.changed.v1", topic=ROSTERING, key="term_id"):
    """A term was added or changed. The event holds all of it."""

    term_id: UUID = Field(description="the term's id")
    title: str = Field(description="its title")
    starts_on: date = Field(description="its first day")
    ends_on: date = Field(description="its last day")
    active: bool = Field(default=True, description="false once it has ended or was removed")


class PersonChanged(Event, type="org.trellis.rostering.person.changed.v1", topic=ROSTERING, key="person_id"):
    """A person was added or changed. The event holds what any service may know of a person, which does not include the
    name.
    """

    person_id: UUID = Field(description="the person's id")
    roles: tuple[PersonRole, ...] = Field(description="what the person is in the district")
    grade: str | None = Field(default=None, description="of a learner: the grade, as the district's system writes it")
    organisation_ids: tuple[UUID, ...] = Field(default=(), description="the organisations that the person belongs to")
    identifiers: tuple[Identifier, ...] = Field(
        default=(), description="the ids that the district's systems have for it"
    )
    active: bool = Field(default=True, description="false once it has ended or was removed")


class GuardianChanged(Event, type="org.trellis.rostering.guardian.changed.v1", topic=ROSTERING, key="learner_id"):
    """A guardian was linked to a learner, or the link was changed or ended."""

    learner_id: UUID = Field(description="the learner's id")
    guardian_id: UUID = Field(description="the guardian's id as a person")
    relation: str = Field(default="guardian", description="how the guardian is related to the learner")
    active: bool = Field(default=True, description="false once it has ended or was removed")


class ClassChanged(Event, type="org.trellis.rostering.class.changed.v1", topic=ROSTERING, key="class_id"):
    """A class was added or changed. The event holds all of it."""

    class_id: UUID = Field(description="the class's id")
    title: str = Field(description="its title")
    organisation_id: UUID = Field(description="the school that holds it")
    term_id: UUID | None = Field(default=None, description="the term that it is held in")
    identifiers: tuple[Identifier, ...] = Field(
        default=(), description="the ids that the district's systems have for it"
    )
    active: bool = Field(default=True, description="false once it has ended or was removed")


class EnrolmentChanged(Event, type="org.trellis.rostering.enrolment.changed.v1", topic=ROSTERING, key="person_id"):
    """A learner or an educator joined a class, left it, or the enrolment was changed."""

    enrolment_id: UUID = Field(description="the enrolment's id")
    person_id: UUID = Field(description="the person's id")
    class_id: UUID = Field(description="the class's id")
    role: Literal["learner", "educator"] = Field(description="as a learner or as an educator")
    starts_on: date | None = Field(default=None, description="the first day; absent: from the beginning")
    ends_on: date | None = Field(default=None, description="the last day; absent: no end is set")
    active: bool = Field(default=True, description="false once it has ended or was removed")


class PersonNamed(Event, type="org.trellis.rostering.person.named.v1", topic=PEOPLE, key="person_id"):
    """A person's names, the only event that holds any. A tombstone of the key erases them."""

    person_id: UUID = Field(description="the person's id")
    given_name: str = Field(description="the given name")
    family_name: str = Field(description="the family name")
    preferred_name: str | None = Field(default=None, description="the name that the person goes by")
