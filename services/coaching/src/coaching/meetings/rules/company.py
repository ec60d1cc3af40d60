"""Whether those who are at a meeting may be together, before it and as people come and go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from coaching.coaches.rules.quorum import Participant, QuorumCode, QuorumProblem, quorum_problems
from coaching.coaches.rules.student_times import Span

ENDS_A_MEETING: frozenset[QuorumCode] = frozenset(
    {"suspended", "left", "no_cleared_adult", "adult_alone_with_student", "adults_related"}
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


def codes_of(problems: Iterable[QuorumProblem]) -> list[str]:
    """Returns what is in the way, each kind once."""
    return sorted({one.code for one in problems})
