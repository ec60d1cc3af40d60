"""Milestones, in SQL."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Transaction


class MilestoneRecord(NamedTuple):
    """A milestone as stored."""

    milestone_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    code: str
    title: str
    due_on: date
    added_by: UUID
    reached_on: date | None
    reached_by: UUID | None
    version: int


_SELECT = """
select m.milestone_id, m.engagement_id, m.host_id, m.partner_id, m.code, m.title, m.due_on, m.added_by, m.reached_on,
  m.reached_by, m.version
from engagement_milestone m
"""
_ADD = Command("""
insert into engagement_milestone (milestone_id, engagement_id, host_id, partner_id, code, title, due_on, added_by)
values (:milestone_id, :engagement_id, :host_id, :partner_id, :code, :title, :due_on, :added_by)
""")
_FIND = Query(f"{_SELECT} where m.engagement_id = :engagement_id and m.milestone_id = :milestone_id", MilestoneRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where m.engagement_id = :engagement_id
      and (cast(:due_on as date) is null or (m.due_on, m.milestone_id) > (cast(:due_on as date), cast(:after as uuid)))
    order by m.due_on, m.milestone_id limit :limit
    """,
    MilestoneRecord,
)
_SET = Command("""
update engagement_milestone set title = :title, due_on = :due_on, version = version + 1
where milestone_id = :milestone_id
""")
_REACH = Command("""
update engagement_milestone set reached_on = :day, reached_by = :by, version = version + 1
where milestone_id = :milestone_id and reached_on is null
""")


async def add_milestone(session: Transaction, new: MilestoneRecord) -> None:
    given = new._asdict()
    for unset in ("reached_on", "reached_by", "version"):
        del given[unset]
    await _ADD.run(session, **given)


async def find_milestone(session: Transaction, engagement_id: UUID, milestone_id: UUID) -> MilestoneRecord | None:
    return await _FIND.first(session, engagement_id=engagement_id, milestone_id=milestone_id)


async def page_of_milestones(
    session: Transaction, engagement_id: UUID, after: tuple[date, UUID] | None, limit: int
) -> list[MilestoneRecord]:
    """Returns milestones by the day on which they are due."""
    due_on, milestone_id = after or (None, None)
    return await _PAGE.all(session, engagement_id=engagement_id, due_on=due_on, after=milestone_id, limit=limit)


async def set_milestone(session: Transaction, changed: MilestoneRecord) -> None:
    await _SET.run(session, milestone_id=changed.milestone_id, title=changed.title, due_on=changed.due_on)


async def set_reached(session: Transaction, milestone_id: UUID, day: date, by: UUID) -> None:
    await _REACH.run(session, milestone_id=milestone_id, day=day, by=by)
