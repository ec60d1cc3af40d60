"""Which actions are somebody's own, in SQL: what they see to, coach for, or agreed on with others."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.actions.rules.states import State
from shared.db.query import Query, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in


class OwnActionRecord(NamedTuple):
    """An action as it is shown to whom it is for: who else sees to it, and how that goes, is not among it."""

    action_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    gap_id: UUID
    meeting_id: UUID | None
    condition: str
    resource_id: UUID | None
    resource_title: str | None
    words: str | None
    steps: list[str]
    due_on: date
    state: State
    agreed_on: date
    resource_used_on: date | None
    host_confirmed_on: date | None
    partner_confirmed_on: date | None
    completed_on: date | None
    drop_reason: str | None
    drop_words: str | None
    dropped_on: date | None
    gap_closed_on: date | None
    sees_to_it: bool


_TODAY = day_in("cast(:now as timestamptz)", zone_of("a.host_id"))
_IN_TEAM = f"""p.engagement_id = a.engagement_id and p.district_id = :district_id and p.person_id = :person_id
        and p.since <= {_TODAY} and (p.left_on is null or p.left_on > {_TODAY})"""
_SEES_TO_IT = f"""exists (select from engagement_member p where {_IN_TEAM}
        and p.member_id = a.owner_member_id)"""
_COACHES = """exists (select from match t where t.engagement_id = a.engagement_id and t.gap_id = a.gap_id
        and t.host_id = :district_id and t.person_id = :person_id and t.state = 'confirmed')"""
# Who went before the end was there: what counts is that they came.
_WAS_THERE = f"""exists (select from engagement_member p
        join meeting_presence w on w.member_id = p.member_id and w.presence = 'present'
        where {_IN_TEAM} and w.meeting_id = a.meeting_id)"""
_OWN = f"(a.agreed_on is not null and ({_SEES_TO_IT} or {_COACHES} or {_WAS_THERE}))"
_SELECT = f"""
select a.action_id, a.engagement_id, a.host_id, a.partner_id, a.gap_id, a.meeting_id, a.condition, a.resource_id,
  a.resource_title, a.words, a.steps, a.due_on, a.state, a.agreed_on, a.resource_used_on, a.host_confirmed_on,
  a.partner_confirmed_on, a.completed_on, a.drop_reason, a.drop_words, a.dropped_on, a.gap_closed_on,
  {_SEES_TO_IT} as sees_to_it
from action a
"""  # noqa: S608
_FIND = Query(f"{_SELECT} where a.action_id = :action_id and {_OWN}", OwnActionRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or a.action_id > cast(:after as uuid))
      and (cast(:meeting_id as uuid) is null or a.meeting_id = cast(:meeting_id as uuid))
      and (cast(:open as bool) is null or (a.state = 'agreed') = cast(:open as bool))
      and {_OWN}
    order by a.action_id limit :limit
    """,
    OwnActionRecord,
)


async def find_own_action(
    session: Transaction, district_id: UUID, person_id: UUID, action_id: UUID, now: datetime
) -> OwnActionRecord | None:
    """Returns an action, where it is this person's own."""
    return await _FIND.first(session, district_id=district_id, person_id=person_id, action_id=action_id, now=now)


async def page_of_own_actions(
    session: Transaction,
    district_id: UUID,
    person_id: UUID,
    after: UUID | None,
    *,
    meeting_id: UUID | None,
    is_open: bool | None,
    limit: int,
    now: datetime,
) -> list[OwnActionRecord]:
    """Returns what is this person's own, and nobody else's list."""
    return await _PAGE.all(
        session,
        district_id=district_id,
        person_id=person_id,
        after=after,
        meeting_id=meeting_id,
        open=is_open,
        limit=limit,
        now=now,
    )
