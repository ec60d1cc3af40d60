"""What an application must have before it is submitted, and what a partnership must say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.selection.rules.answering import Prompt, missing, unknown_prompts
from readiness.selection.rules.partnership import Shared, validate_partnership

PROMPTS = (Prompt("why", required=True), Prompt("how", required=True), Prompt("more", required=False))
LAST, STARTS, EXPIRES = date(2027, 2, 12), date(2027, 7, 1), date(2029, 6, 30)
SHARED = Shared("to_host", "pseudonymous", "school_official", ("mastery",))

answers = st.dictionaries(st.sampled_from([*(one.key for one in PROMPTS), "other"]), st.text(min_size=1))


@given(answers, st.booleans(), st.booleans(), st.booleans())
def test_all_that_is_missing_is_named_at_once_and_nothing_else(
    written: dict[str, str], consented: bool, attached: bool, must_attach: bool
) -> None:
    found = missing(written, PROMPTS, consented=consented, attached=attached, must_attach=must_attach)
    expected = [f"/answers/{key}" for key in ("why", "how") if key not in written]
    expected += ["/assessment_id"] if must_attach and not attached else []
    expected += [] if consented else ["/consented"]
    assert [one.pointer for one in found] == expected
    assert unknown_prompts(written, PROMPTS) == (("other",) if "other" in written else ())


def test_an_answer_that_is_taken_away_must_be_one_that_is_asked() -> None:
    assert unknown_prompts({"why": None, "luck": None}, PROMPTS) == ("luck",)


@pytest.mark.parametrize(
    ("starts_on", "expires_on", "shared", "problem"),
    [(LAST, EXPIRES, [], "choose a later day"), (STARTS, STARTS - timedelta(days=1), [], "before it starts"),
     (STARTS, EXPIRES, [SHARED, SHARED], "comes twice"),
     (STARTS, EXPIRES, [replace(SHARED, basis="evaluation")], "only aggregates")],
)  # fmt: skip
def test_a_partnership_that_no_agreement_could_carry_is_refused(
    starts_on: date, expires_on: date, shared: list[Shared], problem: str
) -> None:
    assert problem in (validate_partnership(starts_on, expires_on, LAST, shared) or "")


def test_a_partnership_may_share_both_ways_or_nothing() -> None:
    back = Shared("to_partner", "aggregate", "evaluation", ("mastery",))
    assert validate_partnership(STARTS, STARTS, LAST, [SHARED, back]) is None
    assert validate_partnership(LAST + timedelta(days=1), EXPIRES, LAST, []) is None
