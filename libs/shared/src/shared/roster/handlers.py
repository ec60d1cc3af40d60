"""What rostering tells, written into a service's roster tables.

A service mounts the handlers in a subscription of its own::

    subscription = Subscription("coaching.roster", roster_handlers(ROSTER_TABLES, look_at_sessions))

Events of one key come in order, and each once in effect (`shared.events.apply`); those of different keys come in any
order. So a row is what the last event of its thing says. A thing that rostering ends stays, as one that is not active.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Column, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.rostering import ClassChanged, EnrolmentChanged, PersonChanged, TermChanged
from shared.db.query import Query
from shared.events.apply import Handler
from shared.events.event import Event, Received
from shared.roster.tables import RosterTables


class RosterChange(NamedTuple):
    """Something in a district's roster is other than before. `classes` are those of which it may count otherwise now
    who learns or teaches in them.
    """

    district_id: UUID
    generation: int
    classes: frozenset[UUID]


Follower = Callable[[AsyncSession, RosterChange], Awaitable[None]]
"""Called in the transaction of the change, once for all events of a kind in a batch."""


class Written(NamedTuple):
    """How many rows are other than before, and the classes of which it may count otherwise who is in them."""

    changed: int
    classes: list[UUID]


def roster_handlers(tables: RosterTables, *followers: Follower) -> dict[type[Event], Handler]:
    """A handler for each event that fills one of these tables.

    An event that says what is known already calls no follower.
    """
    return {event: _Writer(tables, event, followers).write for event in tables.by_event}


class _Writer:
    """Writes the events of one kind into their table."""

    def __init__(self, tables: RosterTables, event: type[Event], followers: Sequence[Follower]) -> None:
        table = tables.by_event[event]
        own = [column for column in table.columns if column.name not in tables.scope]
        self._upsert = _upsert(tables, event, table, own)
        self._arrays = {column.name for column in own if isinstance(column.type, ARRAY)}
        self._names = [column.name for column in own]
        self._key = [column.name for column in own if column.primary_key]
        self._generations = tables.generations
        self._followers = followers

    async def write(self, session: AsyncSession, events: Sequence[Received[Any]]) -> None:
        district_id, generation = events[0].district_id, events[0].epoch
        latest = {tuple(getattr(event.data, name) for name in self._key): event.data for event in events}
        # In one order, so that two transactions cannot wait for each other's rows.
        things = [latest[key] for key in sorted(latest)]
        rows = {name: [self._value(name, getattr(thing, name)) for thing in things] for name in self._names}
        scope = {"generation": generation} if self._generations else {}
        written = await self._upsert.one(session, district_id=district_id, **scope, **rows)
        if written.changed:
            change = RosterChange(district_id, generation, frozenset(written.classes))
            for follower in self._followers:
                await follower(session, change)

    def _value(self, name: str, value: Any) -> Any:
        return _array_literal(value) if name in self._arrays else value


def _array_literal(values: Iterable[str | UUID]) -> str:
    """A PostgreSQL array of words without commas, quotes or braces: roles and ids. As text, because `unnest` would
    flatten an array of arrays.
    """
    return "{" + ",".join(str(value) for value in values) + "}"


def _upsert(tables: RosterTables, event: type[Event], table: Table, own: Sequence[Column[Any]]) -> Query[Written]:
    """Writes rows that come as one array a column; those that say nothing new are left alone."""
    key = [column.name for column in own if column.primary_key]
    said = [column.name for column in own if not column.primary_key]
    incoming = ", ".join(f"cast(:{column.name} as {_travels_as(column)}[])" for column in own)
    values = ", ".join(f"cast(i.{column.name} as {_sql_type(column)})" for column in own)
    names = ", ".join(column.name for column in own)
    returned = [*key, *(["class_id"] if event is EnrolmentChanged else [])]
    sql = f"""
with written as (
  insert into {table.name} as known ({", ".join(tables.scope)}, {names})
  select {", ".join(_SCOPE[column] for column in tables.scope)}, {values} from unnest({incoming}) as i({names})
  on conflict ({", ".join([*tables.scope, *key])}) do update set
    {", ".join(f"{name} = excluded.{name}" for name in said)}
  where {_row("known", said)} is distinct from {_row("excluded", said)}
  returning {", ".join(f"known.{name}" for name in returned)}
)
select (select cast(count(*) as int) from written) as changed, {_classes_of(event, tables)} as classes
"""  # noqa: S608 - names of our own tables and columns
    return Query(sql, Written)


_SCOPE = {"generation": "cast(:generation as smallint)", "district_id": "cast(:district_id as uuid)"}
_CLASSES: dict[type[Event], str] = {
    ClassChanged: "select w.class_id from written w",
    TermChanged: "select x.class_id from class x join written w on w.term_id = x.term_id where {here}",
    PersonChanged: "select x.class_id from enrolment x join written w on w.person_id = x.person_id where {here}",
    # Those that they are in now, and those that they were in: the tables are read as they were before.
    EnrolmentChanged: """select w.class_id from written w
  union select x.class_id from enrolment x join written w on w.enrolment_id = x.enrolment_id where {here}""",
}


def _classes_of(event: type[Event], tables: RosterTables) -> str:
    """SQL for the classes of which it may count otherwise now who is in them."""
    if event not in _CLASSES or EnrolmentChanged not in tables.by_event:
        return "cast('{}' as uuid[])"
    here = " and ".join(f"x.{column} = {_SCOPE[column]}" for column in tables.scope)
    return f"array({_CLASSES[event].format(here=here)})"


def _row(alias: str, names: Sequence[str]) -> str:
    return "(" + ", ".join(f"{alias}.{name}" for name in names) + ")"


def _sql_type(column: Column[Any]) -> str:
    return str(column.type.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]


def _travels_as(column: Column[Any]) -> str:
    return "text" if isinstance(column.type, ARRAY) else _sql_type(column)
