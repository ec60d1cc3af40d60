"""The ids that sources have for entities. Each table of entities has one of identifiers beside it."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple
from uuid import UUID

from rostering.rules.changes import Change, Reference
from rostering.rules.entities import E, Entity
from shared.db.query import Command, Query, Transaction
from shared.values.identifiers import SourcedId

Table = Literal["organisation", "person", "term", "class", "enrolment", "guardian"]
_TABLES: tuple[Table, ...] = ("organisation", "person", "term", "class", "enrolment", "guardian")


class IdentifierOwner(NamedTuple):
    source: str
    sourced_id: str
    id: UUID


def _owners_of(table: Table) -> Query[IdentifierOwner]:
    return Query(
        f"""
select i.source, i.sourced_id, i.id from {table}_identifier i
join (select distinct source, sourced_id from unnest(cast(:sources as text[]), cast(:sourced_ids as text[]))
  as w(source, sourced_id)) w
  on w.source = i.source and w.sourced_id = i.sourced_id
where i.district_id = :district_id""",  # noqa: S608 - the table is one of ours
        IdentifierOwner,
    )


def _insert_into(table: Table) -> Command:
    return Command(f"""
insert into {table}_identifier (district_id, source, sourced_id, id)
select :district_id, w.source, w.sourced_id, w.id
from unnest(cast(:sources as text[]), cast(:sourced_ids as text[]), cast(:ids as uuid[])) as w(source, sourced_id, id)
""")  # noqa: S608 - the table is one of ours


def _delete_from(table: Table) -> Command:
    return Command(f"""
delete from {table}_identifier i
using unnest(cast(:sources as text[]), cast(:sourced_ids as text[])) as w(source, sourced_id)
where i.district_id = :district_id and i.source = w.source and i.sourced_id = w.sourced_id
""")  # noqa: S608 - the table is one of ours


_OWNERS = {table: _owners_of(table) for table in _TABLES}
_INSERT = {table: _insert_into(table) for table in _TABLES}
_DELETE = {table: _delete_from(table) for table in _TABLES}


async def resolve(
    session: Transaction, district_id: UUID, table: Table, references: Iterable[Reference | None]
) -> tuple[dict[SourcedId, UUID], list[UUID]]:
    """Whose the identifiers among the references are, and the ids of all that are referred to."""
    wanted = set(references)
    identifiers = [one for one in wanted if isinstance(one, SourcedId)]
    ids = {one for one in wanted if isinstance(one, UUID)}
    if not identifiers:
        return {}, list(ids)
    rows = await _OWNERS[table].all(
        session,
        district_id=district_id,
        sources=[identifier.source for identifier in identifiers],
        sourced_ids=[identifier.sourced_id for identifier in identifiers],
    )
    owners = {SourcedId(row.source, row.sourced_id): row.id for row in rows}
    return owners, list(ids.union(owners.values()))


async def save_identifiers(session: Transaction, district_id: UUID, table: Table, changes: Sequence[Change[E]]) -> None:
    """Takes away those that the entities no longer have, and adds those that are new."""
    gone = [i for c in changes for i in _of(c.before) if i not in c.stored.entity.identifiers]
    if gone:
        await _DELETE[table].run(
            session,
            district_id=district_id,
            sources=[identifier.source for identifier in gone],
            sourced_ids=[identifier.sourced_id for identifier in gone],
        )
    new = [(i, c.stored.id) for c in changes for i in c.stored.entity.identifiers if i not in _of(c.before)]
    if new:
        await _INSERT[table].run(
            session,
            district_id=district_id,
            sources=[identifier.source for identifier, _ in new],
            sourced_ids=[identifier.sourced_id for identifier, _ in new],
            ids=[owner for _, owner in new],
        )


def _of(entity: Entity | None) -> tuple[SourcedId, ...]:
    return () if entity is None else entity.identifiers
