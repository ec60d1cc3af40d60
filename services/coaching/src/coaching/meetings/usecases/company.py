"""Who is to be at a meeting, of both districts, as the quorum sees them, with what else they have in these weeks."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.attestations import Kind
from coaching.coaches.rules.quorum import Participant, Presence
from coaching.coaches.rules.student_times import Span
from coaching.common.usecases import speaking_for
from coaching.engagements.queries.members import MemberRecord
<<<<<<< HEAD
from coaching.engagements.usecases.participants import Attending, find_participants
=======
from coaching.engagements.rules.members import is_member_on
>>>>>>> 282022d9 (Meetings know the members whom they name; iCalendar is a library of coaching's)
from coaching.meetings.queries.members import find_other_meetings
from shared.db.query import Transaction

_AROUND = timedelta(days=8)
"""A student's week reaches so far from a meeting at most."""


class Asked(NamedTuple):
    """A member who is to be at a meeting."""

    member: MemberRecord
    deputy: bool
    presence: Presence


class Judged(NamedTuple):
    """The same, with all that decides whether they may."""

    asked: Asked
    participant: Participant

    @property
    def coach_kind(self) -> Kind | None:
        if self.asked.member.coach_id is None:
            return None
        return "staff" if self.participant.times is None else "student"


async def judge(
    session: Transaction, asked: Sequence[Asked], meeting: Span, *, besides: Collection[UUID] = (), then: UUID
) -> list[Judged]:
    """Returns all of them, in their order, as they stand for this time. Meetings `besides` are not held against them.
    The session speaks for `then` before and afterwards.
    """
    others: dict[UUID, list[Span]] = {}
    week = Span(meeting.starts_at - _AROUND, meeting.ends_at + _AROUND)
    for district in sorted({one.member.district_id for one in asked}):
        people = [one.member.person_id for one in asked if one.member.district_id == district]
        async with speaking_for(session, district, then=then):
            others |= await find_other_meetings(session, district, people, week, besides)
    attending = [
        Attending(one.member, one.presence, one.deputy, tuple(others[one.member.person_id])) for one in asked
    ]
    found = {one.who: one for one in await find_participants(session, attending, meeting, then=then)}
    return [Judged(one, found[str(one.member.member_id)]) for one in asked]


def participants_of(judged: Iterable[Judged]) -> list[Participant]:
    return [one.participant for one in judged]
<<<<<<< HEAD
=======


async def _find_side(
    session: Transaction, district_id: UUID, members: Sequence[MemberRecord], meeting: Span, besides: Collection[UUID]
) -> _Side:
    ids = [one.coach_id for one in members if one.coach_id is not None]
    week = Span(meeting.starts_at - _AROUND, meeting.ends_at + _AROUND)
    people = [one.person_id for one in members]
    return _Side(
        zone=await find_zone(session, district_id),
        coaches={one.coach_id: one for one in await find_coaches(session, ids)},
        attested=await find_attestations(session, ids),
        related=await find_related(session, ids),
        others=await find_other_meetings(session, district_id, people, week, besides),
        members={one.coach_id: one.member_id for one in members if one.coach_id is not None},
    )


def _judged(asked: Asked, side: _Side, meeting: Span) -> Judged:
    member = asked.member
    first, last = (day_of(moment, side.zone) for moment in (meeting.starts_at, meeting.last))
    is_member = all(is_member_on(member.since, member.left_on, day) for day in (first, last))
    coach = None if member.coach_id is None else side.coaches.get(member.coach_id)
    minor, state = member.minor_on(first), _guest(is_member=is_member)
    if coach is not None:
        attested = side.attested[coach.coach_id]
        minor = is_minor(coach.kind, attested, first) is not False
        found = standing_through(coach.kind, coach.left_on, attested, first, last).state
        state = found if is_member else "left"
    related = side.related.get(coach.coach_id, frozenset()) if coach is not None else frozenset()
    participant = Participant(
        who=str(member.member_id),
        minor=minor,
        state=state,
        presence=asked.presence,
        deputy=asked.deputy,
        related=frozenset(str(side.members[one]) for one in related),
        times=None if coach is None else _times_of(coach),
        other_meetings=tuple(side.others[member.person_id]),
    )
    return Judged(asked, participant, coach)


def _guest(*, is_member: bool) -> State | Literal["guest"]:
    return "guest" if is_member else "left"


def _times_of(coach: CoachRecord) -> StudentTimes | None:
    if coach.allowed_times is None:
        return None
    return StudentTimes(coach.time_zone, Window(**coach.allowed_times), coach.weekly_capacity)
>>>>>>> 282022d9 (Meetings know the members whom they name; iCalendar is a library of coaching's)
