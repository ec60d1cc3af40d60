"""How a batch of changes is decided: each by itself, on what is stored and on what was accepted before it.

A use case loads a `Lookup` of the entities that the requests are about, and one of each kind that they refer to. For
each request it then builds the entity, asks the `Batch` for a `Draft`, validates that, and has the batch accept it or
rejects the request. `Batch.changes` is what there is to save and to publish.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar
from uuid import UUID

from rostering.rules.entities import E, Stored, in_order
from rostering.rules.validation import ValidationIssue
from shared.values.identifiers import SourcedId

Fields = TypeVar("Fields", covariant=True)

Reference = UUID | SourcedId
"""How a caller names an entity: by our id, or by the one that a source has for it."""

MakeId = Callable[[], UUID]
"""Makes the id of a new entity."""


@dataclass(frozen=True, slots=True)
class ChangeRequest(Generic[Fields]):
    """What an entity is to be, as somebody sent it.

    It is about the entity `entity_id`; or about the one that a source knows by `key`, which is added where there is
    none; or, with neither, about a new one. `identifiers` are all that the entity shall have; a request by `key` adds
    that one and leaves the others alone.
    """

    fields: Fields
    identifiers: tuple[SourcedId, ...] = ()
    entity_id: UUID | None = None
    key: SourcedId | None = None

    def references(self) -> tuple[Reference | None, ...]:
        """All that says which entity the request is about, or which other one is in its way."""
        return (self.entity_id, self.key, *self.identifiers)


@dataclass(frozen=True, slots=True)
class Change(Generic[E]):
    """An entity to be stored, beside what it was before (None: it is new)."""

    stored: Stored[E]
    before: E | None


@dataclass(frozen=True, slots=True)
class Applied(Generic[E]):
    """What became of a request that is acceptable."""

    status: Literal["created", "updated", "unchanged"]
    stored: Stored[E]


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a request is not acceptable. In a conflict another entity is in the way; the request itself is in order."""

    issues: list[ValidationIssue]
    conflict: bool = False


class Lookup(Generic[E]):
    """Entities of one kind, found by our id or by a source's."""

    def __init__(self, noun: str, owners: Mapping[SourcedId, UUID], entities: Iterable[Stored[E]]) -> None:
        self.noun = noun
        self._owners = dict(owners)
        self._by_id = {stored.id: stored for stored in entities}

    def ids(self) -> list[UUID]:
        """The ids of all that were found."""
        return list(self._by_id)

    def owner(self, identifier: SourcedId) -> UUID | None:
        """Whose identifier it is."""
        return self._owners.get(identifier)

    def find(self, reference: Reference | None) -> Stored[E] | None:
        entity_id = self._owners.get(reference) if isinstance(reference, SourcedId) else reference
        return None if entity_id is None else self._by_id.get(entity_id)

    def get(self, reference: Reference) -> Stored[E]:
        """The entity of a reference that `validate_reference` found nothing wrong with."""
        found = self.find(reference)
        if found is None:
            raise LookupError(f"no {self.noun} {reference}")
        return found

    def validate_reference(self, pointer: str, reference: Reference | None) -> list[ValidationIssue]:
        """No reference at all is well."""
        if reference is None or self.find(reference) is not None:
            return []
        return [ValidationIssue(pointer, f"There is no {self.noun} with this id.")]

    def add(self, stored: Stored[E]) -> None:
        """From now on the entity is found, as it is now."""
        self._by_id[stored.id] = stored
        self._owners.update(dict.fromkeys(stored.entity.identifiers, stored.id))


@dataclass(frozen=True, slots=True)
class Draft(Generic[E]):
    """An entity as a request would have it, not yet accepted."""

    id: UUID
    entity: E
    stored: Stored[E] | None

    @property
    def before(self) -> E | None:
        return None if self.stored is None else self.stored.entity


class Batch(Generic[E]):
    """The changes that were accepted so far: one at most for each entity."""

    def __init__(self, entities: Lookup[E], make_id: MakeId) -> None:
        self.changes: list[Change[E]] = []
        self._entities, self._make_id = entities, make_id
        self._decided: set[UUID] = set()

    def draft(self, request: ChangeRequest[object], entity: E) -> Draft[E] | Rejected:
        """Finds which entity the request is about, and gives it its identifiers, where no other entity has these."""
        stored = self._entities.find(request.entity_id or request.key)
        entity_id = self._make_id() if stored is None else stored.id
        noun = self._entities.noun
        if entity_id in self._decided:
            # Two ids of one source for one entity: were both taken, each sending of the file would change it twice.
            return Rejected([ValidationIssue("/sourced_id", f"An earlier line is about the same {noun}, {entity_id}.")])
        entity = replace(entity, identifiers=_identifiers(request, stored))
        owners = ((identifier, self._entities.owner(identifier)) for identifier in entity.identifiers)
        taken = [
            ValidationIssue(
                "/identifiers", f"{identifier} is the id of another {noun}, {owner}. Take it from there first."
            )
            for identifier, owner in owners
            if owner not in (None, entity_id)
        ]
        return Rejected(taken, conflict=True) if taken else Draft(entity_id, entity, stored)

    def accept(self, draft: Draft[E]) -> Applied[E]:
        """Notes the change, where it is one."""
        self._decided.add(draft.id)
        if draft.stored is not None and draft.stored.entity == draft.entity:
            return Applied("unchanged", draft.stored)
        version = 1 if draft.stored is None else draft.stored.version + 1
        stored = Stored(draft.id, version, draft.entity)
        self.changes.append(Change(stored, draft.before))
        self._entities.add(stored)
        return Applied("created" if draft.stored is None else "updated", stored)


def _identifiers(request: ChangeRequest[object], stored: Stored[E] | None) -> tuple[SourcedId, ...]:
    if request.key is None:
        return in_order(request.identifiers)
    return in_order([request.key, *(stored.entity.identifiers if stored else ())])
