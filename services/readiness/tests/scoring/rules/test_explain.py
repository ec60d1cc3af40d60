"""Explanations: every score is worked out again from the explanation alone, in both depths."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from readiness.scoring.rules.answers import DONT_KNOW, NOT_APPLICABLE
from readiness.scoring.rules.explain import (
    Answers,
    Depth,
    Explanation,
    LeftOut,
    Line,
    Mean,
    Rederived,
    explain,
    rederive,
    rederived,
)
from readiness.scoring.rules.scores import Scores, score
from readiness.scoring.rules.suppression import release
from readiness.scoring.rules.terms import Terms
from services.readiness.tests.scoring.rules.scoring_pieces import (
    DEVICES,
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


def stated(terms: Terms, scores: Scores) -> Rederived:
    """What a result states, by the paths of its explanation."""
    condition_of = {asked.key: one.key for one in terms.conditions for asked in one.questions}
    found: dict[tuple[str, ...], Decimal | None] = {(): scores.score}
    for one in scores.conditions:
        found[(one.condition,)] = one.score
        found.update({(one.condition, role.group.key): role.score for role in one.roles})
    found.update({(condition_of[cell.question], cell.group.key, cell.question): cell.score for cell in scores.cells})
    return Rederived(found, scores.gates, scores.level, tuple((one.condition, one.level) for one in scores.conditions))


def check(terms: Terms, scores: Scores, depth: Depth) -> Explanation:
    explanation = explain(terms, scores, depth)
    assert rederived(explanation) == stated(terms, scores)
    return explanation


@unhurried
@given(some_assessed())
def test_every_full_score_gate_and_level_rederives_from_the_explanation_alone(assessed: Assessed) -> None:
    check(assessed.terms, full_scores(*assessed), "full")


@unhurried
@given(some_assessed())
def test_every_released_score_rederives_from_what_is_released(assessed: Assessed) -> None:
    terms, given_answers = assessed
    shown = release(terms, given_answers, "a", ()).shown()
    check(terms, score(terms, shown, EVERYBODY), "released")


def first_answers(node: Mean) -> Answers:
    inner = node.parts[0].node
    return inner if isinstance(inner, Answers) else first_answers(inner)


def test_an_explanation_says_each_answer_its_count_and_what_did_not_count() -> None:
    terms = terms_of(condition("c", question("q", dont_know="lowest")))
    given_answers = responses("leader", "q", 4, 4, 2, DONT_KNOW, NOT_APPLICABLE)
    explanation = check(terms, full_scores(terms, given_answers), "full")
    found = first_answers(explanation.whole)
    assert found.lines == (
        Line("1", 0, Decimal(0), Decimal(0)),
        Line("2", 1, Decimal("0.333333"), Decimal("0.333333")),
        Line("3", 0, Decimal("0.666667"), Decimal(0)),
        Line("4", 2, Decimal(1), Decimal(2)),
        Line("dont_know", 1, Decimal(0), Decimal(0)),
    )
    assert found.not_counted == (("not_applicable", 1), ("skipped", 0))
    assert (found.score, rederive(found)) == (Decimal("0.583333"), Decimal("0.583333"))


def test_a_part_without_a_score_is_named_with_its_weight_and_its_answers() -> None:
    terms = terms_of(condition("c", question("q")), leader="2", family="5")
    given_answers = [*responses("leader", "q", 4), *responses("family", "q", DONT_KNOW, DONT_KNOW)]
    explanation = check(terms, full_scores(terms, given_answers), "full")
    found = explanation.whole.parts[0].node
    assert isinstance(found, Mean)
    assert [(part.weight, part.share) for part in found.parts] == [(Decimal(2), Decimal(1))]
    family = next(one for one in found.left_out if one.key == "family")
    assert (family.weight, family.because) == (Decimal(5), "no_counted_answer")
    assert isinstance(family.node, Mean)
    (answers,) = [one.node for one in family.node.left_out]
    assert isinstance(answers, Answers)
    assert answers.not_counted[0] == ("dont_know", 2)


def test_shares_say_what_a_weight_amounts_to_once_others_fell_away() -> None:
    terms = terms_of(condition("c", question("q")), leader="2", teacher="1", family="5")
    given_answers = [*responses("leader", "q", 4), *responses("teacher", "q", 1)]
    found = explain(terms, full_scores(terms, given_answers), "full").whole.parts[0].node
    assert isinstance(found, Mean)
    assert [part.share for part in found.parts] == [Decimal("0.666667"), Decimal("0.333333")]


def test_an_explanation_that_was_tampered_with_no_longer_agrees_with_the_score_it_states() -> None:
    terms = terms_of(condition("c", question("q")))
    whole = explain(terms, full_scores(terms, responses("leader", "q", 4, 1)), "full").whole
    answers = first_answers(whole)
    more = replace(answers.lines[-1], count=answers.lines[-1].count + 1, total=answers.lines[-1].total + 1)
    assert rederive(replace(answers, lines=(*answers.lines[:-1], more))) != answers.score
    assert rederive(replace(answers, score=Decimal("0.9"))) == Decimal("0.5")


def test_a_gate_explains_by_which_answers_it_was_judged() -> None:
    terms = terms_of(condition("c", question("q", gate=Decimal("0.5")), question("r")), leader="3")
    given_answers = [response("a", "leader", q=1, r=4), response("b", "teacher", q=4, r=4)]
    (gate,) = check(terms, full_scores(terms, given_answers), "full").gates
    assert (gate.outcome.status, gate.outcome.score) == ("missed", Decimal("0.25"))
    assert [(part.weight, part.node.score) for part in gate.node.parts] == [
        (Decimal(3), Decimal(0)),
        (Decimal(1), Decimal(1)),
    ]


def test_what_is_hidden_and_what_nobody_answered_look_alike() -> None:
    terms = terms_of(condition("c", question("q")))
    teachers = responses("teacher", "q", 3, 3, 3, 3, 3)
    alone = score(terms, release(terms, teachers, "a", ()).shown(), EVERYBODY)
    with_three = [*teachers, *responses("union", "q", 1, 1, 1)]
    hidden = score(terms, release(terms, with_three, "a", ()).shown(), EVERYBODY)
    assert explain(terms, hidden, "released") == explain(terms, alone, "released")
    condition_node = explain(terms, hidden, "released").whole.parts[0].node
    assert isinstance(condition_node, Mean)
    assert LeftOut("union", Decimal(1), "not_released") in condition_node.left_out


def test_a_condition_of_which_all_is_hidden_is_not_said_to_lack_answers() -> None:
    terms = terms_of(condition("c", question("q")), condition("d", question("r", roles=frozenset({"union"}))))
    given_answers = [*responses("teacher", "q", 3, 3, 3, 3, 3), *responses("union", "r", 1, 1, 1)]
    scores = score(terms, release(terms, given_answers, "a", ()).shown(), EVERYBODY)
    assert [(one.key, one.because) for one in explain(terms, scores, "released").whole.left_out] == [
        ("d", "not_released")
    ]


def test_released_numbers_are_explained_by_their_sum_and_not_one_by_one() -> None:
    terms = terms_of(condition("c", question("q", DEVICES, dont_know="lowest")))
    given_answers = responses("leader", "q", *[Decimal(n) for n in (1, 2, 4, 7, 10)], DONT_KNOW)
    scores = score(terms, release(terms, given_answers, "a", ()).shown(), EVERYBODY)
    found = first_answers(check(terms, scores, "released").whole)
    assert [(line.answer, line.count, line.each) for line in found.lines] == [
        ("value", 5, None),
        ("dont_know", 1, Decimal(0)),
    ]
    full = first_answers(check(terms, full_scores(terms, given_answers), "full").whole)
    assert [line.answer for line in full.lines] == ["1", "2", "4", "7", "10", "dont_know"]
    assert found.score == full.score


@unhurried
@given(some_assessed(), st.randoms())
def test_the_order_of_responses_does_not_change_an_explanation(assessed: Assessed, any_order: Random) -> None:
    terms, given_answers = assessed
    before = explain(terms, full_scores(terms, given_answers), "full")
    any_order.shuffle(given_answers)
    assert explain(terms, full_scores(terms, given_answers), "full") == before
