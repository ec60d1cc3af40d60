"""What a roster may say, and when a thing of it has changed. Pure.

A thing is a value: two that are equal are the same state, so a write that leads to an equal one changes nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from shared.values.identifiers import SourcedId

PersonRole = Literal["learner", "educator", "guardian", "leader"]
EnrolmentRole = Literal["learner", "educator"]
OrganisationKind = Literal["district", "school"]

LONGEST_NAME = 250
LONGEST_TITLE = 1000
LONGEST_CODE = 50

_STAYS = "{}, and stays so. End it, without its ids where a source has given them to another, and add another."


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a thing is not acceptable, and which field says so (RFC 6901)."""

    pointer: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What all things of a roster have: the ids that sources know them by, and whether they are still so."""

    identifiers: tuple[SourcedId, ...] = ()
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class Organisation(Thing):
    name: str
    kind: OrganisationKind
    parent_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Name:
    given_name: str
    family_name: str
    preferred_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Person(Thing):
    """`name` is None for a person who was forgotten, and for nobody else."""

    name: Name | None
    roles: tuple[PersonRole, ...]
    grade: str | None = None
    organisation_ids: tuple[UUID, ...] = ()

    @property
    def forgotten(self) -> bool:
        return self.name is None


@dataclass(frozen=True, kw_only=True)
class Term(Thing):
    """Both days belong to it."""

    title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Class(Thing):
    title: str
    organisation_id: UUID
    term_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Enrolment(Thing):
    person_id: UUID
    class_id: UUID
    role: EnrolmentRole
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Guardian(Thing):
    """That `guardian_id` is guardian of `learner_id`: the tie between two people."""

    learner_id: UUID
    guardian_id: UUID
    relation: str = "guardian"


def in_order(identifiers: Iterable[SourcedId]) -> tuple[SourcedId, ...]:
    """The same identifiers, each once, in one order whoever sent them."""
    return tuple(sorted(set(identifiers)))


def flaws_of_organisation(
    organisation: Organisation, parent: Organisation | None, before: Organisation | None
) -> list[Flaw]:
    """`parent` is the one it names. Schools hang under districts and districts under nothing, so there is no circle."""
    flaws = []
    if before is not None and before.kind != organisation.kind:
        flaws.append(Flaw("/kind", f"A {before.kind} stays one. Register another organisation and end this one."))
    if organisation.kind == "district" and organisation.parent_id is not None:
        flaws.append(Flaw("/parent_id", "A district stands under no other organisation."))
    if parent is not None and parent.kind != "district":
        flaws.append(Flaw("/parent_id", "Only a district can be a parent; this is a school."))
    return flaws


def flaws_of_person(_: Person, before: Person | None) -> list[Flaw]:
    if before is not None and before.forgotten:
        return [Flaw("", "This person was forgotten, and this id with them. Register the person anew.")]
    return []


def flaws_of_term(term: Term) -> list[Flaw]:
    return _order_of(term.starts_on, term.ends_on)


def flaws_of_enrolment(enrolment: Enrolment, person: Person, before: Enrolment | None) -> list[Flaw]:
    """`person` is whom it enrols. Who is in the class now may have changed roles since, so an old one may stay."""
    flaws = _order_of(enrolment.starts_on, enrolment.ends_on)
    if before is not None and (before.person_id, before.class_id) != (enrolment.person_id, enrolment.class_id):
        flaws.append(
            Flaw("", _STAYS.format(f"This enrolment is of person {before.person_id} in class {before.class_id}"))
        )
    if (before is None or before.role != enrolment.role) and enrolment.role not in person.roles:
        flaws.append(Flaw("/role", f"The person has no role {enrolment.role} to be enrolled in."))
    return flaws


def flaws_of_guardian(
    guardian: Guardian, learner_roles: Collection[str], guardian_roles: Collection[str], before: Guardian | None
) -> list[Flaw]:
    """The roles are those of the two people it ties together."""
    if guardian.learner_id == guardian.guardian_id:
        return [Flaw("/guardian_id", "A person is not their own guardian.")]
    if before is not None:
        if (before.learner_id, before.guardian_id) != (guardian.learner_id, guardian.guardian_id):
            pair = f"learner {before.learner_id} and guardian {before.guardian_id}"
            return [Flaw("", _STAYS.format(f"This guardianship is of {pair}"))]
        return []
    flaws = []
    if "learner" not in learner_roles:
        flaws.append(Flaw("/learner_id", "This person has no role learner."))
    if "guardian" not in guardian_roles:
        flaws.append(Flaw("/guardian_id", "This person has no role guardian."))
    return flaws


def forgotten(person: Person) -> Person:
    """What is left of a person whom a district has us forget: the pseudonym, for what others hold of it."""
    return replace(person, name=None, identifiers=(), active=False)


def _order_of(starts_on: date | None, ends_on: date | None) -> list[Flaw]:
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        return [Flaw("/ends_on", f"It ends on {ends_on}, before it starts on {starts_on}.")]
    return []
