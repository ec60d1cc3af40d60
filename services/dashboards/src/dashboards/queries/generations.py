"""Which generation of the read models is the live one."""

from shared.db.query import Transaction
from shared.db.statement import Statement

CONSUMER = "dashboards.read-models"

GENERATION = f"coalesce((select epoch from consumer_epoch where consumer = '{CONSUMER}'), 1)"  # noqa: S608
_CURRENT = Statement(f"select {GENERATION}")
_HEAD = Statement("""
select coalesce((select position from district_position where generation = :generation and district_id = :district_id),
  0)
""")
_ROSTER = Statement("""
select coalesce((select roster from district_position where generation = :generation and district_id = :district_id),
  0)
""")


async def current(session: Transaction) -> int:
    """Ask once a request and use it throughout: the rows of a generation outlive its replacement by a while."""
    return int(await _CURRENT.scalar(session) or 1)


async def head(session: Transaction, generation: int, district_id: object) -> int:
    """The position of the newest change of the district."""
    return int(await _HEAD.scalar(session, {"generation": generation, "district_id": district_id}) or 0)


async def roster(session: Transaction, generation: int, district_id: object) -> int:
    """How often the district's roster has changed."""
    return int(await _ROSTER.scalar(session, {"generation": generation, "district_id": district_id}) or 0)
