"""Who is merely expected is not there; what ends a meeting is told apart from what is found when it is planned."""

from datetime import UTC, datetime, timedelta

from coaching.coaches.rules.quorum import Participant, Presence
from coaching.coaches.rules.student_times import Span
from coaching.meetings.rules.company import codes_of, planned_problems, present_problems

NOW = datetime(2026, 10, 6, 21, 30, tzinfo=UTC)
MEETING = Span(NOW, NOW + timedelta(hours=1))


def adult(who: str, presence: Presence = "expected", *, deputy: bool = False, related: str = "") -> Participant:
    return Participant(who, False, "active", presence, deputy, frozenset({related} - {""}))


def student(who: str, presence: Presence = "expected") -> Participant:
    return Participant(who, True, "active", presence)


def planned(*people: Participant) -> list[str]:
    return codes_of(planned_problems(people, MEETING))


def present(*people: Participant) -> list[str]:
    return codes_of(present_problems(people, MEETING))


def test_who_is_expected_counts_in_a_plan_and_not_in_a_meeting() -> None:
    people = (student("s", "present"), adult("a", "present"), adult("b"))
    assert planned(*people) == []
    assert present(*people) == ["adult_alone_with_student"]


def test_a_deputy_counts_once_present() -> None:
    people = student("s", "present"), adult("a", "present"), adult("b", "absent")
    assert present(*people, adult("d", deputy=True)) == ["adult_alone_with_student"]
    assert present(*people, adult("d", "present", deputy=True)) == []


def test_a_deputy_who_is_the_other_adults_spouse_mends_nothing() -> None:
    people = student("s", "present"), adult("a", "present", related="d"), adult("b", "absent")
    assert present(*people, adult("d", "present", deputy=True)) == ["adults_related"]


def test_whoever_is_in_another_meeting_too_was_found_when_it_was_planned_and_ends_nothing() -> None:
    busy = Participant("a", False, "active", "present", other_meetings=(MEETING,))
    assert planned(busy, adult("b")) == ["double_booked"]
    assert present(busy, adult("b", "present")) == []


def test_whoever_is_suspended_may_not_be_there() -> None:
    assert present(Participant("a", False, "suspended", "present"), adult("b", "present")) == ["suspended"]
    assert present(Participant("a", False, "suspended"), adult("b", "present")) == []


def test_nobody_at_all_breaks_no_rule() -> None:
    assert present(student("s"), adult("a")) == []
