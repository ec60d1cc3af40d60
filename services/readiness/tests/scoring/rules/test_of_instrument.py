"""What scoring takes of an instrument and of stored answers; and what follows of releases besides scores."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.assessments.rules.given import Given, stored_value, validate_given
from readiness.common.rules.roles import ROLES, Role
from readiness.instruments.rules.answers import check_answer
from readiness.instruments.rules.instrument import Instrument
from readiness.scoring.rules.answers import DONT_KNOW, NOT_APPLICABLE, said
from readiness.scoring.rules.batches import Counted, Readable, readable
from readiness.scoring.rules.cells import tally
from readiness.scoring.rules.groups import each_role
from readiness.scoring.rules.of_instrument import SOMETHING, StoredReply, response_of, scale_of, terms_of
from readiness.scoring.rules.response import AskedRole, responses_by_group
from readiness.scoring.rules.suppression import release
from readiness.scoring.rules.terms import OffScale, Terms, Unscored, score_of
from readiness.scoring.rules.trying import next_try
from services.readiness.tests.instruments.instrument_pieces import SMALL, few, instruments
from services.readiness.tests.scoring.rules.scoring_pieces import condition, question, responses
from services.readiness.tests.scoring.rules.scoring_pieces import terms_of as plain_terms


@few
@given(instruments(), st.frozensets(st.sampled_from(ROLES)))
def test_terms_are_those_of_the_version_for_the_roles_that_are_asked(
    instrument: Instrument, asked: frozenset[Role]
) -> None:
    terms = terms_of(instrument, asked)
    questions = {one.key: one for _, one in instrument.placed_questions()}
    assert [one.key for one in terms.questions()] == list(questions)
    for one in terms.questions():
        original = questions[one.key]
        assert (one.weight, one.gate, one.dont_know) == (original.weight, original.gate, original.dont_know)
        assert isinstance(one.scale, Unscored) is not original.scored
    assert {one.role for one in terms.roles} == {one.role for one in instrument.roles} & asked


VALUES = {"c1": 3, "c2": False, "c3": "most", "t1": "2.5"}


def test_a_stored_answer_scores_what_the_instrument_says_that_it_scores() -> None:
    for _, asked in SMALL.placed_questions():
        if asked.key in VALUES:
            given_so = Given("value", VALUES[asked.key])
            assert validate_given(asked, "teacher", given_so) is None
            kept = stored_value(asked, given_so)
            found = response_of(terms_of(SMALL, ROLES), "r", "teacher", {asked.key: StoredReply("value", kept)})
            value: Any = found.answers[asked.key].value
            answer = Decimal(kept) if asked.key == "t1" else kept
            assert score_of(scale_of(asked.form), value) == check_answer(asked, "teacher", answer).score


def test_what_was_said_without_a_value_and_what_was_left_out_are_told_apart() -> None:
    replies = {
        "c1": StoredReply("dont_know", None), "c2": StoredReply("not_applicable", None),
        "c3": StoredReply("left_out", None), "t2": StoredReply("value", "some words"),
    }  # fmt: skip
    found = response_of(terms_of(SMALL, ROLES), "r", "teacher", replies)
    assert found.answers == {"c1": DONT_KNOW, "c2": NOT_APPLICABLE, "t2": said(SOMETHING)}, "and no words"


def test_a_number_is_one_answer_however_it_is_written_and_what_is_none_is_off_the_scale() -> None:
    terms = terms_of(SMALL, ROLES)

    def of(value: str) -> Any:
        return response_of(terms, "r", "teacher", {"t1": StoredReply("value", value)}).answers["t1"]

    assert of("2") == of("2.0") == of("2.000")
    with pytest.raises(OffScale):
        of("many")


def test_a_failed_closing_is_tried_again_later_and_later_and_at_least_once_a_day() -> None:
    now = datetime(2026, 10, 5, tzinfo=UTC)
    waits = [next_try(tries, now) - now for tries in range(1, 40)]
    assert waits[:3] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(days=1)


ONE = plain_terms(condition("c", question("q"), question("r", roles=frozenset({"union"}))), minimum=3)


def asked(*roles: Role) -> list[AskedRole]:
    return [AskedRole(role, 40, 8, "everyone") for role in roles]


def test_response_is_told_of_released_groups_only_with_its_denominators() -> None:
    given_answers = [
        *responses("teacher", "q", 1, 2, 3, 4),
        *responses("union", "q", 1, 1),
        *responses("family", "q", 1),
    ]
    cells = release(ONE, given_answers, "a", ()).shown()
    found = responses_by_group(ONE, cells, asked("teacher", "union", "family", "leader"))
    told = {tuple(role.role for role in one.asked): one[1:] for one in found}
    assert told["teacher",] == (4, Decimal("0.5"), Decimal("0.1"))
    assert told["family", "union"] == (3, Decimal("0.1875"), Decimal("0.0375")), "of both, by what both are asked"
    assert told["leader",] == (None, None, None)


def test_response_is_that_of_the_cells_and_not_of_who_came_since() -> None:
    first = release(ONE, responses("teacher", "q", 1, 2, 3), "a", ())
    more = release(ONE, responses("teacher", "q", 1, 2, 3, 4), "a", [first])
    assert [one.submitted for one in responses_by_group(ONE, more.shown(), asked("teacher"))] == [3]
    everybody = tally(ONE, each_role(ONE), responses("teacher", "q", 1, 2, 3, 4))
    assert 4 in [one.submitted for one in responses_by_group(ONE, everybody, asked(*ROLES))]


def raters(result: int, **roles: int) -> list[Counted]:
    return [
        Counted(f"{role}{number} of {result}", role, result)  # type: ignore[arg-type]
        for role, count in roles.items()
        for number in range(count)
    ]


def roles_read(terms: Terms, *found: list[Counted]) -> list[Role | None]:
    return [one.role for one in readable(terms, [rater for some in found for rater in some])]


def test_words_are_read_of_batches_as_large_as_the_largest_minimum() -> None:
    assert roles_read(ONE, raters(1, teacher=2)) == []
    assert roles_read(ONE, raters(1, teacher=3)) == ["teacher"] * 3
    assert roles_read(ONE, raters(1, teacher=2, union=1)) == [None] * 3, "the role would tell who"
    assert roles_read(ONE, raters(1, teacher=3), raters(2, teacher=1)) == ["teacher"] * 3, "the late one waits"
    waited = roles_read(ONE, raters(1, teacher=3), raters(2, teacher=1), raters(3, union=2))
    assert waited == [*["teacher"] * 3, *[None] * 3]


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(ROLES)), max_size=30))
def test_what_comes_to_be_read_between_two_results_is_nobody_or_enough(drawn: list[tuple[int, Role]]) -> None:
    counted = [Counted(f"r{number}", role, result) for number, (result, role) in enumerate(drawn)]
    before: set[Readable] = set()
    for result in range(1, 6):
        now = set(readable(ONE, [one for one in counted if one.result <= result]))
        assert before <= now
        newly = now - before
        assert not newly or len(newly) >= 3
        for role in ROLES:
            named = [one for one in newly if one.role == role]
            assert not named or len(named) >= 3
        before = now


def test_the_words_of_one_rater_alone_are_never_read() -> None:
    assert readable(ONE, [Counted("r", "leader", 1)]) == ()
