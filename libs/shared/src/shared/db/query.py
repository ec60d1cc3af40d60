"""SQL that says what its rows are: the way in which services ask PostgreSQL.

A result is a `NamedTuple` of the service's own, so that a type checker knows what a rule is given::

    class LearnerResult(NamedTuple):
        learner_id: UUID
        score: Decimal | None

    RESULTS = Query("select learner_id, score from mastery where item_id = :item_id", LearnerResult)

    for result in await RESULTS.all(session, item_id=item_id): ...

The statement goes to the driver as it is, on the session's own connection and inside its own transaction: SQLAlchemy's
share would be several times the driver's (ADR 0002). A test of each service has the database describe all of them.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import UnionType
from typing import (
    Any,
    Generic,
    Literal,
    Protocol,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

_NAMED = re.compile(r"(?<![:\w]):([a-z_]\w*)")
_DRIVER = "driver"

Row = TypeVar("Row", bound=tuple[Any, ...])
Value = TypeVar("Value")


class Transaction(Protocol):
    """What a statement needs of a session: that it carries its driver's connection. An `AsyncSession` is one."""

    @property
    def info(self) -> dict[Any, Any]: ...


class Sql:
    """SQL with `:named` parameters, translated to the driver's `$1` once, when the module loads."""

    def __init__(self, sql: str) -> None:
        self.names: list[str] = list(dict.fromkeys(_NAMED.findall(sql)))
        self.sql = _NAMED.sub(lambda found: f"${self.names.index(found.group(1)) + 1}", sql)

    def _values(self, parameters: dict[str, Any]) -> list[Any]:
        if len(parameters) != len(self.names):
            raise TypeError(f"the statement takes {', '.join(self.names) or 'nothing'}, not {', '.join(parameters)}")
        return [parameters[name] for name in self.names]

    async def describe(self, transaction: Transaction) -> list[tuple[str, str]]:
        """Has the database read the statement without running it; returns the name and type of each column.

        Raises:
            asyncpg.PostgresError: the database does not understand it, or lacks what it names.
        """
        prepared = await driver_of(transaction).prepare(self.sql)
        return [(column.name, column.type.name) for column in prepared.get_attributes()]


class Query(Sql, Generic[Row]):
    """A statement that answers rows."""

    def __init__(self, sql: str, row: type[Row]) -> None:
        super().__init__(sql)
        self.row = row
        self._fields: tuple[str, ...] = cast(Any, row)._fields
        self._make: Any = cast(Any, row)._make
        self._checked = False

    async def all(self, transaction: Transaction, /, **parameters: Any) -> list[Row]:
        """Every row of the answer."""
        records = await driver_of(transaction).fetch(self.sql, *self._values(parameters))
        if not self._checked and records:
            self._check(tuple(records[0].keys()))
        make = self._make
        return [make(record) for record in records]

    async def first(self, transaction: Transaction, /, **parameters: Any) -> Row | None:
        """The first row, or None where there is none."""
        rows = await self.all(transaction, **parameters)
        return rows[0] if rows else None

    async def one(self, transaction: Transaction, /, **parameters: Any) -> Row:
        """The only row.

        Raises:
            LookupError: there are none, or several.
        """
        rows = await self.all(transaction, **parameters)
        if len(rows) != 1:
            raise LookupError(f"{len(rows)} rows where one was expected")
        return rows[0]

    def _check(self, columns: tuple[str, ...]) -> None:
        if columns != self._fields:
            raise TypeError(f"{self.row.__name__} has {self._fields}, the database answers {columns}")
        self._checked = True

    async def problems(self, transaction: Transaction) -> list[str]:
        """Where the row and the database differ: in the columns' names, their order or their types."""
        columns = await self.describe(transaction)
        names = tuple(name for name, _ in columns)
        if names != self._fields:
            return [f"{self.row.__name__} has {self._fields}, the database answers {names}"]
        hints = get_type_hints(self.row)
        return [
            f"{self.row.__name__}.{name} is {hints[name]}, the database answers {kind}"
            for name, kind in columns
            if not _fits(hints[name], kind)
        ]


class Scalar(Sql, Generic[Value]):
    """A statement that answers one column."""

    def __init__(self, sql: str, value: type[Value]) -> None:
        super().__init__(sql)
        self.value = value

    async def get(self, transaction: Transaction, /, **parameters: Any) -> Value | None:
        """The first row's value; None where it is null or there is no row."""
        return cast(Value | None, await driver_of(transaction).fetchval(self.sql, *self._values(parameters)))

    async def one(self, transaction: Transaction, /, **parameters: Any) -> Value:
        """The first row's value, of a statement that always has one.

        Raises:
            LookupError: it is null, or there is no row.
        """
        value = await self.get(transaction, **parameters)
        if value is None:
            raise LookupError("no value where one was expected")
        return value

    async def all(self, transaction: Transaction, /, **parameters: Any) -> list[Value]:
        """Every row's value."""
        records = await driver_of(transaction).fetch(self.sql, *self._values(parameters))
        return [cast(Value, record[0]) for record in records]

    async def problems(self, transaction: Transaction) -> list[str]:
        """Where the type and the database differ."""
        columns = await self.describe(transaction)
        if len(columns) != 1:
            return [f"one column was expected, the database answers {len(columns)}"]
        (_, kind) = columns[0]
        return [] if _fits(self.value, kind) else [f"it is {self.value}, the database answers {kind}"]


class Command(Sql):
    """A statement that is run for its effect."""

    async def run(self, transaction: Transaction, /, **parameters: Any) -> int:
        """Runs it; returns how many rows it touched."""
        status: str = await driver_of(transaction).execute(self.sql, *self._values(parameters))
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def problems(self, transaction: Transaction) -> list[str]:
        """Has the database read it; a command's answer does not matter."""
        await self.describe(transaction)
        return []


def columns(model: Any, alias: str = "") -> str:
    """A model's columns by name, for a statement that wants them all. A `*` is another list on the day a migration adds
    a column: what was prepared before it fails, in every process of the release that still serves.
    """
    prefix = f"{alias}." if alias else ""
    return ", ".join(prefix + str(column.name) for column in model.__table__.columns)


def attach_driver(transaction: Transaction, connection: Any) -> None:
    """Called once the transaction has begun on the driver's connection, and not before."""
    transaction.info[_DRIVER] = connection


def driver_of(transaction: Transaction) -> Any:
    """The driver's connection on which the transaction has begun."""
    return transaction.info[_DRIVER]


_PYTHON: dict[str, type] = {
    "uuid": UUID,
    "text": str,
    "varchar": str,
    "bpchar": str,
    "name": str,
    "bool": bool,
    "int2": int,
    "int4": int,
    "int8": int,
    "numeric": Decimal,
    "float4": float,
    "float8": float,
    "timestamptz": datetime,
    "timestamp": datetime,
    "date": date,
    "interval": timedelta,
    "bytea": bytes,
    "xid8": int,
}
"""What the driver makes of a PostgreSQL type; JSON besides, which comes as Python's dictionaries, lists and so on."""

_JSON = frozenset({"json", "jsonb"})


def _fits(hint: Any, kind: str) -> bool:
    """Whether the driver's values of this PostgreSQL type are of the annotated type."""
    if get_origin(hint) in (Union, UnionType):
        return any(_fits(part, kind) for part in get_args(hint) if part is not type(None))
    if kind in _JSON:
        return hint is Any or issubclass(get_origin(hint) or hint, dict | list | str | int | float | Mapping | Sequence)
    if get_origin(hint) is Literal:
        return _PYTHON.get(kind) is str
    if kind.endswith("[]"):
        inner = (get_args(hint) or (None,))[0]
        return issubclass(list, get_origin(hint) or hint) and (inner is None or _fits(inner, kind[:-2]))
    return _PYTHON.get(kind) is hint
