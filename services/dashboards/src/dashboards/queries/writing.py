"""Writing read models: one statement for all events of a kind in a batch."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Column, TextClause, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.models import ReadModel
from shared.db.statement import Statement

Row = tuple[Any, ...]

_ELEMENT = {UUID: "uuid", str: "text", int: "bigint", bool: "boolean", date: "date", datetime: "timestamptz",
            Decimal: "numeric"}  # fmt: skip
_BEFORE = ("generation", "district_id")


def columns(model: type[ReadModel]) -> tuple[str, ...]:
    """The model's own columns, in order."""
    return tuple(c.name for c in model.__table__.columns if c.name not in _BEFORE)


def _travels_as_text(column: Column[Any]) -> bool:
    """Arrays, which `unnest` would flatten, and what has no array of its own to travel in."""
    return isinstance(column.type, (ARRAY, JSONB, TSVECTOR))


def _incoming(own: Sequence[Column[Any]]) -> str:
    arrays = []
    for column in own:
        element = "text" if _travels_as_text(column) else _ELEMENT[column.type.python_type]
        arrays.append(f"cast(:{column.name} as {element}[])")
    return f"unnest({', '.join(arrays)}) as i({', '.join(c.name for c in own)})"


def _key(model: type[ReadModel]) -> list[str]:
    return [c.name for c in model.__table__.primary_key.columns if c.name not in _BEFORE]  # type: ignore[attr-defined]


@cache
def _upsert(model: type[ReadModel], names: tuple[str, ...]) -> TextClause:
    own: list[Column[Any]] = [model.__table__.columns[name] for name in names]  # type: ignore[misc]
    key = _key(model)
    values = [f"cast(i.{c.name} as {_sql_type(c)})" if _travels_as_text(c) else f"i.{c.name}" for c in own]
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name not in key)
    return text(f"""
insert into {model.__tablename__} (generation, district_id, {", ".join(names)})
select :generation, cast(:district_id as uuid), {", ".join(values)} from {_incoming(own)}
on conflict (generation, district_id, {", ".join(key)}) do update set {changes}
""")  # noqa: S608 - names of our own columns


def _sql_type(column: Column[Any]) -> str:
    if isinstance(column.type, (JSONB, TSVECTOR)):
        return "jsonb" if isinstance(column.type, JSONB) else "tsvector"
    return f"{_ELEMENT[column.type.item_type.python_type]}[]"  # type: ignore[attr-defined]


_FORGET_NAMES = text("""
delete from person_name
where generation = :generation and district_id = :district_id and person_id = any(cast(:ids as uuid[]))
""")

_REVISE = text("""
update framework f set edition = i.edition, state = i.state, items = i.items
from unnest(cast(:frameworks as uuid[]), cast(:editions as int[]), cast(:states as text[]), cast(:items as int[]))
  as i(framework_id, edition, state, items)
where f.generation = :generation and f.district_id = :district_id and f.framework_id = i.framework_id
""")
_RETIRE = text("""
update item set active = false
where generation = :generation and district_id = :district_id and item_id = any(cast(:ids as uuid[]))
""")

_MASTERY_ROWS = """
unnest(cast(:learners as uuid[]), cast(:items as uuid[]), cast(:scores as numeric[]), cast(:mastered as boolean[]),
  cast(:observed as timestamptz[]), cast(:known as timestamptz[]), cast(:since as timestamptz[]))
  with ordinality as i(learner_id, item_id, score, mastered, observed_at, known_at, mastered_since, place)
"""
_MASTERY_INTO = """
insert into learner_mastery as m (generation, district_id, learner_id, item_id, score, mastered, observed_at, known_at,
  mastered_since, position)
"""
_MASTERY_CONFLICT = """
on conflict (generation, district_id, learner_id, item_id) do update set score = excluded.score,
  mastered = excluded.mastered, observed_at = excluded.observed_at, known_at = excluded.known_at,
  mastered_since = excluded.mastered_since, position = excluded.position
where (m.score, m.mastered, m.observed_at, m.known_at, m.mastered_since) is distinct from
  (excluded.score, excluded.mastered, excluded.observed_at, excluded.known_at, excluded.mastered_since)
"""
_HEAD = """
with head as (
  insert into district_position as p (generation, district_id, position)
  values (:generation, cast(:district_id as uuid), :count)
  on conflict (generation, district_id) do update set position = p.position + excluded.position
  returning position - :count as before
)
"""
# The head's row stays locked until the commit, so positions appear in order and none is ever passed over.
_CHANGE_MASTERY = Statement(f"""
{_HEAD} {_MASTERY_INTO}
select :generation, cast(:district_id as uuid), i.learner_id, i.item_id, i.score, i.mastered, i.observed_at,
  i.known_at, i.mastered_since, head.before + i.place
from head, {_MASTERY_ROWS}
{_MASTERY_CONFLICT}
""")  # noqa: S608
# A rebuild hands out no positions: nobody streams a generation that is not live, and its keys need not queue for them.
_REBUILD_MASTERY = Statement(f"""
{_MASTERY_INTO}
select :generation, cast(:district_id as uuid), i.learner_id, i.item_id, i.score, i.mastered, i.observed_at,
  i.known_at, i.mastered_since, 0
from {_MASTERY_ROWS}
{_MASTERY_CONFLICT}
""")  # noqa: S608
_TELL_NEWS = Statement(f"""
{_HEAD}
insert into learner_news as n (generation, district_id, learner_id, subject, changed_at, position)
select :generation, cast(:district_id as uuid), i.learner_id, i.subject, i.changed_at, head.before + i.place
from head, unnest(cast(:learners as uuid[]), cast(:subjects as text[]), cast(:changed as timestamptz[]))
  with ordinality as i(learner_id, subject, changed_at, place)
on conflict (generation, district_id, learner_id, subject) do update set changed_at = excluded.changed_at,
  position = excluded.position
where n.changed_at is distinct from excluded.changed_at
""")  # noqa: S608
_ROSTER_CHANGED = text("""
insert into district_position as p (generation, district_id, position, roster)
values (:generation, cast(:district_id as uuid), 0, 1)
on conflict (generation, district_id) do update set roster = p.roster + 1
""")
_UNSAID = text("""
select m.learner_id, m.item_id, s.known_at from learner_mastery m
join unnest(cast(:learners as uuid[]), cast(:known as timestamptz[])) as s(learner_id, known_at)
  on s.learner_id = m.learner_id
where m.generation = :generation and m.district_id = :district_id and (m.score is not null or m.mastered)
  and not exists (
    select from unnest(cast(:said_learners as uuid[]), cast(:said_items as uuid[])) as said(learner_id, item_id)
    where said.learner_id = m.learner_id and said.item_id = m.item_id)
""")


def array_literal(values: Iterable[str | UUID]) -> str:
    """A PostgreSQL array of words without commas, quotes or braces: role names and ids."""
    return "{" + ",".join(str(value) for value in values) + "}"


async def upsert(
    session: AsyncSession,
    model: type[ReadModel],
    names: tuple[str, ...],
    generation: int,
    district_id: UUID,
    rows: Sequence[Row],
) -> None:
    """Write these rows, the last of a key winning; each holds the columns of these names, others stay as they are."""
    at = [names.index(name) for name in _key(model)]
    latest = {tuple(row[i] for i in at): row for row in rows}
    if not latest:
        return
    arrays = zip(names, zip(*latest.values(), strict=True), strict=True)
    parameters = {name: list(values) for name, values in arrays}
    await session.execute(_upsert(model, names), parameters | {"generation": generation, "district_id": district_id})


async def revise_frameworks(
    session: AsyncSession, generation: int, district_id: UUID, revised: Sequence[tuple[UUID, int, str, int]]
) -> None:
    """Rows of (framework, edition, state, items), each framework once."""
    frameworks, editions, states, items = zip(*revised, strict=True)
    await session.execute(
        _REVISE,
        {
            "generation": generation, "district_id": district_id, "frameworks": list(frameworks),
            "editions": list(editions), "states": list(states), "items": list(items),
        },
    )  # fmt: skip


async def retire_items(session: AsyncSession, generation: int, district_id: UUID, ids: Sequence[UUID]) -> None:
    await session.execute(_RETIRE, {"generation": generation, "district_id": district_id, "ids": list(ids)})


async def forget_names(session: AsyncSession, generation: int, district_id: UUID, ids: Sequence[UUID]) -> None:
    await session.execute(_FORGET_NAMES, {"generation": generation, "district_id": district_id, "ids": list(ids)})


async def change_mastery(
    session: AsyncSession, generation: int, district_id: UUID, rows: Sequence[Row], *, live: bool
) -> None:
    """Rows of (learner, item, score, mastered, observed at, known at, mastered since), in order, the last of a key
    winning. `live` rows get stream positions; those that change nothing keep theirs.
    """
    latest: dict[tuple[UUID, UUID], Row] = {}
    for row in rows:
        latest.pop((row[0], row[1]), None)
        latest[row[0], row[1]] = row
    if not latest:
        return
    learners, items, scores, mastered, observed, known, since = zip(*latest.values(), strict=True)
    parameters = {
        "generation": generation, "district_id": district_id, "learners": list(learners), "items": list(items),
        "scores": list(scores), "mastered": list(mastered), "observed": list(observed), "known": list(known),
        "since": list(since),
    }  # fmt: skip
    if live:
        await _CHANGE_MASTERY.run(session, parameters | {"count": len(latest)})
    else:
        await _REBUILD_MASTERY.run(session, parameters)


async def tell_news(
    session: AsyncSession, generation: int, district_id: UUID, news: Sequence[tuple[UUID, str, datetime]]
) -> None:
    """News of (learner, subject, when it changed), in order, the last of a key winning; each at a stream position of
    its own. What is told again keeps its position.
    """
    latest: dict[tuple[UUID, str], datetime] = {}
    for learner_id, subject, changed_at in news:
        latest.pop((learner_id, subject), None)
        latest[learner_id, subject] = changed_at
    learners, subjects = zip(*latest, strict=True)
    await _TELL_NEWS.run(
        session,
        {
            "generation": generation, "district_id": district_id, "count": len(latest), "learners": list(learners),
            "subjects": list(subjects), "changed": list(latest.values()),
        },
    )  # fmt: skip


async def roster_changed(session: AsyncSession, generation: int, district_id: UUID) -> None:
    await session.execute(_ROSTER_CHANGED, {"generation": generation, "district_id": district_id})


async def unsaid(
    session: AsyncSession,
    generation: int,
    district_id: UUID,
    snapshots: dict[UUID, datetime],
    said: Sequence[tuple[UUID, UUID]],
) -> list[tuple[UUID, UUID, datetime]]:
    """What we hold of these learners that their snapshots do not mention, each with its snapshot's time."""
    rows = await session.execute(
        _UNSAID,
        {
            "generation": generation, "district_id": district_id, "learners": list(snapshots),
            "known": list(snapshots.values()), "said_learners": [s[0] for s in said],
            "said_items": [s[1] for s in said],
        },
    )  # fmt: skip
    return [(row.learner_id, row.item_id, row.known_at) for row in rows]
