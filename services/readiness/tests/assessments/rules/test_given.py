"""Answers as they are sent: what each form allows, and that what is kept is what was given."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.assessments.rules.given import Given, answer_of, stored_value, validate_given
from readiness.instruments.rules.answers import NoValue, Shown
from readiness.instruments.rules.instrument import Evidence, OpenText, YesNo
from services.readiness.tests.instruments.instrument_pieces import CHOICE, NUMBER, question

LEVEL, YES_NO, OPTIONS, DEVICES = question("l"), question("y", YesNo()), question("c", CHOICE), question("n", NUMBER)
WORDS, SHOWN = question("t", OpenText()), question("e", Evidence(("link",)))
LINK = {"kind": "link", "reference": "https://example.org/plan"}


@pytest.mark.parametrize(
    ("asked", "value", "kept"),
    [
        (LEVEL, 4, 4), (YES_NO, False, False), (OPTIONS, "most", "most"), (WORDS, " as typed ", " as typed "),
        (DEVICES, 2, "2"), (DEVICES, 0.1, "0.1"), (DEVICES, "2.50", "2.50"), (DEVICES, 1e-05, "0.00001"),
        (SHOWN, LINK, LINK),
    ],
)  # fmt: skip
def test_what_the_form_allows_is_kept_as_it_was_given(asked: Any, value: Any, kept: Any) -> None:
    given_so = Given("value", value)
    assert validate_given(asked, "leader", given_so) is None
    assert stored_value(asked, given_so) == kept
    assert type(stored_value(asked, given_so)) is type(kept)


@pytest.mark.parametrize(
    ("asked", "value", "problem"),
    [
        (LEVEL, 5, "levels 1 to 4"), (LEVEL, True, "levels"), (LEVEL, "2", "levels"), (YES_NO, 1, "yes or no"),
        (OPTIONS, "all", "options none, most"), (DEVICES, "many", "number"), (DEVICES, True, "number"),
        (DEVICES, "1e3", "number"), (WORDS, 3, "words"), (SHOWN, "https://example.org", "link"),
        (SHOWN, {"kind": "file", "reference": "a.pdf"}, "link"),
    ],
)  # fmt: skip
def test_what_it_does_not_allow_is_a_problem_of_the_value(asked: Any, value: Any, problem: str) -> None:
    found = validate_given(asked, "leader", Given("value", value))
    assert found is not None
    assert found.field == "value"
    assert problem in found.problem


@pytest.mark.parametrize(
    ("said", "answer"),
    [("dont_know", NoValue.DONT_KNOW), ("not_applicable", NoValue.NOT_APPLICABLE), ("left_out", None)],
)
def test_what_has_no_value_is_said_without_one(said: Any, answer: NoValue | None) -> None:
    assert validate_given(LEVEL, "leader", Given(said)) is None
    assert answer_of(LEVEL, Given(said)) is answer
    assert stored_value(LEVEL, Given(said)) is None
    with_value = validate_given(LEVEL, "leader", Given(said, 3))
    assert with_value is not None
    assert "leave it out" in with_value.problem


def test_a_value_that_is_said_is_there() -> None:
    found = validate_given(LEVEL, "leader", Given("value"))
    assert found is not None
    assert found.field == "value"


def test_evidence_beside_an_answer_may_be_of_any_kind_and_must_be_one() -> None:
    for shown in (Shown("link", "https://example.org"), Shown("file", "plan.pdf")):
        assert validate_given(LEVEL, "leader", Given("value", 3, shown)) is None
    found = validate_given(LEVEL, "leader", Given("value", 3, Shown("link", "javascript:alert(1)")))
    assert found is not None
    assert found.field == "evidence"


def test_a_role_that_is_not_asked_gives_no_answer() -> None:
    assert validate_given(LEVEL, "union", Given("value", 3)) is not None


@given(st.decimals(-(10**9), 10**9, places=6))
def test_a_number_as_text_is_the_number(value: Decimal) -> None:
    kept = stored_value(DEVICES, Given("value", f"{value:f}"))
    assert Decimal(kept) == value
    assert "E" not in kept
