"""Whether those who are at a meeting may be together, before it and as people come and go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from coaching.coaches.rules.quorum import Participant, QuorumCode, QuorumProblem, quorum_problems
from coaching.coaches.rules.student_times import Span

ENDS_A_MEETING: frozenset[QuorumCode] = frozenset(
    {"suspended", "left", "no_cleared_adult", "adult_alone_with_student", "adults_related"}
)
"""What nobody may go on in. Hours that run over and another meeting are found when it is planned."""


def planned_problems(participants: Sequence[Participant], meeting: Span) -> list[QuorumProblem]:
    """Returns all that is in the way of a meeting that is planned."""
    return quorum_problems(participants, meeting)


def present_problems(participants: Sequence[Participant], meeting: Span) -> list[QuorumProblem]:
    """Returns why those who are there may not be together now: who is merely expected is not there."""
    there = [one if one.presence == "present" else replace(one, presence="absent") for one in participants]
    return [one for one in quorum_problems(there, meeting) if one.code in ENDS_A_MEETING]


def codes_of(problems: Iterable[QuorumProblem]) -> list[str]:
    """Returns what is in the way, each kind once."""
    return sorted({one.code for one in problems})
