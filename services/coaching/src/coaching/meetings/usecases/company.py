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
from coaching.engagements.usecases.participants import Attending, find_participants
from coaching.meetings.queries.engagements import find_named_members, hold_coaches, lock_engagement
from coaching.meetings.queries.members import find_other_meetings
from coaching.meetings.usecases.reading import see_meeting
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
    attending = [Attending(one.member, one.presence, one.deputy, tuple(others[one.member.person_id])) for one in asked]
    found = {one.who: one for one in await find_participants(session, attending, meeting, then=then)}
    return [Judged(one, found[str(one.member.member_id)]) for one in asked]


async def hold_standings(session: Transaction, asked: Sequence[Asked], *, then: UUID) -> None:
    """Has nothing be attested or revoked of the coaches among them, and nothing else planned for them, until the
    commit.
    """
    for district in sorted({one.member.district_id for one in asked}):
        async with speaking_for(session, district, then=then):
            await hold_coaches(session, [one.member.coach_id for one in asked if one.member.coach_id is not None])


async def hold_company(session: Transaction, meeting_id: UUID, *, then: UUID) -> None:
    """Holds a meeting's engagement, and then the coaches who are to be there, before the meeting itself is locked.
    Raises NotFound where the session's district is no party to a meeting of this id.
    """
    engagement_id = (await see_meeting(session, meeting_id)).record.engagement_id
    await lock_engagement(session, engagement_id)
    seen = await see_meeting(session, meeting_id)
    known = await find_named_members(session, engagement_id, [one.member_id for one in seen.members])
    asked = [Asked(known[one.member_id], one.deputy, one.presence) for one in seen.members]
    await hold_standings(session, asked, then=then)


def participants_of(judged: Iterable[Judged]) -> list[Participant]:
    return [one.participant for one in judged]
