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


class MeetingRecord(NamedTuple):
    """A meeting as stored, with the zone of the host's calendar and the keys of what its gap is about."""

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
    condition: str | None
    question: str | None

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


_NEED = """
from need n where n.engagement_id = m.engagement_id and n.gap_id = m.gap_id order by n.brought_at desc limit 1
"""
_COLUMNS = f"""
m.meeting_id, m.engagement_id, m.host_id, m.partner_id, m.series_id, m.occurs_on, m.match_id, m.gap_id, m.starts_at,
m.ends_at, m.time_zone, m.mode, m.place, m.agenda, m.recording, m.state, m.risks, m.because, m.started_at, m.ended_at,
m.checked_on, m.sequence, m.version, m.planned_at, m.changed_at, {zone_of("m.host_id")} as host_zone,
(select n.condition {_NEED}) as condition, (select n.question {_NEED}) as question
"""
SELECT = f"select {_COLUMNS} from meeting m"  # noqa: S608
"""For every statement that answers whole meetings."""
_ADD = Command("""
insert into meeting (meeting_id, engagement_id, host_id, partner_id, series_id, occurs_on, match_id, gap_id, starts_at,
  ends_at, time_zone, mode, place, agenda, recording, state, checked_on, planned_at, planned_by, changed_at)
values (:meeting_id, :engagement_id, :host_id, :partner_id, :series_id, :occurs_on, :match_id, :gap_id, :starts_at,
  :ends_at, :time_zone, :mode, :place, :agenda, :recording, 'planned', :checked_on, :now, :by, :now)
""")
_FIND = Query(f"{SELECT} where m.meeting_id = :meeting_id", MeetingRecord)
_LOCK = Query(f"{SELECT} where m.meeting_id = :meeting_id for no key update of m", MeetingRecord)
_PAGE = Query(
    f"""
    {SELECT}
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
    {SELECT}
    join meeting_member p on p.meeting_id = m.meeting_id and p.district_id = :district_id and p.person_id = :person_id
    where m.ends_at > :starts and m.starts_at < :ends
      and (cast(:after as uuid) is null
        or (m.starts_at, m.meeting_id) > (cast(:after_at as timestamptz), cast(:after as uuid)))
    order by m.starts_at, m.meeting_id limit :limit
    """,
    MeetingRecord,
)
_OF_SERIES = Query(f"{SELECT} where m.series_id = :series_id order by m.occurs_on", MeetingRecord)
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
