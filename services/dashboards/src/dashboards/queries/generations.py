"""Which generation of the read models is the live one."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

CONSUMER = "dashboards.read-models"

GENERATION = f"coalesce((select epoch from consumer_epoch where consumer = '{CONSUMER}'), 1)"  # noqa: S608
_CURRENT = text(f"select {GENERATION}")
_HEAD = text("""
select coalesce((select position from district_position where generation = :generation and district_id = :district_id),
  0)
""")


async def current(session: AsyncSession) -> int:
    """Ask once a request and use it throughout: the rows of a generation outlive its replacement by a while."""
    return int(await session.scalar(_CURRENT) or 1)


async def head(session: AsyncSession, generation: int, district_id: object) -> int:
    """The position of the newest change of the district."""
    return int(await session.scalar(_HEAD, {"generation": generation, "district_id": district_id}) or 0)
