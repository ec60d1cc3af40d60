"""Comparison of two results: deltas on shared questions, by the later version's weights."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from readiness.scoring.rules.answers import DONT_KNOW, Answer
from readiness.scoring.rules.comparison import Comparison, Delta, WhyNone, compare
from readiness.scoring.rules.scores import score
from readiness.scoring.rules.suppression import release
from readiness.scoring.rules.terms import Value
from services.readiness.tests.scoring.rules.scoring_pieces import (
    EVERYBODY,
    Assessed,
    condition,
    full_scores,
    question,
    response,
    responses,
    some_assessed,
    terms_of,
    unhurried,
)

BEFORE = terms_of(
    condition("c", question("old"), question("kept", weight=Decimal(9))), condition("gone", question("x"))
)
AFTER = terms_of(condition("c", question("renamed"), question("kept"), question("new", weight=Decimal(5))))
COMPARABLE = {"renamed": "old", "kept": "kept"}


def roles_of(found: Comparison, place: int = 0) -> dict[str, Delta]:
    return {one.group.key: one.delta for one in found.conditions[place].roles}


def test_deltas_are_taken_on_shared_questions_with_the_later_weights() -> None:
    earlier = full_scores(
        BEFORE, [response("a", "leader", old=1, kept=4, x=1), response("b", "teacher", old=4, kept=4)]
    )
    later = full_scores(AFTER, [response("a", "leader", renamed=4, kept=4, new=1), response("b", "teacher", kept=1)])
    found = compare(earlier, later, AFTER, BEFORE, COMPARABLE)
    leader, teacher = roles_of(found)["leader"], roles_of(found)["teacher"]
    # The new question is not in it, and the old weight of 9 counts no more.
    assert (leader.before, leader.after, leader.change) == (Decimal("0.5"), Decimal(1), Decimal("0.5"))
    assert (teacher.before, teacher.after, teacher.change) == (Decimal(1), Decimal(0), Decimal(-1))
    assert {one.group.key: one.questions for one in found.conditions[0].roles if one.questions} == {
        "leader": ("renamed", "kept"),
        "teacher": ("kept",),
    }
    whole = found.conditions[0].delta
    assert (whole.before, whole.after, whole.change) == (Decimal("0.75"), Decimal("0.5"), Decimal("-0.25"))
    assert found.whole == whole
    assert (found.only_after, found.only_before) == (("new",), ("x",))


@pytest.mark.parametrize(
    ("before", "after", "because"),
    [
        ({"old": DONT_KNOW}, {"renamed": 4}, "not_scored_before"),
        ({"old": 4}, {"renamed": DONT_KNOW}, "not_scored_after"),
        ({"old": 4}, {"kept": 4}, "not_scored_together"),
        ({"x": 4}, {"new": 4}, "not_scored_before"),
    ],
)
def test_a_role_without_a_delta_says_why_and_has_no_number(
    before: dict[str, Value | Answer], after: dict[str, Value | Answer], because: WhyNone
) -> None:
    earlier = full_scores(BEFORE, [response("a", "leader", **before)])
    later = full_scores(AFTER, [response("a", "leader", **after)])
    found = compare(earlier, later, AFTER, BEFORE, COMPARABLE)
    assert roles_of(found)["leader"] == Delta(None, None, because)
    assert roles_of(found)["leader"].change is None
    assert found.whole.change is None


def test_versions_without_a_shared_question_have_no_delta() -> None:
    later = full_scores(AFTER, [response("a", "leader", kept=4)])
    found = compare(full_scores(BEFORE, [response("a", "leader", kept=1)]), later, AFTER, BEFORE, {})
    assert found.whole == Delta(None, None, "no_shared_question")
    assert found.only_before == ("old", "kept", "x")


def test_a_condition_is_compared_over_the_roles_that_have_a_delta() -> None:
    terms = terms_of(condition("c", question("q")))
    earlier = full_scores(terms, [*responses("leader", "q", 1), *responses("family", "q", 1)])
    later = full_scores(terms, [*responses("leader", "q", 4), *responses("union", "q", 1)])
    found = compare(earlier, later, terms, terms, {"q": "q"})
    assert found.whole == Delta(Decimal(0), Decimal(1))
    assert roles_of(found)["family"].because == "not_scored_after"
    assert roles_of(found)["union"].because == "not_scored_before"


def test_folded_roles_are_compared_with_the_same_roles_only() -> None:
    terms = terms_of(condition("c", question("q")))

    def released(assessment: str, *roles: str) -> object:
        given_answers = [one for role in roles for one in responses(role, "q", 1, 2, 3)]  # type: ignore[arg-type]
        return score(terms, release(terms, given_answers, assessment, ()).shown(), EVERYBODY)

    one, same, other = (
        released("a", "union", "family"),
        released("b", "union", "family"),
        released("c", "union", "student"),
    )
    assert compare(one, same, terms, terms, {"q": "q"}).whole.change == 0  # type: ignore[arg-type]
    assert compare(one, other, terms, terms, {"q": "q"}).whole.change is None  # type: ignore[arg-type]


@unhurried
@given(some_assessed())
def test_two_results_compared_the_other_way_round_change_by_as_much(assessed: Assessed) -> None:
    terms, given_answers = assessed
    same = {asked.key: asked.key for asked in terms.questions()}
    first, second = full_scores(terms, given_answers), full_scores(terms, given_answers[::2])
    there, back = compare(first, second, terms, terms, same), compare(second, first, terms, terms, same)
    assert (there.whole.before, there.whole.after) == (back.whole.after, back.whole.before)
    for this, that in zip(there.conditions, back.conditions, strict=True):
        assert (this.delta.before, this.delta.after) == (that.delta.after, that.delta.before)


@unhurried
@given(some_assessed())
def test_a_result_compared_with_itself_has_not_changed_and_is_its_own_score(assessed: Assessed) -> None:
    terms, scores = assessed.terms, full_scores(*assessed)
    found = compare(scores, scores, terms, terms, {asked.key: asked.key for asked in terms.questions()})
    for one, condition_score in zip(found.conditions, scores.conditions, strict=True):
        assert (one.delta.before, one.delta.after) == (condition_score.score, condition_score.score)
        assert one.delta.change in (0, None)
    assert found.whole.before == scores.score
