"""What holds of scores under any terms and any answers: bounds, monotony, order, declared effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random
from time import process_time

from hypothesis import assume, given
from hypothesis import strategies as st

from readiness.common.rules.roles import ROLES
from readiness.scoring.rules.answers import DONT_KNOW, NOT_APPLICABLE, Answer, Response, said
from readiness.scoring.rules.scores import Scores
from readiness.scoring.rules.terms import (
    NumberScale,
    Scale,
    Terms,
    Unscored,
    Value,
    score_of,
    values_of,
)
from services.readiness.tests.scoring.rules.scoring_pieces import (
    EVERYBODY,
    Assessed,
    condition,
    full_scores,
    question,
    some_assessed,
    some_values,
    terms_of,
    unhurried,
)


def every_score(scores: Scores) -> list[Decimal]:
    found = [scores.score, *(one.score for one in scores.conditions), *(cell.score for cell in scores.cells)]
    found += [one.score for each in scores.conditions for one in each.roles]
    return [one for one in found if one is not None]


@unhurried
@given(some_assessed())
def test_scores_lie_between_0_and_1_and_have_six_places(assessed: Assessed) -> None:
    for found in every_score(full_scores(*assessed)):
        assert 0 <= found <= 1
        assert found == found.quantize(Decimal("0.000001"))


@unhurried
@given(some_assessed(), st.randoms())
def test_the_order_of_responses_does_not_matter(assessed: Assessed, any_order: Random) -> None:
    before = full_scores(*assessed)
    any_order.shuffle(assessed.responses)
    assert full_scores(*assessed) == before


def changed(given_answers: Sequence[Response], place: int, key: str, answer: Answer | None) -> list[Response]:
    """The responses with another answer to one question; None: it is skipped."""
    others = {name: one for name, one in given_answers[place].answers.items() if name != key}
    answers = others if answer is None else {**others, key: answer}
    return [*given_answers[:place], replace(given_answers[place], answers=answers), *given_answers[place + 1 :]]


def at_paths(scores: Scores) -> dict[tuple[str, ...], Decimal | None]:
    found: dict[tuple[str, ...], Decimal | None] = {(): scores.score}
    for each in scores.conditions:
        found[(each.condition,)] = each.score
        found.update({(each.condition, one.group.key): one.score for one in each.roles})
    found.update({(cell.question, cell.group.key, ""): cell.score for cell in scores.cells})
    found.update({("gate", gate.question): gate.score for gate in scores.gates})
    return found


@st.composite
def some_better_answers(draw: st.DrawFn) -> tuple[Terms, list[Response], list[Response]]:
    """Responses, and the same with one answer replaced by one that scores as much or more."""
    terms, given_answers = draw(some_assessed().filter(lambda one: one.responses))
    asked = draw(st.sampled_from(list(terms.questions())))
    low = draw(some_values(asked.scale))
    high = draw(some_values(asked.scale))
    if not isinstance(asked.scale, Unscored) and score_of(asked.scale, low) > score_of(asked.scale, high):
        low, high = high, low
    place = draw(st.integers(0, len(given_answers) - 1))
    return (
        terms,
        changed(given_answers, place, asked.key, said(low)),
        changed(given_answers, place, asked.key, said(high)),
    )


@unhurried
@given(some_better_answers())
def test_a_better_answer_never_lowers_a_score(case: tuple[Terms, list[Response], list[Response]]) -> None:
    terms, worse, better = case
    before, after = at_paths(full_scores(terms, worse)), at_paths(full_scores(terms, better))
    assert before.keys() == after.keys()
    for path, one in before.items():
        other = after[path]
        assert (one is None) == (other is None)
        assert one is None or other is None or one <= other


def worst(scale: Scale) -> Value | None:
    """An answer that scores 0; None where the scale has none."""
    if isinstance(scale, NumberScale):
        return scale.zero_at
    return next((one for one in values_of(scale) if score_of(scale, one) == 0), None)


@unhurried
@given(some_assessed(), st.data())
def test_an_answer_that_is_left_out_counts_as_a_skipped_one_and_one_that_is_lowest_as_the_worst(
    assessed: Assessed, data: st.DataObject
) -> None:
    terms, given_answers = assessed
    assume(given_answers)
    asked = data.draw(st.sampled_from([*terms.questions()]))
    place = data.draw(st.integers(0, len(given_answers) - 1))
    for answer, effect in ((DONT_KNOW, asked.dont_know), (NOT_APPLICABLE, asked.not_applicable)):
        found = at_paths(full_scores(terms, changed(given_answers, place, asked.key, answer)))
        lowest = worst(asked.scale)
        if effect == "left_out" or isinstance(asked.scale, Unscored):
            assert found == at_paths(full_scores(terms, changed(given_answers, place, asked.key, None)))
        elif lowest is not None:
            assert found == at_paths(full_scores(terms, changed(given_answers, place, asked.key, said(lowest))))


def test_five_hundred_raters_and_sixty_questions_are_scored_in_well_under_a_second() -> None:
    asked = [question(f"q{n}") for n in range(60)]
    terms = terms_of(*[condition(f"c{n}", *asked[n * 6 : n * 6 + 6]) for n in range(10)])
    given_answers = [
        Response(str(n), ROLES[n % 6], {one.key: said((n * place) % 4 + 1) for place, one in enumerate(asked)})
        for n in range(500)
    ]
    start = process_time()
    scores = full_scores(terms, given_answers, EVERYBODY)
    assert process_time() - start < 0.8
    assert scores.score is not None
