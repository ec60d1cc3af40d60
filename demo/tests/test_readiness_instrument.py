"""The demo's own instrument: it can be published, in both languages, over the ten conditions."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from readiness.common.rules.roles import ROLES
from readiness.instruments.rules.answers import NoValue, check_answer
from readiness.instruments.rules.comparability import condition_weights
from readiness.instruments.rules.instrument import Choice, Instrument, Level
from readiness.instruments.rules.sheet import instrument_from_sheet
from readiness.instruments.rules.sheet_rows import instrument_to_sheet
from readiness.instruments.rules.validation import validate_instrument

FILE = Path(__file__).parents[1] / "readiness_instrument.json"


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return TypeAdapter(Instrument).validate_json(FILE.read_bytes())


def test_it_can_be_published_and_lacks_no_translation(instrument: Instrument) -> None:
    assert validate_instrument(instrument) == ()


def test_it_has_ten_conditions_of_two_to_four_questions_each(instrument: Instrument) -> None:
    assert len(instrument.sections) == 10
    assert {len(section.questions) for section in instrument.sections} <= {2, 3, 4}
    assert all(sum(weights.values()) == 1 for weights in condition_weights(instrument).values())


def test_it_asks_every_role_in_every_kind_and_describes_four_levels(instrument: Instrument) -> None:
    questions = [question for _, question in instrument.placed_questions()]
    assert {role for question in questions for role in question.roles} == set(ROLES)
    assert {question.form.kind for question in questions} == {"level", "yes_no", "choice", "number", "text", "evidence"}
    assert all(len(question.form.anchors) == 4 for question in questions if isinstance(question.form, Level))
    assert all(question.form.options[-1].score == 1 for question in questions if isinstance(question.form, Choice))


def test_only_students_are_asked_what_the_law_protects(instrument: Instrument) -> None:
    protected = [question for _, question in instrument.placed_questions() if question.protection is not None]
    assert [(one.key, one.roles) for one in protected] == [("supports.worries", ("student",))]


def test_what_must_be_there_is_a_gate_and_not_knowing_it_is_not_having_it(instrument: Instrument) -> None:
    board = next(question for _, question in instrument.placed_questions() if question.key == "leadership.board")
    assert board.gate is not None
    assert check_answer(board, "leader", NoValue.DONT_KNOW) == (None, Decimal(0))


def test_it_comes_back_from_a_spreadsheet_the_same(instrument: Instrument) -> None:
    found = instrument_from_sheet(instrument_to_sheet(instrument))
    assert (found.problems, found.instrument) == ((), instrument)
