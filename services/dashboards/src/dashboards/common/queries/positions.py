"""The positions of a district's stream, and how often its roster has changed (`DistrictPosition`)."""

from uuid import UUID

from dashboards.common.queries.generations import LIVE
from shared.db.query import Command, Scalar, Transaction

TAKE_POSITIONS = """
with head as (
  insert into district_position as p (generation, district_id, position)
  values (:generation, cast(:district_id as uuid), :count)
  on conflict (generation, district_id) do update set position = p.position + excluded.position
  returning position - :count as before
)
"""
"""SQL: the beginning of a statement that takes the next `count` positions, those behind `head.before`. The row stays
locked until the commit, so positions appear in order and none is ever passed over.
"""


def head_of(generation: str) -> str:
    """SQL: the position of the district's newest change in a generation."""
    head = f"select p.position from district_position p where p.generation = {generation}"  # noqa: S608
    return f"coalesce(({head} and p.district_id = :district_id), 0)"


POSITION = f"live.generation || '-' || {head_of('live.generation')}"
"""SQL: where the stream stands, as its frames and pages name it; `from` the `LIVE` generation."""

_HEAD = Scalar(f"select {head_of(':generation')}", int)
_POSITION = Scalar(f"select {POSITION} from {LIVE}", str)  # noqa: S608
_ROSTER = Scalar(
    """
select coalesce((select roster from district_position where generation = :generation and district_id = :district_id),
  0)
""",
    int,
)
_ROSTER_CHANGED = Command("""
insert into district_position as p (generation, district_id, position, roster)
values (:generation, cast(:district_id as uuid), 0, 1)
on conflict (generation, district_id) do update set roster = p.roster + 1
""")


async def head(session: Transaction, generation: int, district_id: UUID) -> int:
    """The position of the newest change of the district."""
    return await _HEAD.one(session, generation=generation, district_id=district_id)


async def stream_position(session: Transaction, district_id: UUID) -> str:
    """Where the live generation's stream stands."""
    return await _POSITION.one(session, district_id=district_id)


async def roster(session: Transaction, generation: int, district_id: UUID) -> int:
    """How often the district's roster has changed."""
    return await _ROSTER.one(session, generation=generation, district_id=district_id)


async def roster_changed(session: Transaction, generation: int, district_id: UUID) -> None:
    await _ROSTER_CHANGED.run(session, generation=generation, district_id=district_id)
