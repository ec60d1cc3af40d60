"""The six kinds of entities of a roster, as values: two that are equal are the same state."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, Literal, TypeVar
from uuid import UUID

from shared.values.identifiers import SourcedId

PersonRole = Literal["learner", "educator", "guardian", "leader"]
EnrolmentRole = Literal["learner", "educator"]
OrganisationKind = Literal["district", "school"]

LONGEST_NAME = 250
LONGEST_TITLE = 1000
LONGEST_CODE = 50


@dataclass(frozen=True, kw_only=True)
class Entity:
    """What all entities have: the ids that sources (SIS) know them by, and whether they are still active."""

    identifiers: tuple[SourcedId, ...] = ()
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class Organisation(Entity):
    name: str
    kind: OrganisationKind
    parent_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Name:
    given_name: str
    family_name: str
    preferred_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Person(Entity):
    """`name` is None for a person who was forgotten, and for nobody else."""

    name: Name | None
    roles: tuple[PersonRole, ...]
    grade: str | None = None
    organisation_ids: tuple[UUID, ...] = ()

    @property
    def forgotten(self) -> bool:
        return self.name is None

    def without_name(self) -> "Person":
        """What other services may know of the person."""
        return replace(self, name=None)

    def forget(self) -> "Person":
        """What is left of a person whom a district has us forget: the pseudonym, for what others hold of it."""
        return replace(self, name=None, identifiers=(), active=False)


@dataclass(frozen=True, kw_only=True)
class Term(Entity):
    """Both days belong to it."""

    title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Class(Entity):
    title: str
    organisation_id: UUID
    term_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Enrolment(Entity):
    """A person's part in a class."""

    person_id: UUID
    class_id: UUID
    role: EnrolmentRole
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Guardian(Entity):
    """`guardian_id` is guardian of `learner_id`: the tie between two people, not a person."""

    learner_id: UUID
    guardian_id: UUID
    relation: str = "guardian"


E = TypeVar("E", bound=Entity)


@dataclass(frozen=True, slots=True)
class Stored(Generic[E]):
    """An entity as it is stored: under which id, and how often it was written."""

    id: UUID
    version: int
    entity: E


def in_order(identifiers: Iterable[SourcedId]) -> tuple[SourcedId, ...]:
    """The same identifiers, each once, in one order whoever sent them."""
    return tuple(sorted(set(identifiers)))
