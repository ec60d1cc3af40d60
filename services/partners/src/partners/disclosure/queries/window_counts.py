"""Learners counted in reporting windows, in SQL."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.query import Command, Query


class CountedWindow(NamedTuple):
    """A reporting window in which learners were counted under an agreement."""

    district_id: UUID
    agreement_id: UUID
    window_start: datetime


class ItemCount(NamedTuple):
    """How many learners were counted for an item in a window, and how many of them have mastered it."""

    item_id: UUID
    learners: int
    mastered: int


_COUNT = Command("""
insert into tally (district_id, agreement_id, window_start, item_id, learner_id, mastered)
select :district_id, agreement_id, :window_start, item_id, learner_id, mastered
from unnest(cast(:agreements as uuid[]), cast(:items as uuid[]), cast(:learners as uuid[]),
  cast(:mastered as boolean[])) as i(agreement_id, item_id, learner_id, mastered)
on conflict (district_id, agreement_id, window_start, item_id, learner_id) do update set mastered = excluded.mastered
""")
_CLOSED = Query(
    """
    select distinct district_id, agreement_id, window_start from tally where window_start < :open_since
    order by window_start, district_id, agreement_id limit :limit
    """,
    CountedWindow,
)
_COUNTS = Query(
    """
    select item_id, count(*) as learners, count(*) filter (where mastered) as mastered from tally
    where district_id = :district_id and agreement_id = :agreement_id and window_start = :window_start
    group by item_id order by item_id
    """,
    ItemCount,
)
_DELETE = Command("""
delete from tally
where district_id = :district_id and agreement_id = :agreement_id and window_start = :window_start
""")


async def count_learners(
    session: AsyncSession, district_id: UUID, window_start: datetime, counted: Mapping[tuple[UUID, UUID, UUID], bool]
) -> None:
    """Counts (agreement, item, learner), each once; what is known last of a learner counts."""
    if not counted:
        return
    keys = list(counted)
    await _COUNT.run(
        session,
        district_id=district_id,
        window_start=window_start,
        agreements=[agreement for agreement, _, _ in keys],
        items=[item for _, item, _ in keys],
        learners=[learner for _, _, learner in keys],
        mastered=[counted[key] for key in keys],
    )


async def find_closed_windows(session: AsyncSession, open_since: datetime, limit: int) -> list[CountedWindow]:
    """Returns windows from before `open_since` in which learners were counted, oldest first."""
    return await _CLOSED.all(session, open_since=open_since, limit=limit)


async def find_counts(session: AsyncSession, window: CountedWindow) -> list[ItemCount]:
    """Returns the counts of a window, by item."""
    return await _COUNTS.all(session, **window._asdict())


async def delete_counts(session: AsyncSession, window: CountedWindow) -> None:
    await _DELETE.run(session, **window._asdict())
