"""Statements that every write and every event passes, given to the driver as they are.

SQLAlchemy's share of a statement is several times the driver's (ADR 0002 has the figures), which is nothing on most
routes and half the cost of a write on the busiest. These run inside the session's own transaction, on its own
connection.
"""

from collections.abc import Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar

from shared.db.query import Sql, Transaction, driver_of


class Row(tuple[Any, ...]):
    """A row whose columns are attributes, as SQLAlchemy's are. Each statement's rows have a subclass of their own."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


def _row_class(columns: tuple[str, ...]) -> type[Row]:
    # Properties made of C alone: looking names up in the driver's record costs a busy loop a quarter of its time.
    places = {name: property(itemgetter(place)) for place, name in enumerate(columns)}
    return type("Row", (Row,), {"__slots__": (), "_fields": columns, **places})


class Statement(Sql):
    """SQL whose rows are of no type of their own; a `Query` takes its place."""

    def __init__(self, sql: str) -> None:
        super().__init__(sql)
        self._columns: tuple[str, ...] = ()
        self._row = Row

    async def all(self, session: Transaction, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Run it; every row of the answer."""
        records = await driver_of(session).fetch(self.sql, *self._ordered(parameters or {}))
        if not records:
            return []
        columns = tuple(records[0].keys())
        if columns != self._columns:
            self._columns, self._row = columns, _row_class(columns)
        row = self._row
        return [row(record) for record in records]

    async def scalar(self, session: Transaction, parameters: Mapping[str, Any] | None = None) -> Any:
        """Run it; the first column of the first row, or None."""
        return await driver_of(session).fetchval(self.sql, *self._ordered(parameters or {}))

    async def run(self, session: Transaction, parameters: Mapping[str, Any] | None = None) -> None:
        """Run it for its effect."""
        await driver_of(session).fetch(self.sql, *self._ordered(parameters or {}))

    def _ordered(self, parameters: Mapping[str, Any]) -> list[Any]:
        return [parameters[name] for name in self.names]
