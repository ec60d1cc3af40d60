"""Changing a roster: one thing or thousands, by the same steps.

Whoever changes a district's roster holds it until commit, so a change is decided on what is there, two that meet come
one after the other, and none can deadlock. Everything a batch refers to is read at once, each change is decided by
itself, and what comes of them is written at once: a refused one leaves no trace and hinders no other.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rostering import queries
from rostering.queries import Kept, Write
from rostering.rules import Flaw, Person, Thing, in_order
from rostering.schemas import Collection, Identifier, In
from rostering.usecases.kinds import KINDS, Kind, Known
from shared.events import publish
from shared.values.identifiers import SourcedId

Mint = Callable[[], UUID]
"""Makes the id of a new thing."""

_BREATH = 200
"""Changes decided before other requests of the process get their turn."""


@dataclass(frozen=True)
class Wanted:
    """What a thing shall be. `thing_id` names one that there is; `key` finds one, or else becomes the new one's own."""

    fields: In
    thing_id: UUID | None = None
    key: SourcedId | None = None


@dataclass(frozen=True)
class Done:
    status: Literal["created", "updated", "unchanged"]
    kept: Kept[Any]


@dataclass(frozen=True)
class Refused:
    """`taken` says that another thing is in the way, rather than something wrong with this one."""

    flaws: list[Flaw]
    taken: bool = False


@dataclass
class _Batch:
    """What is decided so far: one change at most for each thing."""

    kind: Kind[Any]
    known: Known
    mint: Mint
    decided: set[UUID] = field(default_factory=set)
    writes: list[Write[Any]] = field(default_factory=list)


async def change(
    session: AsyncSession, district_id: UUID, kind: Kind[Any], wanted: Sequence[Wanted], mint: Mint
) -> list[Done | Refused]:
    """Make things so, and tell of those that changed. The caller holds the roster."""
    known = await _read(session, district_id, kind, wanted)
    batch = _Batch(kind, known, mint)
    outcomes: dict[int, Done | Refused] = {}
    for n, place in enumerate(_in_turn(wanted)):
        if n % _BREATH == _BREATH - 1:
            await asyncio.sleep(0)
        outcomes[place] = _decide(batch, wanted[place])
    await save(session, district_id, kind, batch.writes)
    return [outcomes[place] for place in range(len(wanted))]


async def save(session: AsyncSession, district_id: UUID, kind: Kind[Any], writes: Sequence[Write[Any]]) -> None:
    """Keep things and tell of them. The caller holds the roster."""
    if not writes:
        return
    await kind.shelf.save(session, district_id, writes)
    named = [w.now for w in writes if isinstance(w.now.thing, Person)]
    await queries.save_names(session, district_id, {k.id: k.thing.name for k in named if k.thing.name is not None})
    events = [event for w in writes for event in kind.events(w.now.id, w.now.thing, w.before)]
    await publish(session, district_id, *events)


def _in_turn(wanted: Sequence[Wanted]) -> list[int]:
    """Districts first: in one file, a school may stand before the district it belongs to."""
    return sorted(range(len(wanted)), key=lambda place: getattr(wanted[place].fields, "parent_id", None) is not None)


async def _read(session: AsyncSession, district_id: UUID, kind: Kind[Any], wanted: Sequence[Wanted]) -> Known:
    """All that the changes refer to: the things themselves, those they name, and who has the identifiers they bring."""
    identifiers: dict[Collection, set[SourcedId]] = {kind.collection: set()}
    ids: dict[Collection, set[UUID]] = {kind.collection: set()}
    for one in wanted:
        identifiers[kind.collection].update(_brought(one))
        if one.thing_id is not None:
            ids[kind.collection].add(one.thing_id)
        for _, collection, reference in _references(kind, one.fields):
            if isinstance(reference, UUID):
                ids.setdefault(collection, set()).add(reference)
            else:
                identifiers.setdefault(collection, set()).add(reference.value())
    known = Known()
    for collection in identifiers.keys() | ids.keys():
        shelf = KINDS[collection].shelf
        known.ids[collection] = await shelf.resolve(session, district_id, identifiers.get(collection, ()))
        every = ids.get(collection, set()) | set(known.ids[collection].values())
        known.things[collection] = await shelf.load(session, district_id, every)
    if kind.collection == "guardians":
        known.ties = await queries.ties_of(session, district_id, known.things.get("people", {}))
    return known


def _brought(wanted: Wanted) -> Iterator[SourcedId]:
    if wanted.key is not None:
        yield wanted.key
    for identifier in getattr(wanted.fields, "identifiers", ()):
        yield identifier.value()


def _references(kind: Kind[Any], fields: In) -> Iterator[tuple[str, Collection, UUID | Identifier]]:
    """Every reference in a body: where it stands, into which collection, and what it says."""
    for name, collection in kind.references.items():
        said = getattr(fields, name)
        if isinstance(said, list):
            yield from ((f"/{name}/{n}", collection, reference) for n, reference in enumerate(said))
        elif said is not None:
            yield f"/{name}", collection, said


def _decide(batch: _Batch, wanted: Wanted) -> Done | Refused:
    kind, known = batch.kind, batch.known
    flaws = [
        Flaw(pointer, f"There is no {KINDS[collection].word} with this id.")
        for pointer, collection, reference in _references(kind, wanted.fields)
        if _referred(known, collection, reference) is None
    ]
    if flaws:
        return Refused(flaws)
    before = _before(batch, wanted)
    thing_id = before.id if before is not None else batch.mint()
    if thing_id in batch.decided:
        # Two ids of one source for one thing: were both taken, each sending of the file would change it twice.
        return Refused([Flaw("/sourced_id", f"An earlier line is about the same {kind.word}, {thing_id}.")])
    now = _thing(kind, known, wanted, before)
    flaws = _taken(batch, thing_id, now)
    if flaws:
        return Refused(flaws, taken=True)
    flaws = kind.flaws(thing_id, now, before.thing if before else None, known)
    if flaws:
        return Refused(flaws)
    batch.decided.add(thing_id)
    if before is not None and before.thing == now:
        return Done("unchanged", before)
    kept = Kept(thing_id, before.version + 1 if before else 1, now)
    batch.writes.append(Write(kept, before.thing if before else None))
    known.learn(kind.collection, kept)
    return Done("updated" if before else "created", kept)


def _before(batch: _Batch, wanted: Wanted) -> Kept[Any] | None:
    found = wanted.thing_id
    if wanted.key is not None:
        found = batch.known.id_of(batch.kind.collection, wanted.key)
    return None if found is None else batch.known.kept(batch.kind.collection, found)


def _referred(known: Known, collection: Collection, reference: UUID | Identifier) -> UUID | None:
    thing_id = reference if isinstance(reference, UUID) else known.id_of(collection, reference.value())
    return thing_id if thing_id is not None and known.kept(collection, thing_id) else None


def _thing(kind: Kind[Any], known: Known, wanted: Wanted, before: Kept[Any] | None) -> Thing:
    """What the thing shall be: the body with every reference as our id. A line of a source adds that source's id, and
    leaves alone those that other sources gave.
    """
    said = {name: getattr(wanted.fields, name) for name in type(wanted.fields).model_fields}
    for name, collection in kind.references.items():
        if isinstance(said[name], list):
            said[name] = [_referred(known, collection, reference) for reference in said[name]]
        elif said[name] is not None:
            said[name] = _referred(known, collection, said[name])
    identifiers = set(_brought(wanted))
    if wanted.key is not None:
        del said["source"], said["sourced_id"]
        identifiers.update(before.thing.identifiers if before else ())
    thing: Thing = kind.make(**said | {"identifiers": in_order(identifiers)})
    return thing


def _taken(batch: _Batch, thing_id: UUID, now: Thing) -> list[Flaw]:
    owners = ((i, batch.known.id_of(batch.kind.collection, i)) for i in now.identifiers)
    return [
        Flaw("/identifiers", f"{identifier} is the id of another {batch.kind.word}, {owner}. Take it from there first.")
        for identifier, owner in owners
        if owner not in (None, thing_id)
    ]
