"""Which meetings something has to do with: a coach, a member, a match, an engagement, time."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.relations import Relative
from coaching.meetings.queries.meetings import SELECT, MeetingRecord
from shared.db.query import Query, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in


class MeetingKey(NamedTuple):
    """A meeting that is to be looked at, its engagement and its host."""

    meeting_id: UUID
    engagement_id: UUID
    host_id: UUID


_LOCK_OF_SERIES = Query(
    f"{SELECT} where m.series_id = :series_id and m.state = 'planned' and m.starts_at >= :starting "
    "order by m.meeting_id for no key update of m",
    MeetingRecord,
)
_LOCK_PLANNED_OF_ENGAGEMENT = Query(
    f"""
    {SELECT} where m.engagement_id = :engagement_id and m.state = 'planned' and m.ends_at > :now
    order by m.meeting_id for no key update of m
    """,
    MeetingRecord,
)
_LOCK_PLANNED_OF_MATCH = Query(
    f"""
    {SELECT} where m.match_id = :match_id and m.state = 'planned' and m.ends_at > :now
    order by m.meeting_id for no key update of m
    """,
    MeetingRecord,
)
# Deputies too: whether one can step in is a risk of the meeting.
_OPEN_OF_COACH = Query(
    """
    select m.meeting_id, m.engagement_id, m.host_id from meeting m
    where m.state in ('planned', 'under_way') and m.ends_at > :now
      and exists (select from meeting_member p
        where p.meeting_id = m.meeting_id and p.district_id = :district_id and p.coach_id = :coach_id)
    order by m.meeting_id
    """,
    MeetingKey,
)
_OPEN_OF_MEMBER = Query(
    """
    select m.meeting_id, m.engagement_id, m.host_id from meeting m
    where m.state in ('planned', 'under_way') and m.ends_at > :now
      and exists (select from meeting_member p where p.meeting_id = m.meeting_id and p.member_id = :member_id)
    order by m.meeting_id
    """,
    MeetingKey,
)
_OPEN_OF_BOTH = Query(
    """
    select m.meeting_id, m.engagement_id, m.host_id from meeting m
    where m.state in ('planned', 'under_way') and m.ends_at > :now
      and exists (select from meeting_member p where p.meeting_id = m.meeting_id
        and p.district_id = :one_district_id and p.person_id = :one_person_id)
      and exists (select from meeting_member p where p.meeting_id = m.meeting_id
        and p.district_id = :other_district_id and p.person_id = :other_person_id)
    order by m.meeting_id
    """,
    MeetingKey,
)
# A worker sees the meetings of all districts. What starts within nine days is looked at once a day of its host's.
_DUE = Query(
    f"""
    select m.meeting_id, m.engagement_id, m.host_id from meeting m
    where m.state in ('planned', 'under_way') and m.starts_at < cast(:now as timestamptz) + interval '9 days'
      and ((m.state = 'under_way' and m.ends_at <= :now)
        or (m.state = 'planned' and m.starts_at <= :now and coalesce(cardinality(m.risks), 0) > 0)
        or (m.state = 'planned' and m.ends_at < cast(:now as timestamptz) - interval '7 days')
        or (m.state = 'planned' and m.starts_at > :now
          and m.checked_on <> {day_in("cast(:now as timestamptz)", zone_of("m.host_id"))}))
    order by m.starts_at, m.meeting_id limit :limit
    """,  # noqa: S608
    MeetingKey,
)
_TOLD = Query(
    f"""
    {SELECT}
    where :district_id in (m.host_id, m.partner_id)
      and (m.state in ('held', 'ended_early', 'cancelled') or m.risks is not null)
    order by m.meeting_id for share of m
    """,
    MeetingRecord,
)


async def lock_planned_of_series(session: Transaction, series_id: UUID, starting: datetime) -> list[MeetingRecord]:
    """Returns those that start then or later and are planned, locked."""
    return await _LOCK_OF_SERIES.all(session, series_id=series_id, starting=starting)


async def lock_planned_of_engagement(session: Transaction, engagement_id: UUID, now: datetime) -> list[MeetingRecord]:
    """Returns the engagement's meetings that are planned and not over yet, locked: what may have been held can still be
    recorded.
    """
    return await _LOCK_PLANNED_OF_ENGAGEMENT.all(session, engagement_id=engagement_id, now=now)


async def lock_planned_of_match(session: Transaction, match_id: UUID, now: datetime) -> list[MeetingRecord]:
    return await _LOCK_PLANNED_OF_MATCH.all(session, match_id=match_id, now=now)


async def find_open_of_coach(
    session: Transaction, district_id: UUID, coach_id: UUID, now: datetime
) -> list[MeetingKey]:
    """Returns the meetings that are not over yet and name this coach."""
    return await _OPEN_OF_COACH.all(session, district_id=district_id, coach_id=coach_id, now=now)


async def find_open_of_member(session: Transaction, member_id: UUID, now: datetime) -> list[MeetingKey]:
    return await _OPEN_OF_MEMBER.all(session, member_id=member_id, now=now)


async def find_open_of_both(session: Transaction, people: tuple[Relative, Relative], now: datetime) -> list[MeetingKey]:
    """Returns the meetings that are not over yet and name both of these people."""
    one, other = people
    return await _OPEN_OF_BOTH.all(
        session,
        one_district_id=one.district_id,
        one_person_id=one.person_id,
        other_district_id=other.district_id,
        other_person_id=other.person_id,
        now=now,
    )


async def find_due_meetings(session: Transaction, now: datetime, limit: int) -> list[MeetingKey]:
    """Returns those of all districts that time has something to do with."""
    return await _DUE.all(session, now=now, limit=limit)


async def lock_told_meetings(session: Transaction, district_id: UUID) -> list[MeetingRecord]:
    """Returns the meetings of the district of which something was told; none changes until the commit."""
    return await _TOLD.all(session, district_id=district_id)
