"""The deadline that is stored with a request, and when the request is next looked at."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

from competency.amendments.rules.amendment import Amendment, AmendmentState, Contested
from competency.amendments.rules.clock import AmendmentRules
from competency.amendments.rules.deadline import NO_DEADLINE, Deadline, next_deadline, reminded_deadline

ASKED = date(2026, 9, 1)
RULES = AmendmentRules()
REQUEST = Amendment(uuid4(), uuid4(), None, "parent", "inaccurate", (Contested(uuid4()),), "a", "b", ASKED)
HEARING = replace(REQUEST, state=AmendmentState.HEARING, hearing_asked_on=ASKED)


def days(count: int) -> date:
    return ASKED + timedelta(days=count)


def test_what_the_district_owes_nothing_on_has_no_deadline() -> None:
    decided = replace(REQUEST, state=AmendmentState.ACCEPTED)
    assert next_deadline(decided, RULES, Deadline("decision", days(45), 14, days(38)), days(40)) == NO_DEADLINE


def test_a_reminder_is_sent_once_and_the_next_one_has_its_day() -> None:
    before = next_deadline(REQUEST, RULES, NO_DEADLINE, days(0))
    assert before == Deadline("decision", days(45), None, days(31))
    deadline, due = reminded_deadline(REQUEST, RULES, before, days(31))
    assert (deadline, due and due.days_left) == (("decision", days(45), 14, days(38)), 14)
    assert reminded_deadline(REQUEST, RULES, deadline, days(31)) == (deadline, None)


def test_another_deadline_was_never_reminded_of() -> None:
    of_decision = Deadline("decision", days(45), -1, None)
    assert next_deadline(HEARING, RULES, of_decision, days(50)) == ("hearing", days(45), None, days(31))
    assert next_deadline(REQUEST, RULES, of_decision, days(50)) == of_decision


def test_the_day_after_the_hearing_is_looked_at_whatever_was_said_of_the_hearing() -> None:
    soon = replace(HEARING, hearing_on=days(20))
    assert next_deadline(soon, RULES, NO_DEADLINE, days(0)).remind_on == days(21)
    late = replace(HEARING, hearing_on=days(60))
    overdue, due = reminded_deadline(late, RULES, Deadline("hearing", days(45), 1, days(46)), days(46))
    assert (overdue, due and due.days_left) == (("hearing", days(45), -1, days(61)), -1)
    assert next_deadline(late, RULES, overdue, days(61)) == ("hearing_decision", days(105), None, days(91))
