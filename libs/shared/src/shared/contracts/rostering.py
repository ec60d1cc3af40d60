"""What rostering tells: organisations, people, terms, guardians, classes, enrolments; and, apart, people's names."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.events.event import Event, Topic

ROSTERING = Topic("trellis.rostering.v1")
PEOPLE = Topic("trellis.rostering.people.v1", compacted=True)

PersonRole = Literal["learner", "educator", "guardian", "leader"]
OrganisationKind = Literal["district", "school"]


class Identifier(BaseModel):
    """The id that a source (a SIS) has for a thing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    sourced_id: str


class OrganisationChanged(
    Event, type="org.trellis.rostering.organisation.changed.v1", topic=ROSTERING, key="organisation_id"
):
    """An organisation was registered or edited; the event holds all of it."""

    organisation_id: UUID
    name: str
    kind: OrganisationKind
    parent_id: UUID | None = None
    identifiers: tuple[Identifier, ...] = ()
    active: bool = True


class TermChanged(Event, type="org.trellis.rostering.term.changed.v1", topic=ROSTERING, key="term_id"):
    term_id: UUID
    title: str
    starts_on: date
    ends_on: date
    active: bool = True


class PersonChanged(Event, type="org.trellis.rostering.person.changed.v1", topic=ROSTERING, key="person_id"):
    """A person was registered or edited: what services may know of anybody, which is not the name."""

    person_id: UUID
    roles: tuple[PersonRole, ...]
    grade: str | None = None
    organisation_ids: tuple[UUID, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    active: bool = True


class GuardianChanged(Event, type="org.trellis.rostering.guardian.changed.v1", topic=ROSTERING, key="learner_id"):
    """A guardian was tied to a learner, or no longer is."""

    learner_id: UUID
    guardian_id: UUID
    relation: str = "guardian"
    active: bool = True


class ClassChanged(Event, type="org.trellis.rostering.class.changed.v1", topic=ROSTERING, key="class_id"):
    class_id: UUID
    title: str
    organisation_id: UUID
    term_id: UUID | None = None
    identifiers: tuple[Identifier, ...] = ()
    active: bool = True


class EnrolmentChanged(Event, type="org.trellis.rostering.enrolment.changed.v1", topic=ROSTERING, key="person_id"):
    """A person (learner or educator) joined a class, or left it."""

    enrolment_id: UUID
    person_id: UUID
    class_id: UUID
    role: Literal["learner", "educator"]
    starts_on: date | None = None
    ends_on: date | None = None
    active: bool = True


class PersonNamed(Event, type="org.trellis.rostering.person.named.v1", topic=PEOPLE, key="person_id"):
    """The one event with a name in it. A tombstone of its key erases it."""

    person_id: UUID
    given_name: str
    family_name: str
    preferred_name: str | None = None
