"""The meetings of children, for whoever is their guardian by the roster today, in SQL."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.meetings.rules.states import State
from coaching.meetings.rules.terms import Mode
from shared.db.query import Query, Transaction
from shared.roster.enrolments import guardian_counts


class ChildMeetingRecord(NamedTuple):
    """A meeting at which a child is to be; of two children at one, there are two."""

    meeting_id: UUID
    learner_id: UUID
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    mode: Mode
    place: str | None
    state: State
    risks: list[str] | None


# The home district tells until when a member counts as under 18; of a day after that nothing is shown. Who has left the
# team, or has said that they cannot come, is at no meeting.
_PAGE = Query(
    f"""
    select m.meeting_id, p.person_id as learner_id, m.starts_at, m.ends_at, m.time_zone, m.mode, m.place, m.state,
      m.risks
    from guardian g
    join meeting_member p on p.district_id = g.district_id and p.person_id = g.learner_id
    join engagement_member e on e.member_id = p.member_id
    join meeting m on m.meeting_id = p.meeting_id
    where g.district_id = :district_id and g.guardian_id = :guardian_id and {guardian_counts("g")}
      and e.minor and coalesce(e.minor_until >= :today, true) and coalesce(e.left_on > :today, true)
      and p.presence <> 'absent' and m.state in ('planned', 'under_way', 'cancelled') and m.ends_at > :now
      and (cast(:after_meeting as uuid) is null or (m.starts_at, m.meeting_id, p.person_id)
        > (cast(:after_at as timestamptz), cast(:after_meeting as uuid), cast(:after_learner as uuid)))
    order by m.starts_at, m.meeting_id, p.person_id limit :limit
    """,  # noqa: S608 - our own predicate
    ChildMeetingRecord,
)


async def page_of_childrens_meetings(
    session: Transaction,
    district_id: UUID,
    guardian_id: UUID,
    today: date,
    now: datetime,
    after: tuple[datetime, UUID, UUID] | None,
    limit: int,
) -> list[ChildMeetingRecord]:
    """Returns the meetings that are not over, in the order in which they start, of those who count as under 18 today
    and whose guardian this person is; those that were cancelled too.
    """
    after_at, after_meeting, after_learner = after or (None, None, None)
    return await _PAGE.all(
        session,
        district_id=district_id,
        guardian_id=guardian_id,
        today=today,
        now=now,
        after_at=after_at,
        after_meeting=after_meeting,
        after_learner=after_learner,
        limit=limit,
    )
