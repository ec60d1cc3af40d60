"""What the demo's reviewers find: other than what raters say, in words, and of questions that can be verified."""

from __future__ import annotations

from decimal import Decimal
from statistics import fmean

from pydantic import TypeAdapter

from demo.applicants import APPLICANTS
from demo.raters import FILE, sheet
from demo.verifying import BY_THE_EDUCATOR, BY_THE_OTHER, body_of
from readiness.assessments.rules.given import Given, validate_given
from readiness.assessments.rules.paper_sheet import read_paper_sheet
from readiness.instruments.rules.instrument import Instrument
from readiness.scoring.rules.reviews import validate_questions
from readiness.scoring.schemas.verifying import Verified

INSTRUMENT = TypeAdapter(Instrument).validate_json(FILE.read_bytes())
FOUND = BY_THE_EDUCATOR | BY_THE_OTHER
ASKED = {one.key: one for _, one in INSTRUMENT.placed_questions()}


def test_three_questions_are_verified_by_two_reviewers_and_each_can_be() -> None:
    assert (len(FOUND), len(BY_THE_EDUCATOR), len(BY_THE_OTHER)) == (3, 2, 1)
    assert list(validate_questions(INSTRUMENT, list(FOUND))) == []
    for key, found in FOUND.items():
        assert ASKED[key].scored
        assert validate_given(ASKED[key], ASKED[key].roles[0], Given("value", found.value)) is None
        assert Verified.model_validate(body_of(found)).note == found.note


def test_what_is_verified_of_written_competencies_is_below_what_raters_say() -> None:
    rows = read_paper_sheet(sheet(APPLICANTS[0]).encode(), INSTRUMENT).rows
    said = [one.value for row in rows for asked, one in row.answers if asked.key == "curriculum.statements"]
    levels = [one for one in said if isinstance(one, int | Decimal) and not isinstance(one, bool)]
    assert FOUND["curriculum.statements"].value < fmean(levels)
