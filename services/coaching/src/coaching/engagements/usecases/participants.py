"""Who of an engagement's teams may meet: what each of the two districts knows of its own people, taken together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from coaching.coaches.rules.quorum import Participant, Presence
from coaching.coaches.rules.relations import Relative
from coaching.coaches.rules.student_times import Span, StudentTimes
from coaching.coaches.rules.terms import USUAL
from coaching.coaches.usecases.quorum import KnownCoaches, known_participant, read_coaches
from coaching.common.usecases import speaking_for
from coaching.engagements.queries.members import MemberRecord
from coaching.engagements.queries.relations import find_related_people
from coaching.engagements.rules.relatives import with_relatives
from coaching.engagements.usecases.relations import relative_of
from shared.db.query import Transaction
from shared.roster.calendars import find_zone
from shared.values.calendar import DEFAULT_ZONE, day_of


@dataclass(frozen=True, slots=True)
class Attending:
    """A member who is to be at a meeting, and the other meetings that they have."""

    member: MemberRecord
    presence: Presence = "expected"
    deputy: bool = False
    other_meetings: tuple[Span, ...] = ()


async def find_participants(
    session: Transaction, attending: Sequence[Attending], meeting: Span, *, then: UUID
) -> list[Participant]:
    """Returns the members of both teams as the quorum sees them, named by their member ids. Each district's coaches are
    judged by what that district has attested, on its days; the other learns what comes of it. Who is related is what
    each of the two knows, and what either declared in their engagements. The session speaks for `then`, its own
    district, again afterwards.
    """
    found: list[Participant] = []
    related: set[frozenset[Relative]] = set()
    people = [relative_of(one.member) for one in attending]
    for district_id in sorted({one.member.district_id for one in attending}):
        own = [one for one in attending if one.member.district_id == district_id]
        async with speaking_for(session, district_id, then=then):
            known = await read_coaches(session, [one.member.coach_id for one in own if one.member.coach_id])
            related |= await find_related_people(
                session, people, host_id=own[0].member.host_id, partner_id=own[0].member.partner_id
            )
            zone = await find_zone(session, district_id)
        day = day_of(meeting.starts_at, zone)
        names = {one.member.coach_id: str(one.member.member_id) for one in own if one.member.coach_id}
        for one in own:
            participant = _participant(one, known, meeting, names, day, zone)
            found.append(_as_member(participant, one.member, day))
    return with_relatives(found, {str(one.member.member_id): relative_of(one.member) for one in attending}, related)


def _participant(
    one: Attending, known: KnownCoaches, meeting: Span, names: dict[UUID, str], day: date, zone: str
) -> Participant:
    who, member = str(one.member.member_id), one.member
    if member.coach_id is None:
        minor = member.minor_on(day)
        return Participant(
            who, minor, "guest", one.presence, one.deputy,
            times=_usual_times(zone) if minor else None, other_meetings=one.other_meetings,
        )  # fmt: skip
    return known_participant(
        who, member.coach_id, known, meeting, names,
        presence=one.presence, deputy=one.deputy, other_meetings=one.other_meetings,
    )  # fmt: skip


def _usual_times(zone: str) -> StudentTimes | None:
    """Returns the hours of the day of a student who does not coach, by their district's clock. Where the district has
    named no zone nobody knows what that shows.
    """
    return None if zone == DEFAULT_ZONE else StudentTimes(zone, USUAL, None)


def _as_member(participant: Participant, member: MemberRecord, day: date) -> Participant:
    """Who is no member of the team on that day does not come as one, whatever they are attested."""
    if day < member.since:
        return replace(participant, state="not_yet_member")
    return replace(participant, state="left") if member.state_on(day) == "left" else participant
