"""Whoever is named for a meeting is looked up, judged, and booked. Nobody is booked twice, whoever asks first."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.quorum import QuorumProblem
from coaching.coaches.rules.student_times import Span
from coaching.common.rules.problems import Problem
from coaching.engagements.queries.engagements import EngagementRecord
from coaching.meetings.queries.engagements import find_named_members
from coaching.meetings.queries.meetings import MeetingRecord, add_meeting
from coaching.meetings.queries.members import MeetingMemberRecord, add_meeting_members, delete_meeting_members
from coaching.meetings.rules.company import planned_problems
from coaching.meetings.schemas.meetings import MeetingParticipant
from coaching.meetings.usecases.company import Asked, Judged, hold_standings, judge, participants_of
from coaching.meetings.usecases.reading import SeenMeeting
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid
from shared.errors import Problem as Refusal

_BOOKED = "They are in another meeting then: move one of the two, or name somebody else."


class Pointers(NamedTuple):
    """Where in a request a participant stands."""

    known: dict[str, str]
    on: date | None = None

    def of(self, problem: QuorumProblem) -> dict[str, str]:
        pointer = self.known.get(problem.who[0], "/participants")
        if self.on is None:
            return {"pointer": pointer, "detail": problem.detail}
        return on_a_day(pointer, self.on, problem.detail)


def pointers_of(sent: Sequence[MeetingParticipant], on: date | None = None) -> Pointers:
    return Pointers({str(one.member_id): f"/participants/{place}" for place, one in enumerate(sent)}, on)


async def find_asked(
    session: Transaction, caller: Caller, engagement: EngagementRecord, sent: Sequence[MeetingParticipant]
) -> list[Asked]:
    """Returns the members who are named, those who coach held as they stand until the commit."""
    known = await find_named_members(session, engagement.engagement_id, [one.member_id for one in sent])
    seen: set[UUID] = set()
    errors: list[Problem] = []
    for place, one in enumerate(sent):
        if one.member_id not in known:
            errors.append(Problem(f"/participants/{place}/member_id", "The engagement has no such member."))
        elif one.member_id in seen:
            errors.append(Problem(f"/participants/{place}/member_id", "They are named twice: name everybody once."))
        seen.add(one.member_id)
    ensure_valid(errors, "These people cannot be named; see errors.")
    asked = [Asked(known[one.member_id], one.deputy, "expected") for one in sent]
    await hold_standings(session, asked, then=caller.district_id)
    return asked


async def add_booked(
    session: Transaction, caller: Caller, record: MeetingRecord, asked: Sequence[Asked], pointers: Pointers
) -> None:
    """Adds a meeting with those who may be there then. Raises Invalid or a Conflict where somebody may not."""
    judged = await judge(session, asked, record.span, then=caller.district_id)
    ensure_may_meet(judged, record.span, pointers)
    await add_meeting(session, record, caller.subject)
    await _book(session, record, judged, pointers)


async def rebook(
    session: Transaction, caller: Caller, seen: SeenMeeting, asked: Sequence[Asked], span: Span, pointers: Pointers
) -> None:
    """Has these people be at a meeting then, in place of those who were to be. Raises as `add_booked` does."""
    record = seen.record._replace(starts_at=span.starts_at, ends_at=span.ends_at)
    judged = await judge(session, asked, span, besides=[record.meeting_id], then=caller.district_id)
    ensure_may_meet(judged, span, pointers)
    await delete_meeting_members(session, record.meeting_id)
    await _book(session, record, judged, pointers)


def ensure_may_meet(judged: Sequence[Judged], span: Span, pointers: Pointers) -> None:
    """Raises what is in the way of these people's meeting then."""
    problems = planned_problems(participants_of(judged), span)
    if not problems:
        return
    errors = [pointers.of(one) for one in problems]
    kind: type[Refusal] = Conflict if {one.code for one in problems} == {"double_booked"} else Invalid
    raise kind("These people may not meet then; see errors.", errors=errors)


def on_a_day(pointer: str, on: date, detail: str) -> dict[str, str]:
    """What is wrong with one meeting of a series: with the day by itself, for whoever leaves that one out."""
    return {"pointer": pointer, "detail": f"On {on}: {detail}", "on": str(on)}


def ensure_valid(problems: Iterable[Problem], detail: str) -> None:
    if errors := [one._asdict() for one in problems]:
        raise Invalid(detail, errors=errors)


async def _book(session: Transaction, record: MeetingRecord, judged: Sequence[Judged], pointers: Pointers) -> None:
    """Stores who is to be there. The database refuses whoever was booked meanwhile."""
    taken = await add_meeting_members(session, [_member(record, one) for one in judged])
    errors = [pointers.of(QuorumProblem("double_booked", (str(one.member_id),), _BOOKED)) for one in taken]
    if errors:
        raise Conflict("Somebody is in another meeting then; see errors.", errors=errors)


def _member(record: MeetingRecord, judged: Judged) -> MeetingMemberRecord:
    member = judged.asked.member
    return MeetingMemberRecord(
        meeting_id=record.meeting_id,
        member_id=member.member_id,
        host_id=record.host_id,
        partner_id=record.partner_id,
        district_id=member.district_id,
        person_id=member.person_id,
        coach_id=member.coach_id,
        coach_kind=judged.coach_kind,
        minor=judged.participant.minor,
        deputy=judged.asked.deputy,
        presence=judged.asked.presence,
        starts_at=record.starts_at,
        ends_at=record.ends_at,
        booked=judged.asked.presence != "absent",
    )
