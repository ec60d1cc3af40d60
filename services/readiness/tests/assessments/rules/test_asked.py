"""Whom a question is asked: its roles, and learners about protected topics only where a parent consents."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.assessments.rules.asked import asked_questions, find_asked, is_asked
from readiness.common.rules.roles import ROLES, Role
from readiness.instruments.rules.instrument import Instrument, Protection, YesNo
from services.readiness.tests.instruments.instrument_pieces import SMALL, both, few, instruments, question

PROTECTED = replace(
    question("home", YesNo(), ("student", "teacher")), protection=Protection("income", both("We ask this."))
)


@pytest.mark.parametrize(
    ("role", "consented", "asked"),
    [("student", False, False), ("student", True, True), ("teacher", False, True), ("leader", True, False)],
)
def test_a_protected_topic_is_asked_of_students_only_with_consent(role: Role, consented: bool, asked: bool) -> None:
    assert is_asked(PROTECTED, role, consented=consented) == asked


def test_what_is_not_protected_needs_no_consent() -> None:
    plain = replace(PROTECTED, protection=None)
    assert is_asked(plain, "student", consented=False)


@few
@given(instruments(), st.sampled_from(ROLES), st.booleans())
def test_questions_are_asked_in_their_order_and_found_just_where_they_are_asked(
    instrument: Instrument, role: Role, consented: bool
) -> None:
    asked = [one for _, one in asked_questions(instrument, role, consented=consented)]
    placed = [one for _, one in instrument.placed_questions()]
    assert asked == [one for one in placed if is_asked(one, role, consented=consented)]
    for one in placed:
        assert find_asked(instrument, one.key, role, consented=consented) == (one if one in asked else None)
    assert find_asked(instrument, "no such", role, consented=consented) is None


def test_each_question_comes_with_its_section() -> None:
    found = [(section.key, one.key) for section, one in asked_questions(SMALL, "teacher", consented=False)]
    assert found == [("curriculum", key) for key in ("c1", "c2", "c3")] + [("technology", "t1"), ("technology", "t2")]
