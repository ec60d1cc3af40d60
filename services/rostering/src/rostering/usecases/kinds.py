"""The six kinds of things, each declared once: what they refer to, what makes one acceptable, what is told of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel

from rostering import queries, rules, schemas
from rostering.queries import Kept, Shelf
from rostering.rules import Class, Enrolment, Flaw, Guardian, Name, Organisation, Person, Term, Thing
from rostering.schemas import Collection, Out
from shared.contracts.rostering import (
    ClassChanged,
    EnrolmentChanged,
    GuardianChanged,
    Identifier,
    OrganisationChanged,
    PersonChanged,
    PersonNamed,
    TermChanged,
)
from shared.events import Event
from shared.values.identifiers import SourcedId

T = TypeVar("T", bound=Thing)


@dataclass
class Known:
    """What is known when a change is decided: everything it refers to, and what its own transaction has added."""

    ids: dict[Collection, dict[SourcedId, UUID]] = field(default_factory=dict)
    things: dict[Collection, dict[UUID, Kept[Any]]] = field(default_factory=dict)
    ties: dict[tuple[UUID, UUID], UUID] = field(default_factory=dict)

    def id_of(self, collection: Collection, identifier: SourcedId) -> UUID | None:
        return self.ids.get(collection, {}).get(identifier)

    def kept(self, collection: Collection, thing_id: UUID) -> Kept[Any] | None:
        return self.things.get(collection, {}).get(thing_id)

    def thing(self, collection: Collection, thing_id: UUID) -> Any:
        """The thing, which is known to be there."""
        return self.things[collection][thing_id].thing

    def learn(self, collection: Collection, kept: Kept[Any]) -> None:
        self.things.setdefault(collection, {})[kept.id] = kept
        self.ids.setdefault(collection, {}).update(dict.fromkeys(kept.thing.identifiers, kept.id))
        if isinstance(kept.thing, Guardian):
            self.ties[kept.thing.learner_id, kept.thing.guardian_id] = kept.id


@dataclass(frozen=True)
class Kind(Generic[T]):
    """`references` says of which collection a field names a thing; `word` is what one thing of this kind is called."""

    collection: Collection
    word: str
    shelf: Shelf[T]
    references: Mapping[str, Collection]
    line: type[BaseModel]
    out: type[Out]
    make: Callable[..., T]
    flaws: Callable[[UUID, T, T | None, Known], list[Flaw]]
    events: Callable[[UUID, T, T | None], Iterator[Event]]
    added: type[Out] | None = None

    def shown(self, kept: Kept[T]) -> Out:
        """The thing as it goes out."""
        return _shown(self.out, kept)

    def shown_added(self, kept: Kept[T]) -> Out:
        """The thing as its creation is answered."""
        return _shown(self.added or self.out, kept)


def _shown(shape: type[Out], kept: Kept[Any]) -> Out:
    said = {name: getattr(kept.thing, name, None) for name in shape.model_fields}
    if isinstance(kept.thing, Person) and kept.thing.name is not None:
        said |= {name: value for name, value in asdict(kept.thing.name).items() if name in said}
    said |= {"id": kept.id, "version": kept.version, "identifiers": _identifiers(kept.thing)}
    return shape.model_validate(said, from_attributes=True)


def _identifiers(thing: Thing) -> tuple[Identifier, ...]:
    return tuple(Identifier(source=i.source, sourced_id=i.sourced_id) for i in thing.identifiers)


def _organisation_flaws(_: UUID, now: Organisation, before: Organisation | None, known: Known) -> list[Flaw]:
    parent = None if now.parent_id is None else known.thing("organisations", now.parent_id)
    return rules.flaws_of_organisation(now, parent, before)


def _organisation_events(thing_id: UUID, now: Organisation, _: Organisation | None) -> Iterator[Event]:
    yield OrganisationChanged(
        organisation_id=thing_id,
        name=now.name,
        kind=now.kind,
        parent_id=now.parent_id,
        identifiers=_identifiers(now),
        active=now.active,
    )


def _make_person(
    *, given_name: str, family_name: str, preferred_name: str | None, roles: list[Any], organisation_ids: list[UUID],
    **rest: Any,
) -> Person:  # fmt: skip
    return Person(
        name=Name(given_name=given_name, family_name=family_name, preferred_name=preferred_name),
        roles=tuple(sorted(set(roles))),
        organisation_ids=tuple(sorted(set(organisation_ids))),
        **rest,
    )


def _person_flaws(_: UUID, now: Person, before: Person | None, __: Known) -> list[Flaw]:
    return rules.flaws_of_person(now, before)


def _person_events(thing_id: UUID, now: Person, before: Person | None) -> Iterator[Event]:
    if before is None or replace(now, name=None) != replace(before, name=None):
        yield PersonChanged(
            person_id=thing_id,
            roles=now.roles,
            grade=now.grade,
            organisation_ids=now.organisation_ids,
            identifiers=_identifiers(now),
            active=now.active,
        )
    if now.name is not None and (before is None or before.name != now.name):
        yield PersonNamed(
            person_id=thing_id,
            given_name=now.name.given_name,
            family_name=now.name.family_name,
            preferred_name=now.name.preferred_name,
        )


def _term_flaws(_: UUID, now: Term, __: Term | None, ___: Known) -> list[Flaw]:
    return rules.flaws_of_term(now)


def _term_events(thing_id: UUID, now: Term, _: Term | None) -> Iterator[Event]:
    yield TermChanged(
        term_id=thing_id, title=now.title, starts_on=now.starts_on, ends_on=now.ends_on, active=now.active
    )


def _class_flaws(_: UUID, __: Class, ___: Class | None, ____: Known) -> list[Flaw]:
    return []


def _class_events(thing_id: UUID, now: Class, _: Class | None) -> Iterator[Event]:
    yield ClassChanged(
        class_id=thing_id,
        title=now.title,
        organisation_id=now.organisation_id,
        term_id=now.term_id,
        identifiers=_identifiers(now),
        active=now.active,
    )


def _enrolment_flaws(_: UUID, now: Enrolment, before: Enrolment | None, known: Known) -> list[Flaw]:
    return rules.flaws_of_enrolment(now, known.thing("people", now.person_id), before)


def _enrolment_events(thing_id: UUID, now: Enrolment, _: Enrolment | None) -> Iterator[Event]:
    yield EnrolmentChanged(
        enrolment_id=thing_id,
        person_id=now.person_id,
        class_id=now.class_id,
        role=now.role,
        starts_on=now.starts_on,
        ends_on=now.ends_on,
        active=now.active,
    )


def _guardian_flaws(thing_id: UUID, now: Guardian, before: Guardian | None, known: Known) -> list[Flaw]:
    tied = known.ties.get((now.learner_id, now.guardian_id), thing_id)
    if tied != thing_id:
        return [Flaw("", f"These two are tied together already, as {tied}. Change that one.")]
    learner, guardian = known.thing("people", now.learner_id), known.thing("people", now.guardian_id)
    return rules.flaws_of_guardian(now, learner.roles, guardian.roles, before)


def _guardian_events(_: UUID, now: Guardian, __: Guardian | None) -> Iterator[Event]:
    yield GuardianChanged(
        learner_id=now.learner_id, guardian_id=now.guardian_id, relation=now.relation, active=now.active
    )


ORGANISATIONS = Kind(
    "organisations",
    "organisation",
    queries.ORGANISATIONS,
    {"parent_id": "organisations"},
    schemas.OrganisationLine,
    schemas.OrganisationOut,
    Organisation,
    _organisation_flaws,
    _organisation_events,
)
PEOPLE = Kind(
    "people",
    "person",
    queries.PEOPLE,
    {"organisation_ids": "organisations"},
    schemas.PersonLine,
    schemas.PersonOut,
    _make_person,
    _person_flaws,
    _person_events,
    schemas.PersonAdded,
)
TERMS = Kind(
    "terms",
    "term",
    queries.TERMS,
    {},
    schemas.TermLine,
    schemas.TermOut,
    Term,
    _term_flaws,
    _term_events,
)
CLASSES = Kind(
    "classes",
    "class",
    queries.CLASSES,
    {"organisation_id": "organisations", "term_id": "terms"},
    schemas.ClassLine,
    schemas.ClassOut,
    Class,
    _class_flaws,
    _class_events,
)
ENROLMENTS = Kind(
    "enrolments",
    "enrolment",
    queries.ENROLMENTS,
    {"person_id": "people", "class_id": "classes"},
    schemas.EnrolmentLine,
    schemas.EnrolmentOut,
    Enrolment,
    _enrolment_flaws,
    _enrolment_events,
)
GUARDIANS = Kind(
    "guardians",
    "guardian",
    queries.GUARDIANS,
    {"learner_id": "people", "guardian_id": "people"},
    schemas.GuardianLine,
    schemas.GuardianOut,
    Guardian,
    _guardian_flaws,
    _guardian_events,
)

KINDS: Mapping[Collection, Kind[Any]] = {
    kind.collection: kind for kind in (ORGANISATIONS, PEOPLE, TERMS, CLASSES, ENROLMENTS, GUARDIANS)
}
"""In the order in which a reader can take them up: nothing refers to what comes after it."""
