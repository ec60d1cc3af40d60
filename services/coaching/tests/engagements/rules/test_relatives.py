"""Whoever declared that two people are related, they are as one adult beside a student."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from coaching.coaches.rules.quorum import Participant, quorum_problems
from coaching.coaches.rules.relations import Relative
from coaching.coaches.rules.student_times import Span
from coaching.engagements.rules.relatives import with_relatives

STARTS = datetime(2026, 11, 3, 22, 30, tzinfo=UTC)
MEETING = Span(STARTS, STARTS + timedelta(minutes=45))
HOST, PARTNER = UUID(int=1), UUID(int=2)


@dataclass(frozen=True)
class Company:
    """Who is at a meeting of two districts, and which two of them are related, as was declared by whom."""

    participants: list[Participant]
    people: dict[str, Relative]
    own: set[frozenset[str]]
    between: set[frozenset[str]]

    def judged(self) -> list[Participant]:
        """Them as the quorum is to see them: a district tells of its own coaches from one side alone."""
        known = [
            replace(one, related=frozenset(max(pair) for pair in self.own if min(pair) == one.who))
            for one in self.participants
        ]
        related = {frozenset(self.people[one] for one in pair) for pair in self.between}
        return with_relatives(known, self.people, related)


@st.composite
def companies(draw: st.DrawFn) -> Company:
    """Some people of two districts, each anything that they can be."""
    names = [str(number) for number in range(draw(st.integers(1, 6)))]
    people = {who: Relative(draw(st.sampled_from((HOST, PARTNER))), UUID(int=100 + int(who))) for who in names}
    participants = [
        Participant(
            who=who,
            minor=draw(st.booleans()),
            state=draw(st.sampled_from(("active", "active", "active", "suspended", "left", "guest"))),
            presence=draw(st.sampled_from(("expected", "expected", "present", "absent"))),
            deputy=draw(st.booleans()),
        )
        for who in names
    ]
    pairs = [frozenset(pair) for pair in combinations(names, 2)]
    same = [pair for pair in pairs if len({people[one].district_id for one in pair}) == 1]
    own = draw(st.sets(st.sampled_from(same), max_size=5)) if same else set()
    between = draw(st.sets(st.sampled_from(pairs), max_size=8)) if pairs else set()
    return Company(participants, people, own, between)


@given(companies())
def test_a_student_is_never_alone_with_two_related_adults_whoever_declared_it(company: Company) -> None:
    """Said once more, from the issue and not from the rule."""
    problems = quorum_problems(company.judged(), MEETING)
    here = [
        one
        for one in company.participants
        if one.presence == "present" or (one.presence, one.deputy) == ("expected", False)
    ]
    students = [one for one in here if one.minor and one.state in ("active", "guest")]
    adults = [one.who for one in here if not one.minor and one.state == "active"]
    if len(students) != 1 or len(adults) < 2:
        return
    declared = company.own | company.between
    unrelated = [pair for pair in combinations(adults, 2) if frozenset(pair) not in declared]
    assert ("adults_related" in {one.code for one in problems}) is (unrelated == [])


@given(companies())
def test_relations_of_the_engagement_change_nothing_else(company: Company) -> None:
    without = replace(company, between=set()).judged()
    assert [replace(one, related=frozenset()) for one in company.judged()] == [
        replace(one, related=frozenset()) for one in without
    ]
    for before, after in zip(without, company.judged(), strict=True):
        assert before.related <= after.related


def test_spouses_of_two_districts_are_one_adult() -> None:
    people = {"coach": Relative(HOST, UUID(int=1)), "educator": Relative(PARTNER, UUID(int=2))}
    people["student"] = Relative(PARTNER, UUID(int=3))
    there = [Participant(who, who == "student", "active") for who in people]
    assert quorum_problems(with_relatives(there, people, set()), MEETING) == []
    spouses = {frozenset({people["coach"], people["educator"]})}
    assert [one.code for one in quorum_problems(with_relatives(there, people, spouses), MEETING)] == ["adults_related"]
    others = {frozenset({Relative(PARTNER, UUID(int=1)), people["educator"]})}
    assert quorum_problems(with_relatives(there, people, others), MEETING) == [], "that is another district's person"
