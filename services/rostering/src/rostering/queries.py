"""All SQL of this service. Statements are made once, one set for each kind of thing, and take many things at once."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Row, TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from rostering.rules import (
    Class,
    Enrolment,
    Guardian,
    Name,
    Organisation,
    Person,
    Term,
    Thing,
    in_order,
)
from shared.values.identifiers import SourcedId

T = TypeVar("T", bound=Thing)

_LOCK = text("select true from roster where district_id = :district_id for update")
_OPEN = text("insert into roster (district_id) values (:district_id) on conflict do nothing")
_DISTRICTS = text("select district_id from roster order by district_id")
_TIES = text("""
select id, learner_id, guardian_id from guardian
where district_id = :district_id and learner_id = any(cast(:learner_ids as uuid[]))
""")
_NAME = text("""
insert into person_name (district_id, id, given_name, family_name, preferred_name)
select :district_id, n.id, n.given_name, n.family_name, n.preferred_name
from unnest(cast(:ids as uuid[]), cast(:given as text[]), cast(:family as text[]), cast(:preferred as text[]))
  as n(id, given_name, family_name, preferred_name)
on conflict (district_id, id) do update
set given_name = excluded.given_name, family_name = excluded.family_name, preferred_name = excluded.preferred_name
""")
_UNNAME = text("delete from person_name where district_id = :district_id and id = any(cast(:ids as uuid[]))")


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A thing as it is kept: its id, how often it was written, and what it says."""

    id: UUID
    version: int
    thing: T


@dataclass(frozen=True)
class Write(Generic[T]):
    """A thing to be kept in place of what was kept of it before."""

    now: Kept[T]
    before: T | None


class Shelf(Generic[T]):
    """The tables of one kind of thing, `table` and `table_identifier`, and the statements over them.

    The fields of the thing are the columns of the table. `filters` are conditions on `t`, by parameter; each is in
    force where its parameter is not null.
    """

    def __init__(
        self,
        table: str,
        make: Callable[[Row[Any], tuple[SourcedId, ...]], T],
        columns: Sequence[str],
        *,
        filters: Mapping[str, str],
        joined: str = "",
        also: str = "",
    ) -> None:
        self._make = make
        self._columns = [*columns, "active"]
        selected = ", ".join(f"t.{name}" for name in ("id", "version", *self._columns)) + also
        self._filters = dict.fromkeys([*filters, "active", "source", "sourced_id"])
        row = f"""
select {selected}, i.sources, i.sourced_ids from {table} t {joined}
left join lateral (select array_agg(i.source) as sources, array_agg(i.sourced_id) as sourced_ids
  from {table}_identifier i where i.district_id = t.district_id and i.id = t.id) i on true
where t.district_id = :district_id"""  # noqa: S608 - every name in it is ours
        conditions = "".join(f" and {condition}" for condition in filters.values())
        self._load = text(f"{row} and t.id = any(cast(:ids as uuid[]))")
        self._list = text(f"""{row}
and (cast(:after as uuid) is null or t.id > cast(:after as uuid))
and (cast(:active as boolean) is null or t.active = cast(:active as boolean))
and (cast(:source as text) is null or exists (select from {table}_identifier w where w.district_id = t.district_id
  and w.id = t.id and w.source = cast(:source as text) and w.sourced_id = cast(:sourced_id as text)))
{conditions} order by t.id limit :limit""")
        self._resolve = text(f"""
select i.source, i.sourced_id, i.id from {table}_identifier i
join (select distinct source, sourced_id from unnest(cast(:sources as text[]), cast(:sourced_ids as text[]))
  as w(source, sourced_id)) w
  on w.source = i.source and w.sourced_id = i.sourced_id
where i.district_id = :district_id""")  # noqa: S608
        self._save = self._save_statement(table)
        self._identify = text(f"""
insert into {table}_identifier (district_id, source, sourced_id, id)
select :district_id, w.source, w.sourced_id, w.id
from unnest(cast(:sources as text[]), cast(:sourced_ids as text[]), cast(:ids as uuid[])) as w(source, sourced_id, id)
""")  # noqa: S608
        self._disown = text(f"""
delete from {table}_identifier i using unnest(cast(:sources as text[]), cast(:sourced_ids as text[])) as
  w(source, sourced_id)
where i.district_id = :district_id and i.source = w.source and i.sourced_id = w.sourced_id
""")  # noqa: S608

    def _save_statement(self, table: str) -> TextClause:
        names = ["district_id", "id", "version", *self._columns]
        changes = ", ".join(f"{name} = excluded.{name}" for name in names[2:])
        return text(f"""
insert into {table} ({", ".join(names)})
select {", ".join(names)} from jsonb_populate_recordset(null::{table}, cast(:rows as jsonb))
on conflict (district_id, id) do update set {changes}""")  # noqa: S608

    async def load(self, session: AsyncSession, district_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Kept[T]]:
        """The things of these ids, as far as there are any."""
        wanted = list(set(ids))
        if not wanted:
            return {}
        rows = await session.execute(self._load, {"district_id": district_id, "ids": wanted})
        return {row.id: self._kept(row) for row in rows}

    async def page(
        self, session: AsyncSession, district_id: UUID, filters: Mapping[str, Any], *, after: UUID | None, limit: int
    ) -> list[Kept[T]]:
        """Things in the order of their ids, from behind `after`; of each filter that is not None."""
        parameters = {**self._filters, **filters} | {"district_id": district_id, "after": after, "limit": limit}
        return [self._kept(row) for row in await session.execute(self._list, parameters)]

    async def resolve(
        self, session: AsyncSession, district_id: UUID, identifiers: Iterable[SourcedId]
    ) -> dict[SourcedId, UUID]:
        """Which of these ids of sources are known, and whose they are."""
        wanted = list(set(identifiers))
        if not wanted:
            return {}
        rows = await session.execute(self._resolve, {"district_id": district_id} | _columns_of(wanted))
        return {SourcedId(row.source, row.sourced_id): row.id for row in rows}

    async def save(self, session: AsyncSession, district_id: UUID, writes: Sequence[Write[T]]) -> None:
        """Keep these things, whole, with their identifiers. The caller holds the roster."""
        if not writes:
            return
        rows = [self._row(district_id, write.now) for write in writes]
        await session.execute(self._save, {"rows": json.dumps(rows, default=str)})
        gone = [i for w in writes for i in _identifiers(w.before) if i not in w.now.thing.identifiers]
        if gone:
            await session.execute(self._disown, {"district_id": district_id} | _columns_of(gone))
        new = [(i, w.now.id) for w in writes for i in w.now.thing.identifiers if i not in _identifiers(w.before)]
        if new:
            parameters = _columns_of([identifier for identifier, _ in new]) | {"ids": [owner for _, owner in new]}
            await session.execute(self._identify, {"district_id": district_id} | parameters)

    def _kept(self, row: Row[Any]) -> Kept[T]:
        identifiers = in_order(map(SourcedId, row.sources or (), row.sourced_ids or ()))
        return Kept(row.id, row.version, self._make(row, identifiers))

    def _row(self, district_id: UUID, kept: Kept[T]) -> dict[str, Any]:
        said = {column: getattr(kept.thing, column) for column in self._columns}
        return {"district_id": district_id, "id": kept.id, "version": kept.version} | said


def _plain(table: str, thing: type[T], **filters: str) -> Shelf[T]:
    """A shelf for a kind whose fields are simply its columns."""
    columns = [field.name for field in fields(thing) if field.name not in ("identifiers", "active")]

    def make(row: Row[Any], identifiers: tuple[SourcedId, ...]) -> T:
        said = {column: getattr(row, column) for column in columns}
        return thing(**said, active=row.active, identifiers=identifiers)

    return Shelf(table, make, columns, filters=filters)


def _person(row: Row[Any], identifiers: tuple[SourcedId, ...]) -> Person:
    named = row.given_name is not None
    return Person(
        name=Name(given_name=row.given_name, family_name=row.family_name, preferred_name=row.preferred_name)
        if named
        else None,
        roles=tuple(row.roles),
        grade=row.grade,
        organisation_ids=tuple(row.organisation_ids),
        active=row.active,
        identifiers=identifiers,
    )


def _same(column: str, cast: str = "uuid") -> str:
    return f"(cast(:{column} as {cast}) is null or t.{column} = cast(:{column} as {cast}))"


ORGANISATIONS = _plain("organisation", Organisation, kind=_same("kind", "text"), parent_id=_same("parent_id"))
PEOPLE = Shelf(
    "person",
    _person,
    ["roles", "grade", "organisation_ids"],
    also=", n.given_name, n.family_name, n.preferred_name",
    joined="left join person_name n on n.district_id = t.district_id and n.id = t.id",
    filters={
        "role": "(cast(:role as text) is null or cast(:role as text) = any(t.roles))",
        "organisation_id": """
(cast(:organisation_id as uuid) is null or t.organisation_ids @> array[cast(:organisation_id as uuid)])""",
        "class_id": """
(cast(:class_id as uuid) is null or exists (select from enrolment e where e.district_id = t.district_id
  and e.person_id = t.id and e.class_id = cast(:class_id as uuid) and e.active))""",
    },
)
TERMS = _plain("term", Term)
CLASSES = _plain("class", Class, organisation_id=_same("organisation_id"), term_id=_same("term_id"))
ENROLMENTS = _plain(
    "enrolment", Enrolment, person_id=_same("person_id"), class_id=_same("class_id"), role=_same("role", "text")
)
GUARDIANS = _plain("guardian", Guardian, learner_id=_same("learner_id"), guardian_id=_same("guardian_id"))


async def lock_roster(session: AsyncSession, district_id: UUID) -> None:
    """Hold the district's roster until commit: what is read from here on is what there is."""
    if not await session.scalar(_LOCK, {"district_id": district_id}):
        await session.execute(_OPEN, {"district_id": district_id})
        await session.scalar(_LOCK, {"district_id": district_id})


async def districts(session: AsyncSession) -> list[UUID]:
    """Every district that ever had a roster. The worker role alone sees them all."""
    return list(await session.scalars(_DISTRICTS))


async def ties_of(
    session: AsyncSession, district_id: UUID, learner_ids: Iterable[UUID]
) -> dict[tuple[UUID, UUID], UUID]:
    """Who is tied to these learners: (learner, guardian) to the tie's id."""
    rows = await session.execute(_TIES, {"district_id": district_id, "learner_ids": list(set(learner_ids))})
    return {(row.learner_id, row.guardian_id): row.id for row in rows}


async def save_names(session: AsyncSession, district_id: UUID, names: Mapping[UUID, Name]) -> None:
    if not names:
        return
    await session.execute(
        _NAME,
        {
            "district_id": district_id,
            "ids": list(names),
            "given": [name.given_name for name in names.values()],
            "family": [name.family_name for name in names.values()],
            "preferred": [name.preferred_name for name in names.values()],
        },
    )


async def erase_names(session: AsyncSession, district_id: UUID, person_ids: Sequence[UUID]) -> None:
    await session.execute(_UNNAME, {"district_id": district_id, "ids": list(person_ids)})


def _identifiers(thing: Thing | None) -> tuple[SourcedId, ...]:
    return thing.identifiers if thing is not None else ()


def _columns_of(identifiers: Sequence[SourcedId]) -> dict[str, Any]:
    return {
        "sources": [identifier.source for identifier in identifiers],
        "sourced_ids": [identifier.sourced_id for identifier in identifiers],
    }
