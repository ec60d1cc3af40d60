"""Gaps: their severity, the evidence behind them, what would close them, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given

from readiness.scoring.rules.answers import DONT_KNOW, Answer
from readiness.scoring.rules.gaps import Gap, GapKey, Lift, changes, gaps, judged
from readiness.scoring.rules.scores import score
from readiness.scoring.rules.suppression import release
from readiness.scoring.rules.terms import NumberScale, Terms, Value
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

HUNDREDTHS = NumberScale(zero_at=Decimal(0), one_at=Decimal(100))


def found_gaps(terms: Terms, *given_answers: object) -> tuple[Gap, ...]:
    return gaps(terms, full_scores(terms, [*given_answers]))  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("percent", "severity"),
    [(65, None), (64, "slight"), (56, "slight"), (55, "moderate"), (41, "moderate"), (40, "serious"), (0, "serious")],
)
def test_how_far_a_condition_is_below_the_target_makes_its_gap_severe(percent: int, severity: str | None) -> None:
    terms = terms_of(condition("c", question("q", HUNDREDTHS)))
    found = found_gaps(terms, response("a", "leader", q=Decimal(percent)))
    assert [gap.severity for gap in found] == ([] if severity is None else [severity])
    for gap in found:
        assert gap.key == GapKey("below_target", "c", None)
        assert (gap.wanted, gap.distance) == (Decimal("0.65"), Decimal(65 - percent) / 100)


def test_a_gap_names_the_answers_behind_it_and_what_would_bring_most() -> None:
    terms = terms_of(
        condition(
            "c",
            question("low", HUNDREDTHS),
            question("heavy", HUNDREDTHS, weight=Decimal(3)),
            question("good", HUNDREDTHS),
        ),
        leader="1",
        teacher="3",
    )
    found = found_gaps(
        terms,
        response("a", "leader", low=Decimal(15), heavy=Decimal(45), good=Decimal(90)),
        response("b", "teacher", low=Decimal(25), heavy=Decimal(65)),
    )
    gap = next(gap for gap in found if gap.key.kind == "below_target")
    assert [(one.question, one.group.key, one.score, one.counted) for one in gap.evidence] == [
        ("low", "leader", Decimal("0.15"), 1),
        ("low", "teacher", Decimal("0.25"), 1),
        ("heavy", "leader", Decimal("0.45"), 1),
    ]
    # Of the condition, low is 1/4 x 1/5 by leaders and 3/4 x 1/4 by teachers; heavy is 1/4 x 3/5 by leaders.
    assert gap.lifts == (Lift("low", Decimal("0.1")), Lift("heavy", Decimal("0.03")))


def test_a_condition_rises_by_just_what_the_lift_says() -> None:
    terms = terms_of(condition("c", question("q", HUNDREDTHS), question("r", HUNDREDTHS, weight=Decimal(3))))
    before = full_scores(terms, [response("a", "leader", q=Decimal(5), r=Decimal(45))])
    after = full_scores(terms, [response("a", "leader", q=Decimal(65), r=Decimal(45))])
    (gap,) = gaps(terms, before)
    lift = next(one for one in gap.lifts if one.question == "q")
    assert after.score is not None
    assert before.score is not None
    assert after.score - before.score == lift.by


@pytest.mark.parametrize(
    ("values", "key", "severity", "distance"),
    [
        ((4, 4), None, None, None),
        ((4, 3), GapKey("gate_missed", "c", "must"), "critical", Decimal("0.066666")),
        ((DONT_KNOW, DONT_KNOW), GapKey("gate_not_judged", "c", "must"), "moderate", None),
    ],
)
def test_a_must_have_that_is_missing_is_critical_and_one_nobody_knows_of_is_a_gap_of_its_own(
    values: tuple[Value | Answer, ...], key: GapKey | None, severity: str | None, distance: Decimal | None
) -> None:
    terms = terms_of(condition("c", question("q"), question("must", gate=Decimal("0.9"))))
    found = found_gaps(terms, *[response(str(n), "leader", q=4, must=one) for n, one in enumerate(values)])
    assert [(gap.key, gap.severity, gap.distance) for gap in found] == (
        [] if key is None else [(key, severity, distance)]
    )
    for gap in found:
        assert gap.wanted == Decimal("0.9")
        assert {one.question for one in gap.evidence} == {"must"}


@pytest.mark.parametrize(
    ("leader", "family", "severity"),
    [(90, 71, None), (90, 70, "moderate"), (70, 90, "moderate"), (90, 50, "serious"), (90, None, None)],
)
def test_leaders_and_families_who_see_it_differently_are_a_finding(
    leader: int, family: int | None, severity: str | None
) -> None:
    terms = terms_of(condition("c", question("q", HUNDREDTHS)))
    given_answers = [response("a", "leader", q=Decimal(leader))]
    if family is not None:
        given_answers.append(response("b", "family", q=Decimal(family)))
    found = [gap for gap in found_gaps(terms, *given_answers) if gap.key.kind == "views_differ"]
    assert [gap.severity for gap in found] == ([] if severity is None else [severity])
    for gap in found:
        assert family is not None
        assert gap.score == Decimal(family - leader) / 100
        assert [one.group.key for one in gap.evidence] == ["leader", "family"]


def test_a_difference_shows_the_questions_that_are_furthest_apart_first() -> None:
    terms = terms_of(
        condition("c", question("near", HUNDREDTHS), question("far", HUNDREDTHS), question("one", HUNDREDTHS))
    )
    found = found_gaps(
        terms,
        response("a", "leader", near=Decimal(90), far=Decimal(100), one=Decimal(100)),
        response("b", "family", near=Decimal(70), far=Decimal(20)),
    )
    gap = next(gap for gap in found if gap.key.kind == "views_differ")
    assert [(one.question, one.group.key) for one in gap.evidence] == [
        ("far", "leader"), ("far", "family"), ("near", "leader"), ("near", "family"),
    ]  # fmt: skip


def test_released_gaps_have_released_evidence_only() -> None:
    terms = terms_of(condition("c", question("q", gate=Decimal("0.9"))))
    given_answers = [*responses("teacher", "q", 1, 1, 2, 2, 2), *responses("family", "q", 1)]
    scores = score(terms, release(terms, given_answers, "a", ()).shown(), EVERYBODY)
    assert {one.group.key for gap in gaps(terms, scores) for one in gap.evidence} == {"teacher"}


TERMS = terms_of(condition("c", question("q"), question("must", gate=Decimal("0.9"))))


def result(q: Value | Answer, must: Value | Answer) -> tuple[tuple[Gap, ...], frozenset[GapKey]]:
    scores = full_scores(TERMS, [response("a", "leader", q=q, must=must)])
    return gaps(TERMS, scores), judged(scores)


def kinds(found: tuple[Gap, ...]) -> list[str]:
    return [gap.key.kind for gap in found]


def keys(found: Sequence[Gap]) -> list[GapKey]:
    return [gap.key for gap in found]


def names(found: Sequence[GapKey]) -> list[str]:
    return [key.kind for key in found]


def test_gaps_open_stay_and_close_between_two_results() -> None:
    before, _ = result(1, 1)
    after, can_judge = result(4, 3)
    found = changes(keys(before), after, can_judge)
    assert (kinds(found.opened), names(found.closed), kinds(found.stayed)) == ([], ["below_target"], ["gate_missed"])
    assert found.stayed[0].score == Decimal("0.666667")  # as the later result has it
    back = changes(keys(after), before, result(1, 1)[1])
    assert (kinds(back.opened), names(back.closed), kinds(back.stayed)) == (["below_target"], [], ["gate_missed"])


def test_a_gap_that_the_later_result_cannot_judge_stays_open() -> None:
    before, _ = result(1, 1)
    after, can_judge = result(DONT_KNOW, DONT_KNOW)
    found = changes(keys(before), after, can_judge)
    assert (kinds(found.opened), names(found.closed), kinds(found.stayed)) == (["gate_not_judged"], [], [])
    assert names(found.unknown) == ["below_target", "gate_missed"]
    later, can_judge = result(4, 4)
    assert names(changes([*keys(found.opened), *found.unknown], later, can_judge).closed) == [
        "gate_not_judged", "below_target", "gate_missed",
    ]  # fmt: skip


@unhurried
@given(some_assessed())
def test_every_gap_is_one_that_the_result_can_judge_and_none_is_there_twice(assessed: Assessed) -> None:
    scores = full_scores(*assessed)
    keys = [gap.key for gap in gaps(assessed.terms, scores)]
    assert len(set(keys)) == len(keys)
    assert judged(scores).issuperset(keys)
    below = {key.condition for key in keys if key.kind == "below_target"}
    assert below == {
        one.condition for one in scores.conditions if one.score is not None and one.score < Decimal("0.65")
    }
    assert {key.question for key in keys if key.question} == set(scores.level.held_by)
