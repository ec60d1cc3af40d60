"""Engagements, in SQL. The two districts of each see it; to any other there is none."""

import json
from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.engagements.rules.ends import End, Reason
from coaching.engagements.rules.phases import Phase, Side
from shared.db.query import Command, Query, Scalar, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in
from shared.values.json_types import JsonArray


class EngagementRecord(NamedTuple):
    """An engagement as stored. `today` is the day by the host's calendar, at the moment for which it was read."""

    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    application_id: UUID
    call_id: UUID
    sharing: JsonArray
    starts_on: date
    expires_on: date
    started_on: date
    phase: Phase
    phase_since: date
    proposed_phase: Phase | None
    first_contact_by: date
    first_contact_on: date | None
    last_meeting_on: date | None
    end_state: End | None
    end_reason: Reason | None
    end_words: str | None
    ended_on: date | None
    version: int
    today: date
    late_milestones: int

    def side_of(self, district_id: UUID) -> Side:
        return "host" if district_id == self.host_id else "partner"

    def other(self, district_id: UUID) -> UUID:
        return self.partner_id if district_id == self.host_id else self.host_id


class NewEngagement(NamedTuple):
    """What is known of an engagement when it is opened."""

    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    application_id: UUID
    call_id: UUID
    sharing: JsonArray
    starts_on: date
    expires_on: date
    started_on: date
    started_at: datetime
    first_contact_by: date


_TODAY = day_in("cast(:now as timestamptz)", zone_of("e.host_id"))
_LATE = f"""(select count(*) from engagement_milestone m
   where m.engagement_id = e.engagement_id and m.reached_on is null and m.due_on < {_TODAY})"""  # noqa: S608
_COLUMNS = f"""
e.engagement_id, e.host_id, e.partner_id, e.application_id, e.call_id, e.sharing, e.starts_on, e.expires_on,
e.started_on, e.phase, e.phase_since, e.proposed_phase, e.first_contact_by, e.first_contact_on, e.last_meeting_on,
e.end_state, e.end_reason, e.end_words, e.ended_on, e.version, {_TODAY} as today, {_LATE} as late_milestones
"""
_SELECT = f"select {_COLUMNS} from engagement e"  # noqa: S608
_OPEN = Scalar(
    """
    insert into engagement (engagement_id, host_id, partner_id, application_id, call_id, sharing, starts_on, expires_on,
      started_on, started_at, phase, phase_since, first_contact_by)
    values (:engagement_id, :host_id, :partner_id, :application_id, :call_id, cast(:sharing as jsonb), :starts_on,
      :expires_on, :started_on, :started_at, 'preparation', :started_on, :first_contact_by)
    on conflict (host_id, application_id) do nothing returning true
    """,
    bool,
)
_FIND = Query(f"{_SELECT} where e.engagement_id = :engagement_id", EngagementRecord)
_LOCK = Query(f"{_SELECT} where e.engagement_id = :engagement_id for no key update of e", EngagementRecord)
_OF_IDS = Query(f"{_SELECT} where e.engagement_id = any(cast(:ids as uuid[])) order by 1", EngagementRecord)
_LOCK_OF_APPLICATION = Query(
    f"{_SELECT} where e.host_id = :host_id and e.application_id = :application_id for no key update of e",
    EngagementRecord,
)
_LIST = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or e.engagement_id > cast(:after as uuid))
      and (cast(:open as bool) is null or (e.ended_on is null) = cast(:open as bool))
      and (cast(:stalled as bool) is null or cast(:stalled as bool) = (e.ended_on is null
        and ((e.first_contact_on is null and e.first_contact_by < {_TODAY}) or {_LATE} > 0)))
    order by e.engagement_id limit :limit
    """,
    EngagementRecord,
)
_OF_PERSON = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or e.engagement_id > cast(:after as uuid))
      and exists (select from engagement_member p
        where p.engagement_id = e.engagement_id and p.district_id = :district_id and p.person_id = :person_id
          and p.since <= {_TODAY} and (p.left_on is null or p.left_on > {_TODAY}))
    order by e.engagement_id limit :limit
    """,
    EngagementRecord,
)
_OF_DISTRICT = Query(
    f"""
    {_SELECT} where :district_id in (e.host_id, e.partner_id) order by e.engagement_id for share of e
    """,
    EngagementRecord,
)
_SET_PHASE = Command("""
update engagement set phase = :phase, phase_since = :day, proposed_phase = null, version = version + 1
where engagement_id = :engagement_id
""")
_PROPOSE = Command("""
update engagement set proposed_phase = :phase, version = version + 1 where engagement_id = :engagement_id
""")
_SET_CONTACT_BY = Command("""
update engagement set first_contact_by = :day, version = version + 1 where engagement_id = :engagement_id
""")
_SET_CONTACT = Command("""
update engagement set first_contact_on = least(first_contact_on, cast(:day as date)), version = version + 1
where engagement_id = :engagement_id and (first_contact_on is null or first_contact_on > cast(:day as date))
""")
_SET_LAST_MEETING = Command("""
update engagement set last_meeting_on = :day, version = version + 1 where engagement_id = :engagement_id
""")
_END = Command("""
update engagement set end_state = :end_state, end_reason = :reason, end_words = :words, ended_on = :day,
  ended_at = :now, ended_by = :by, proposed_phase = null, version = version + 1
where engagement_id = :engagement_id and ended_on is null
""")


async def add_engagement(session: Transaction, new: NewEngagement) -> bool:
    """Returns whether it was opened: an application opens one engagement."""
    given = new._asdict() | {"sharing": json.dumps(new.sharing)}
    return await _OPEN.get(session, **given) is True


async def find_engagement(
    session: Transaction, engagement_id: UUID, now: datetime, *, lock: bool = False
) -> EngagementRecord | None:
    return await (_LOCK if lock else _FIND).first(session, engagement_id=engagement_id, now=now)


async def find_engagements(session: Transaction, ids: Collection[UUID], now: datetime) -> list[EngagementRecord]:
    """Returns those of these that the session's district is a party to."""
    return await _OF_IDS.all(session, ids=list(ids), now=now)


async def lock_engagement_of(
    session: Transaction, host_id: UUID, application_id: UUID, now: datetime
) -> EngagementRecord | None:
    """Returns the engagement that this application opened, locked."""
    return await _LOCK_OF_APPLICATION.first(session, host_id=host_id, application_id=application_id, now=now)


async def page_of_engagements(
    session: Transaction, after: UUID | None, still_open: bool | None, stalled: bool | None, limit: int, now: datetime
) -> list[EngagementRecord]:
    return await _LIST.all(session, after=after, open=still_open, stalled=stalled, limit=limit, now=now)


async def page_of_own_engagements(
    session: Transaction, district_id: UUID, person_id: UUID, after: UUID | None, limit: int, now: datetime
) -> list[EngagementRecord]:
    """Returns those in which the person is a member on this day."""
    return await _OF_PERSON.all(
        session, district_id=district_id, person_id=person_id, after=after, limit=limit, now=now
    )


async def lock_engagements_of(session: Transaction, district_id: UUID, now: datetime) -> list[EngagementRecord]:
    """Returns all to which the district is a party; none of them changes until the commit."""
    return await _OF_DISTRICT.all(session, district_id=district_id, now=now)


async def set_phase(session: Transaction, engagement_id: UUID, phase: Phase, day: date) -> None:
    await _SET_PHASE.run(session, engagement_id=engagement_id, phase=phase, day=day)


async def set_proposed_phase(session: Transaction, engagement_id: UUID, phase: Phase) -> None:
    await _PROPOSE.run(session, engagement_id=engagement_id, phase=phase)


async def set_first_contact_by(session: Transaction, engagement_id: UUID, day: date) -> None:
    await _SET_CONTACT_BY.run(session, engagement_id=engagement_id, day=day)


async def set_first_contact(session: Transaction, engagement_id: UUID, day: date) -> None:
    """Stores the day of a contact where none is earlier."""
    await _SET_CONTACT.run(session, engagement_id=engagement_id, day=day)


async def set_last_meeting(session: Transaction, engagement_id: UUID, day: date | None) -> None:
    await _SET_LAST_MEETING.run(session, engagement_id=engagement_id, day=day)


async def set_ended(
    session: Transaction,
    engagement_id: UUID,
    end_state: End,
    reason: Reason | None,
    words: str | None,
    *,
    day: date,
    now: datetime,
    by: UUID | None,
) -> None:
    await _END.run(
        session, engagement_id=engagement_id, end_state=end_state, reason=reason, words=words, day=day, now=now, by=by
    )
