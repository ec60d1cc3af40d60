"""Actions, in SQL. The two districts of the engagement see them; to any other there is none."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.actions.rules.states import QUIET, State
from coaching.engagements.rules.phases import Side
from shared.db.query import Command, Query, Scalar, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in


class ActionRecord(NamedTuple):
    """An action as stored. `today` is the day by the host's calendar, at the moment for which it was read."""

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
    owner_member_id: UUID
    state: State
    proposed_by: UUID
    moved_on: date
    agreed_on: date | None
    resource_used_on: date | None
    host_confirmed_on: date | None
    partner_confirmed_on: date | None
    completed_on: date | None
    drop_reason: str | None
    drop_words: str | None
    dropped_on: date | None
    gap_closed_on: date | None
    proposed_at: datetime
    version: int
    owner_left: bool
    today: date

    def side_of(self, district_id: UUID) -> Side:
        return "host" if district_id == self.host_id else "partner"


class BroughtGap(NamedTuple):
    """A gap that a partner has brought to the engagement."""

    condition: str
    open: bool


_TODAY = day_in("cast(:now as timestamptz)", zone_of("a.host_id"))
_OWNER_LEFT = f"""exists (select from engagement_member m
   where m.member_id = a.owner_member_id and m.left_on <= {_TODAY})"""
_COLUMNS = f"""
a.action_id, a.engagement_id, a.host_id, a.partner_id, a.gap_id, a.meeting_id, a.condition, a.resource_id,
a.resource_title, a.words, a.steps, a.due_on, a.owner_member_id, a.state, a.proposed_by, a.moved_on, a.agreed_on,
a.resource_used_on, a.host_confirmed_on, a.partner_confirmed_on, a.completed_on, a.drop_reason, a.drop_words,
a.dropped_on, a.gap_closed_on, a.proposed_at, a.version, {_OWNER_LEFT} as owner_left, {_TODAY} as today
"""
_SELECT = f"select {_COLUMNS} from action a"  # noqa: S608
_STALLED = f"""(a.state in ('proposed', 'agreed') and (a.due_on < {_TODAY} or a.moved_on + {QUIET.days} < {_TODAY}
        or {_OWNER_LEFT}))"""
_ADD = Command("""
insert into action (action_id, engagement_id, host_id, partner_id, gap_id, meeting_id, condition, resource_id,
  resource_title, words, steps, due_on, owner_member_id, state, proposed_by, moved_on, proposed_at)
values (:action_id, :engagement_id, :host_id, :partner_id, :gap_id, :meeting_id, :condition, :resource_id,
  :resource_title, :words, cast(:steps as text[]), :due_on, :owner_member_id, :state, :proposed_by, :moved_on,
  :proposed_at)
""")
_FIND = Query(f"{_SELECT} where a.action_id = :action_id", ActionRecord)
_LIST = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or a.action_id > cast(:after as uuid))
      and (cast(:engagement_id as uuid) is null or a.engagement_id = cast(:engagement_id as uuid))
      and (cast(:gap_id as uuid) is null or a.gap_id = cast(:gap_id as uuid))
      and (cast(:meeting_id as uuid) is null or a.meeting_id = cast(:meeting_id as uuid))
      and (cast(:state as text) is null or a.state = cast(:state as text))
      and (cast(:stalled as bool) is null or {_STALLED} = cast(:stalled as bool))
    order by a.action_id limit :limit
    """,
    ActionRecord,
)
_OPEN_OF = Query(
    f"""
    {_SELECT} where a.engagement_id = :engagement_id and a.state in ('proposed', 'agreed')
    order by a.action_id for no key update of a
    """,
    ActionRecord,
)
_OF_DISTRICT = Query(
    f"{_SELECT} where :district_id in (a.host_id, a.partner_id) order by a.action_id for share of a", ActionRecord
)
_SET = Command("""
update action set resource_id = :resource_id, resource_title = :resource_title, words = :words,
  steps = cast(:steps as text[]), due_on = :due_on, owner_member_id = :owner_member_id, state = :state,
  proposed_by = :proposed_by, moved_on = :moved_on, agreed_on = :agreed_on, resource_used_on = :resource_used_on,
  host_confirmed_on = :host_confirmed_on, partner_confirmed_on = :partner_confirmed_on, completed_on = :completed_on,
  drop_reason = :drop_reason, drop_words = :drop_words, dropped_on = :dropped_on, version = version + 1
where action_id = :action_id
""")
_BROUGHT = Query(
    """
    select n.condition, n.state = 'open' as open from need n
    where n.engagement_id = :engagement_id and n.gap_id = :gap_id order by n.state = 'open' desc limit 1 for share of n
    """,
    BroughtGap,
)
_MEETING_STATE = Scalar(
    "select m.state from meeting m where m.engagement_id = :engagement_id and m.meeting_id = :meeting_id", str
)
_GAP_CLOSED = Command("""
update action set gap_closed_on = :day where partner_id = :partner_id and gap_id = :gap_id and gap_closed_on is null
""")
_DESTROY = Scalar(
    """
    with gone as (
      update action set words = null, steps = '{}', drop_words = null, resource_title = null
      where engagement_id = :engagement_id and proposed_by = :district_id
        and (words is not null or drop_words is not null or resource_title is not null)
      returning 1)
    select count(*) from gone
    """,
    int,
)
_KEPT = (
    "resource_id", "resource_title", "words", "steps", "due_on", "owner_member_id", "state", "proposed_by", "moved_on",
    "agreed_on", "resource_used_on", "host_confirmed_on", "partner_confirmed_on", "completed_on", "drop_reason",
    "drop_words", "dropped_on", "action_id",
)  # fmt: skip
_NEW = (
    "action_id", "engagement_id", "host_id", "partner_id", "gap_id", "meeting_id", "condition", "resource_id",
    "resource_title", "words", "steps", "due_on", "owner_member_id", "state", "proposed_by", "moved_on", "proposed_at",
)  # fmt: skip


async def add_action(session: Transaction, new: ActionRecord) -> None:
    await _ADD.run(session, **_some(new, _NEW))


async def find_action(session: Transaction, action_id: UUID, now: datetime) -> ActionRecord | None:
    return await _FIND.first(session, action_id=action_id, now=now)


async def page_of_actions(
    session: Transaction,
    after: UUID | None,
    *,
    engagement_id: UUID | None,
    gap_id: UUID | None,
    meeting_id: UUID | None,
    state: State | None,
    stalled: bool | None,
    limit: int,
    now: datetime,
) -> list[ActionRecord]:
    return await _LIST.all(
        session,
        after=after,
        engagement_id=engagement_id,
        gap_id=gap_id,
        meeting_id=meeting_id,
        state=state,
        stalled=stalled,
        limit=limit,
        now=now,
    )


async def lock_open_actions(session: Transaction, engagement_id: UUID, now: datetime) -> list[ActionRecord]:
    return await _OPEN_OF.all(session, engagement_id=engagement_id, now=now)


async def lock_actions_of(session: Transaction, district_id: UUID, now: datetime) -> list[ActionRecord]:
    """Returns all to which the district is a party; none of them changes until the commit."""
    return await _OF_DISTRICT.all(session, district_id=district_id, now=now)


async def set_action(session: Transaction, changed: ActionRecord) -> None:
    """Stores an action as it is now."""
    await _SET.run(session, **_some(changed, _KEPT))


async def find_brought_gap(session: Transaction, engagement_id: UUID, gap_id: UUID) -> BroughtGap | None:
    """Returns the gap, where the partner has brought it to the engagement; it does not close until the commit."""
    return await _BROUGHT.first(session, engagement_id=engagement_id, gap_id=gap_id)


async def find_meeting_state(session: Transaction, engagement_id: UUID, meeting_id: UUID) -> str | None:
    """Returns how a meeting stands, where it is one of the engagement's."""
    return await _MEETING_STATE.get(session, engagement_id=engagement_id, meeting_id=meeting_id)


async def set_gap_closed(session: Transaction, partner_id: UUID, gap_id: UUID, day: date) -> None:
    await _GAP_CLOSED.run(session, partner_id=partner_id, gap_id=gap_id, day=day)


async def destroy_action_words(session: Transaction, engagement_id: UUID, district_id: UUID) -> int:
    """Destroys the words of the actions that a district proposed; returns how many had any."""
    return await _DESTROY.one(session, engagement_id=engagement_id, district_id=district_id)


def _some(record: ActionRecord, names: Collection[str]) -> dict[str, object]:
    return {name: value for name, value in record._asdict().items() if name in names}
