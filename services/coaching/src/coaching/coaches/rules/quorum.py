"""Who may meet: no adult is ever alone with a student, whoever's student it is.

Wherever a student takes part, so do two cleared adults who are not related, or a cleared adult and several students.
Who is suspended or has left counts as nobody, a deputy from when they are present, and a guest, of whom nothing is
attested here, never as a cleared adult.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, NamedTuple

from coaching.coaches.rules.standing import State
from coaching.coaches.rules.student_times import Span, StudentTimes, outside_allowed_times, overfull_week

Presence = Literal["expected", "present", "absent"]
QuorumCode = Literal[
    "suspended", "left", "not_yet_member", "no_cleared_adult", "adult_alone_with_student", "adults_related",
    "outside_allowed_times", "weekly_capacity_exceeded", "double_booked",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody at a meeting. `state` is a coach's standing for the whole of it; `times` are those of a student who
    coaches; `related` names those with whom a relation is declared.
    """

    who: str
    minor: bool
    state: State | Literal["guest", "not_yet_member"]
    presence: Presence = "expected"
    deputy: bool = False
    related: frozenset[str] = frozenset()
    times: StudentTimes | None = None
    other_meetings: tuple[Span, ...] = ()

    @property
    def takes_part(self) -> bool:
        return self.presence == "present" or (self.presence == "expected" and not self.deputy)

    @property
    def counts(self) -> bool:
        return self.takes_part and self.state in ("active", "guest")

    @property
    def cleared_adult(self) -> bool:
        return self.takes_part and self.state == "active" and not self.minor


class QuorumProblem(NamedTuple):
    """Why these people may not meet: whom it is about, and what to do."""

    code: QuorumCode
    who: tuple[str, ...]
    detail: str


def quorum_problems(participants: Sequence[Participant], meeting: Span) -> list[QuorumProblem]:
    """Returns all that is in the way of this meeting; nothing where these people may meet."""
    return [*_company(participants), *_each(participants, meeting)]


def _company(participants: Sequence[Participant]) -> Iterator[QuorumProblem]:
    students = [one for one in participants if one.counts and one.minor]
    adults = [one for one in participants if one.cleared_adult]
    if not students:
        return
    if not adults:
        detail = "No cleared adult takes part: add one, and a second who is not related or another student."
        yield QuorumProblem("no_cleared_adult", tuple(one.who for one in students), detail)
    elif len(students) == 1 and len(adults) == 1:
        detail = "An adult would be alone with a student: add a second cleared adult or another student."
        yield QuorumProblem("adult_alone_with_student", (adults[0].who, students[0].who), detail)
    elif len(students) == 1 and not any(_unrelated(*pair) for pair in combinations(adults, 2)):
        detail = "The adults are related to each other: add a cleared adult who is not, or another student."
        yield QuorumProblem("adults_related", tuple(one.who for one in adults), detail)


def _unrelated(one: Participant, other: Participant) -> bool:
    return one.who not in other.related and other.who not in one.related


def _each(participants: Sequence[Participant], meeting: Span) -> Iterator[QuorumProblem]:
    for one in participants:
        if one.takes_part:
            yield from _standing_of(one)
            yield from _times_of(one, meeting)


def _standing_of(one: Participant) -> Iterator[QuorumProblem]:
    if one.state == "suspended":
        detail = "This coach is suspended: have what is demanded of them attested, or name somebody else."
        yield QuorumProblem("suspended", (one.who,), detail)
    elif one.state == "left":
        yield QuorumProblem("left", (one.who,), "This member has left: name somebody else.")
    elif one.state == "not_yet_member":
        detail = "They are no member yet on that day: meet later, or name somebody else."
        yield QuorumProblem("not_yet_member", (one.who,), detail)


def _times_of(one: Participant, meeting: Span) -> Iterator[QuorumProblem]:
    if any(meeting.overlap(other) for other in one.other_meetings):
        yield QuorumProblem("double_booked", (one.who,), "They are in another meeting then: move one of the two.")
    if one.times is None:
        return
    if outside_allowed_times(one.times, meeting):
        between = f"{one.times.allowed.starts} and {one.times.allowed.ends}, {one.times.time_zone}"
        detail = f"It reaches out of the student's hours of the day: meet between {between}."
        yield QuorumProblem("outside_allowed_times", (one.who,), detail)
    if (week := overfull_week(one.times, meeting, one.other_meetings)) is not None:
        detail = f"The student would coach for more than {one.times.weekly_capacity} hours in the week of {week}."
        yield QuorumProblem(
            "weekly_capacity_exceeded", (one.who,), f"{detail} Choose another week or a shorter meeting."
        )
