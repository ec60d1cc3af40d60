"""Whether those who are at a meeting may be together, before it and as people come and go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from coaching.coaches.rules.quorum import Participant, QuorumCode, QuorumProblem, quorum_problems
from coaching.coaches.rules.student_times import Span
from coaching.common.rules.problems import Problem

FEWEST = 2
"""So many different people make a meeting: who waits alone has none."""
ENDS_A_MEETING: frozenset[QuorumCode] = frozenset(
    {"suspended", "left", "not_yet_member", "no_cleared_adult", "adult_alone_with_student", "adults_related"}
)
"""What nobody may go on in. Hours that run over are found when a meeting is planned, or begins earlier; that somebody
is at another the database finds.
"""
HOURS: frozenset[QuorumCode] = frozenset({"outside_allowed_times", "weekly_capacity_exceeded"})
"""What is wrong with when a student is met."""


def planned_problems(participants: Sequence[Participant], meeting: Span) -> list[QuorumProblem]:
    """Returns all that is in the way of a meeting that is planned."""
    return quorum_problems(participants, meeting)


def present_problems(participants: Sequence[Participant], meeting: Span) -> list[QuorumProblem]:
    """Returns why those who are there may not be together now: who is merely expected is not there."""
    return [one for one in quorum_problems(_there(participants), meeting) if one.code in ENDS_A_MEETING]


def early_problems(participants: Sequence[Participant], meeting: Span) -> list[QuorumProblem]:
    """Returns why those who are there may not begin earlier than was planned: what was planned is within their hours,
    what comes before it may not be.
    """
    there = _there(participants)
    return [one for one in quorum_problems(there, meeting) if one.code in ENDS_A_MEETING | HOURS]


def held_problems(participants: Sequence[Participant], held: Span) -> list[QuorumProblem]:
    """Returns why it cannot be that those who were there met then."""
    return quorum_problems(_there(participants), held)


def _there(participants: Sequence[Participant]) -> list[Participant]:
    return [one if one.presence == "present" else replace(one, presence="absent") for one in participants]


def validate_said_by(participants: Sequence[Participant], said_by: str) -> str | None:
    """Returns why whoever says who is there cannot: a student's word that adults are there is no adult's presence, so a
    cleared adult says it where anybody is there who may not be alone. None where they can.
    """
    there = [one for one in participants if one.presence == "present"]
    if not any(one.minor for one in there) or any(one.who == said_by and one.cleared_adult for one in there):
        return None
    return "A student is there: one of the cleared adults who are says so themselves."


def validate_speaks_for(participants: Sequence[Participant], said_by: str, of: str) -> str | None:
    """Returns why this one cannot say that the other has come, or None."""
    minors = {one.who: one.minor for one in participants}
    if minors[said_by] and not minors[of]:
        return "Adults say themselves that they have come, or another adult who is there does."
    return None


def validate_present(present: Sequence[UUID], members: Collection[UUID]) -> Iterator[Problem]:
    """Yields why these cannot be those who are at a meeting of these members."""
    for place, one in enumerate(present):
        if one not in members:
            detail = "This member is not to be at this meeting: have them named first."
            yield Problem(f"/present/{place}", detail)
        elif one in present[:place]:
            yield Problem(f"/present/{place}", "This member is named twice: name everybody once.")
    if len(set(present)) < FEWEST:
        yield Problem(
            "/present", "One person alone is no meeting: name everybody who was there, or let it not be held."
        )


def codes_of(problems: Iterable[QuorumProblem]) -> list[str]:
    """Returns what is in the way, each kind once."""
    return sorted({one.code for one in problems})
