"""Writing read models: one statement for all events of a kind in a batch."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Column
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from dashboards.common.models import ReadModel
from shared.db.query import Command, Transaction

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
def _upsert(model: type[ReadModel], names: tuple[str, ...]) -> Command:
    own: list[Column[Any]] = [model.__table__.columns[name] for name in names]  # type: ignore[misc]
    key = _key(model)
    values = [f"cast(i.{c.name} as {_sql_type(c)})" if _travels_as_text(c) else f"i.{c.name}" for c in own]
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name not in key)
    return Command(f"""
insert into {model.__tablename__} (generation, district_id, {", ".join(names)})
select :generation, cast(:district_id as uuid), {", ".join(values)} from {_incoming(own)}
on conflict ({", ".join((*_BEFORE, *key))}) do update set {changes}
""")  # noqa: S608 - names of our own columns


def _sql_type(column: Column[Any]) -> str:
    if isinstance(column.type, (JSONB, TSVECTOR)):
        return "jsonb" if isinstance(column.type, JSONB) else "tsvector"
    return f"{_ELEMENT[column.type.item_type.python_type]}[]"  # type: ignore[attr-defined]


def array_literal(values: Iterable[str | UUID]) -> str:
    """A PostgreSQL array of words without commas, quotes or braces: role names and ids."""
    return "{" + ",".join(str(value) for value in values) + "}"


async def upsert(
    session: Transaction,
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
    await _upsert(model, names).run(session, generation=generation, district_id=district_id, **parameters)
