"""What the statements over all kinds of entities share: identifiers beside each, pages, and storing them whole.

The table of entities is `t` in every statement, the identifiers of one are `i.sources` and `i.sourced_ids`.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from rostering.queries.identifiers import Table, save_identifiers
from rostering.rules.changes import Change
from rostering.rules.entities import E, in_order
from shared.db.query import Command, Transaction
from shared.values.identifiers import SourcedId


class PageSelection(NamedTuple):
    """Which entities of a list: up to `limit` behind `after`, and of each condition that is not None."""

    limit: int
    after: UUID | None = None
    active: bool | None = None
    source: str | None = None
    sourced_id: str | None = None


def with_identifiers(table: Table) -> str:
    """For `from`: the table, with the identifiers of each entity."""
    return f"""{table} t cross join lateral (
  select coalesce(array_agg(w.source), '{{}}') as sources, coalesce(array_agg(w.sourced_id), '{{}}') as sourced_ids
  from {table}_identifier w where w.district_id = t.district_id and w.id = t.id) i"""  # noqa: S608 - it is ours


def in_page(table: Table) -> str:
    """For the end of `where`: the conditions of a `PageSelection`."""
    return f"""
and (cast(:after as uuid) is null or t.id > cast(:after as uuid))
and (cast(:active as boolean) is null or t.active = cast(:active as boolean))
and (cast(:source as text) is null or exists (select from {table}_identifier w where w.district_id = t.district_id
  and w.id = t.id and w.source = cast(:source as text) and w.sourced_id = cast(:sourced_id as text)))
order by t.id limit :limit"""


def equal(column: str, kind: str = "uuid") -> str:
    """For `where`: the column has the parameter's value, where that is not null."""
    return f"(cast(:{column} as {kind}) is null or t.{column} = cast(:{column} as {kind}))"


def identifiers_of(sources: Sequence[str], sourced_ids: Sequence[str]) -> tuple[SourcedId, ...]:
    return in_order(map(SourcedId, sources, sourced_ids))


class Upsert(Command):
    """Stores entities whole: new ones are inserted, known ones replaced. Their fields are the table's columns."""

    def __init__(self, table: Table, *columns: str) -> None:
        self._table: Table = table
        self._columns = ("active", *columns)
        names = ("district_id", "id", "version", *self._columns)
        super().__init__(f"""
insert into {table} ({", ".join(names)})
select {", ".join(names)} from jsonb_populate_recordset(null::{table}, cast(:rows as jsonb))
on conflict (district_id, id) do update set {", ".join(f"{name} = excluded.{name}" for name in names[2:])}
""")  # noqa: S608 - all names are ours

    async def save(self, session: Transaction, district_id: UUID, changes: Sequence[Change[E]]) -> None:
        """Stores the entities and their identifiers. The caller holds the roster."""
        if not changes:
            return
        rows = [
            {"district_id": district_id, "id": stored.id, "version": stored.version}
            | {column: getattr(stored.entity, column) for column in self._columns}
            for stored in (change.stored for change in changes)
        ]
        await self.run(session, rows=json.dumps(rows, default=str))
        await save_identifiers(session, district_id, self._table, changes)
