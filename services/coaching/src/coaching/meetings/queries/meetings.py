"""Meetings, in SQL. The two districts of each see it; to any other there is none."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.student_times import Span
from coaching.meetings.rules.ends import Because
from coaching.meetings.rules.states import State
from coaching.meetings.rules.terms import Mode, Recording
from shared.db.query import Command, Query, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in


class MeetingRecord(NamedTuple):
    """A meeting as stored, with the zone of the host's calendar."""

    meeting_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    series_id: UUID | None
    occurs_on: date | None
    match_id: UUID | None
    gap_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    mode: Mode
    place: str | None
    agenda: str | None
    recording: Recording
    state: State
    risks: list[str] | None
    because: Because | None
    started_at: datetime | None
    ended_at: datetime | None
    checked_on: date
    sequence: int
    version: int
    planned_at: datetime
    changed_at: datetime
    host_zone: str

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class MeetingFilter(NamedTuple):
    """Which meetings are asked for; None asks nothing."""

    engagement_id: UUID | None
    state: State | None
    at_risk: bool | None
    starts: datetime | None
    ends: datetime | None


class MeetingKey(NamedTuple):
    """A meeting that is to be looked at, its engagement and its host."""

    meeting_id: UUID
    engagement_id: UUID
    host_id: UUID


_COLUMNS = f"""
m.meeting_id, m.engagement_id, m.host_id, m.partner_id, m.series_id, m.occurs_on, m.match_id, m.gap_id, m.starts_at,
m.ends_at, m.time_zone, m.mode, m.place, m.agenda, m.recording, m.state, m.risks, m.because, m.started_at, m.ended_at,
m.checked_on, m.sequence, m.version, m.planned_at, m.changed_at, {zone_of("m.host_id")} as host_zone
"""
_SELECT = f"select {_COLUMNS} from meeting m"  # noqa: S608
_ADD = Command("""
insert into meeting (meeting_id, engagement_id, host_id, partner_id, series_id, occurs_on, match_id, gap_id, starts_at,
  ends_at, time_zone, mode, place, agenda, recording, state, checked_on, planned_at, planned_by, changed_at)
values (:meeting_id, :engagement_id, :host_id, :partner_id, :series_id, :occurs_on, :match_id, :gap_id, :starts_at,
  :ends_at, :time_zone, :mode, :place, :agenda, :recording, 'planned', :checked_on, :now, :by, :now)
""")
_FIND = Query(f"{_SELECT} where m.meeting_id = :meeting_id", MeetingRecord)
_LOCK = Query(f"{_SELECT} where m.meeting_id = :meeting_id for no key update of m", MeetingRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where (cast(:engagement_id as uuid) is null or m.engagement_id = cast(:engagement_id as uuid))
      and (cast(:state as text) is null or m.state = cast(:state as text))
      and (cast(:at_risk as bool) is null
        or cast(:at_risk as bool) = (m.state = 'planned' and coalesce(cardinality(m.risks), 0) > 0))
      and (cast(:starts as timestamptz) is null or m.ends_at > cast(:starts as timestamptz))
      and (cast(:ends as timestamptz) is null or m.starts_at < cast(:ends as timestamptz))
      and (cast(:after as uuid) is null
        or (m.starts_at, m.meeting_id) > (cast(:after_at as timestamptz), cast(:after as uuid)))
    order by m.starts_at, m.meeting_id limit :limit
    """,
    MeetingRecord,
)
_OF_PERSON = Query(
    f"""
    {_SELECT}
    join meeting_member p on p.meeting_id = m.meeting_id and p.district_id = :district_id and p.person_id = :person_id
    where m.ends_at > :starts and m.starts_at < :ends
      and (cast(:after as uuid) is null
        or (m.starts_at, m.meeting_id) > (cast(:after_at as timestamptz), cast(:after as uuid)))
    order by m.starts_at, m.meeting_id limit :limit
    """,
    MeetingRecord,
)
_OF_SERIES = Query(f"{_SELECT} where m.series_id = :series_id order by m.occurs_on", MeetingRecord)
_LOCK_OF_SERIES = Query(
    f"{_SELECT} where m.series_id = :series_id and m.state = 'planned' and m.starts_at >= :starting "
    "order by m.meeting_id for no key update of m",
    MeetingRecord,
)
_LOCK_OPEN_OF_ENGAGEMENT = Query(
    f"""
    {_SELECT} where m.engagement_id = :engagement_id and m.state in ('planned', 'under_way')
    order by m.meeting_id for no key update of m
    """,
    MeetingRecord,
)
_LOCK_OPEN_OF_MATCH = Query(
    f"""
    {_SELECT} where m.match_id = :match_id and m.state in ('planned', 'under_way')
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
_CHANGE = Command("""
update meeting set mode = :mode, place = :place, agenda = :agenda, version = version + 1, changed_at = :now
where meeting_id = :meeting_id
""")
_MOVE = Command("""
update meeting set starts_at = :starts_at, ends_at = :ends_at, sequence = sequence + 1, version = version + 1,
  changed_at = :now
where meeting_id = :meeting_id
""")
_CANCEL = Command("""
update meeting set state = 'cancelled', because = :because, sequence = sequence + 1, version = version + 1,
  changed_at = :now
where meeting_id = :meeting_id
""")
_BEGIN = Command("""
update meeting set state = 'under_way', started_at = :now, version = version + 1, changed_at = :now
where meeting_id = :meeting_id
""")
_END = Command("""
update meeting set state = :state, because = :because, started_at = :started_at, ended_at = :ended_at,
  version = version + 1, changed_at = :now
where meeting_id = :meeting_id
""")
_SET_RISKS = Command("""
update meeting set risks = cast(:risks as text[]), version = version + 1, changed_at = :now
where meeting_id = :meeting_id
""")
_SET_CHECKED = Command("update meeting set checked_on = :day where meeting_id = :meeting_id")
_TOUCH = Command("update meeting set version = version + 1, changed_at = :now where meeting_id = :meeting_id")
_TOLD = Query(
    f"""
    {_SELECT}
    where :district_id in (m.host_id, m.partner_id)
      and (m.state in ('held', 'ended_early', 'cancelled') or m.risks is not null)
    order by m.meeting_id for share of m
    """,
    MeetingRecord,
)


async def add_meeting(session: Transaction, new: MeetingRecord, by: str) -> None:
    """Stores a planned meeting."""
    await _ADD.run(
        session,
        meeting_id=new.meeting_id,
        engagement_id=new.engagement_id,
        host_id=new.host_id,
        partner_id=new.partner_id,
        series_id=new.series_id,
        occurs_on=new.occurs_on,
        match_id=new.match_id,
        gap_id=new.gap_id,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        time_zone=new.time_zone,
        mode=new.mode,
        place=new.place,
        agenda=new.agenda,
        recording=new.recording,
        checked_on=new.checked_on,
        now=new.planned_at,
        by=by,
    )


async def find_meeting(session: Transaction, meeting_id: UUID, *, lock: bool = False) -> MeetingRecord | None:
    return await (_LOCK if lock else _FIND).first(session, meeting_id=meeting_id)


async def page_of_meetings(
    session: Transaction, after: tuple[datetime, UUID] | None, asked: MeetingFilter, limit: int
) -> list[MeetingRecord]:
    """Returns meetings in the order in which they start."""
    after_at, after_id = after or (None, None)
    return await _PAGE.all(session, **asked._asdict(), after_at=after_at, after=after_id, limit=limit)


async def page_of_own_meetings(
    session: Transaction,
    district_id: UUID,
    person_id: UUID,
    span: Span,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[MeetingRecord]:
    """Returns the meetings that a person is to be at within this time, those that were cancelled too."""
    after_at, after_id = after or (None, None)
    return await _OF_PERSON.all(
        session,
        district_id=district_id,
        person_id=person_id,
        starts=span.starts_at,
        ends=span.ends_at,
        after_at=after_at,
        after=after_id,
        limit=limit,
    )


async def find_meetings_of_series(session: Transaction, series_id: UUID) -> list[MeetingRecord]:
    return await _OF_SERIES.all(session, series_id=series_id)


async def lock_planned_of_series(session: Transaction, series_id: UUID, starting: datetime) -> list[MeetingRecord]:
    """Returns those that start then or later and are planned, locked."""
    return await _LOCK_OF_SERIES.all(session, series_id=series_id, starting=starting)


async def lock_open_of_engagement(session: Transaction, engagement_id: UUID) -> list[MeetingRecord]:
    """Returns the engagement's meetings that are planned or under way, locked."""
    return await _LOCK_OPEN_OF_ENGAGEMENT.all(session, engagement_id=engagement_id)


async def lock_open_of_match(session: Transaction, match_id: UUID) -> list[MeetingRecord]:
    return await _LOCK_OPEN_OF_MATCH.all(session, match_id=match_id)


async def find_open_of_coach(
    session: Transaction, district_id: UUID, coach_id: UUID, now: datetime
) -> list[MeetingKey]:
    """Returns the meetings that are not over yet and name this coach."""
    return await _OPEN_OF_COACH.all(session, district_id=district_id, coach_id=coach_id, now=now)


async def find_open_of_member(session: Transaction, member_id: UUID, now: datetime) -> list[MeetingKey]:
    return await _OPEN_OF_MEMBER.all(session, member_id=member_id, now=now)


async def find_due_meetings(session: Transaction, now: datetime, limit: int) -> list[MeetingKey]:
    """Returns those of all districts that time has something to do with."""
    return await _DUE.all(session, now=now, limit=limit)


async def set_described(session: Transaction, changed: MeetingRecord, now: datetime) -> None:
    """Stores where a meeting is and what it is about; calendars need not follow that."""
    await _CHANGE.run(
        session,
        meeting_id=changed.meeting_id,
        mode=changed.mode,
        place=changed.place,
        agenda=changed.agenda,
        now=now,
    )


async def set_moved(session: Transaction, meeting_id: UUID, to: Span, now: datetime) -> None:
    await _MOVE.run(session, meeting_id=meeting_id, starts_at=to.starts_at, ends_at=to.ends_at, now=now)


async def set_cancelled(session: Transaction, meeting_id: UUID, because: Because, now: datetime) -> None:
    await _CANCEL.run(session, meeting_id=meeting_id, because=because, now=now)


async def set_begun(session: Transaction, meeting_id: UUID, now: datetime) -> None:
    await _BEGIN.run(session, meeting_id=meeting_id, now=now)


async def set_ended(
    session: Transaction, meeting_id: UUID, state: State, because: Because | None, held: Span, now: datetime
) -> None:
    await _END.run(
        session,
        meeting_id=meeting_id,
        state=state,
        because=because,
        started_at=held.starts_at,
        ended_at=held.ends_at,
        now=now,
    )


async def set_risks(session: Transaction, meeting_id: UUID, risks: list[str], now: datetime) -> None:
    await _SET_RISKS.run(session, meeting_id=meeting_id, risks=risks, now=now)


async def set_checked(session: Transaction, meeting_id: UUID, day: date) -> None:
    await _SET_CHECKED.run(session, meeting_id=meeting_id, day=day)


async def touch_meeting(session: Transaction, meeting_id: UUID, now: datetime) -> None:
    """Gives a meeting its next version: who is to be there is other than before."""
    await _TOUCH.run(session, meeting_id=meeting_id, now=now)


async def lock_told_meetings(session: Transaction, district_id: UUID) -> list[MeetingRecord]:
    """Returns the meetings of the district of which something was told; none changes until the commit."""
    return await _TOLD.all(session, district_id=district_id)
