"""Who is to be at a meeting, of both districts, and whether they may.

What is attested of a coach and who is related to whom only their own district sees, so each side is asked in the name
of its own. What comes back is what is in the way, never why somebody is suspended.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from coaching.coaches.queries.attestations import find_attestations
from coaching.coaches.queries.coaches import CoachRecord, find_coaches
from coaching.coaches.queries.relations import find_related
from coaching.coaches.rules.attestations import Attestation, is_minor
from coaching.coaches.rules.quorum import Participant, Presence
from coaching.coaches.rules.standing import State, standing_through
from coaching.coaches.rules.student_times import Span, StudentTimes
from coaching.coaches.rules.terms import Window
from coaching.common.crossing import speaking_for
from coaching.engagements.queries.members import MemberRecord
from coaching.meetings.queries.members import find_other_meetings
from shared.db.query import Transaction
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of

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
    coach: CoachRecord | None


class _Side(NamedTuple):
    """What a district knows of its own people."""

    zone: str
    coaches: Mapping[UUID, CoachRecord]
    attested: Mapping[UUID, Sequence[Attestation]]
    related: Mapping[UUID, frozenset[UUID]]
    others: Mapping[UUID, Sequence[Span]]
    members: Mapping[UUID, UUID]


async def judge(
    session: Transaction, asked: Sequence[Asked], meeting: Span, *, besides: Collection[UUID] = (), then: UUID
) -> list[Judged]:
    """Returns all of them, in their order, as they stand for this time. Meetings `besides` are not held against them.
    The session speaks for `then` before and afterwards.
    """
    sides: dict[UUID, _Side] = {}
    for district in sorted({one.member.district_id for one in asked}):
        async with speaking_for(session, district, then=then):
            own = [one.member for one in asked if one.member.district_id == district]
            sides[district] = await _find_side(session, district, own, meeting, besides)
    return [_judged(one, sides[one.member.district_id], meeting) for one in asked]


def participants_of(judged: Iterable[Judged]) -> list[Participant]:
    return [one.participant for one in judged]


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
    is_member = member.is_member_on(first) and member.is_member_on(last)
    coach = None if member.coach_id is None else side.coaches.get(member.coach_id)
    minor, state = member.is_minor_on(first), _guest(is_member=is_member)
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
