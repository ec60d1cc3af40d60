"""Reading one generation of the read models."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.queries import generations
from shared.db.query import Query, Scalar

Row = TypeVar("Row", bound=tuple[Any, ...])
Value = TypeVar("Value")

HERE = "{0}.generation = :generation and {0}.district_id = :district_id"
"""SQL: the rows of a table's alias that are of the generation and the district being read."""


class Reader:
    """Reads one generation of one district, in the request's transaction."""

    def __init__(self, session: AsyncSession, generation: int, district_id: UUID) -> None:
        self.session = session
        self.generation = generation
        self.district_id = district_id

    @classmethod
    async def live(cls, session: AsyncSession, district_id: UUID) -> "Reader":
        """A reader of the generation that is live now."""
        return cls(session, await generations.current(session), district_id)

    async def all(self, query: Query[Row], **parameters: object) -> list[Row]:
        return await query.all(self.session, **self._with(parameters))

    async def first(self, query: Query[Row], **parameters: object) -> Row | None:
        return await query.first(self.session, **self._with(parameters))

    async def value(self, scalar: Scalar[Value], **parameters: object) -> Value | None:
        return await scalar.get(self.session, **self._with(parameters))

    async def count(self, scalar: Scalar[int], **parameters: object) -> int:
        return await scalar.one(self.session, **self._with(parameters))

    def _with(self, parameters: dict[str, object]) -> dict[str, object]:
        return {"generation": self.generation, "district_id": self.district_id, **parameters}
