"""Scores: means by weights, gates, levels and confidence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from readiness.common.rules.roles import Role
from readiness.instruments.rules.instrument import Effect
from readiness.scoring.rules.across import across_questions
from readiness.scoring.rules.agreement import Defined, NotDefined
from readiness.scoring.rules.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from readiness.scoring.rules.scores import ConditionScore, Scores, level_reached
from readiness.scoring.rules.terms import (
    LADDER,
    Unscored,
    Value,
    YesNoScale,
)
from services.readiness.tests.scoring.rules.scoring_pieces import (
    DEVICES,
    condition,
    full_scores,
    question,
    response,
    responses,
    terms_of,
)


def only(scores: Scores) -> ConditionScore:
    (found,) = scores.conditions
    return found


def by_role(found: ConditionScore) -> dict[str, Decimal | None]:
    return {one.group.key: one.score for one in found.roles if one.score is not None}


def test_a_result_worked_out_by_hand() -> None:
    terms = terms_of(
        condition("leadership", question("vision"), question("plan", YesNoScale(), weight=Decimal(3)), weight="2"),
        condition("technology", question("devices", DEVICES)),
        leader="1",
        teacher="3",
    )
    scores = full_scores(
        terms,
        [
            response("a", "leader", vision=4, plan=True, devices=Decimal(1)),
            response("b", "leader", vision=1, plan=True),
            response("c", "teacher", vision=2, plan=False, devices=Decimal(10)),
        ],
    )
    leadership, technology = scores.conditions
    # Leaders: (0.5 x 1 + 1 x 3) / 4. Teachers: (1/3 x 1 + 0 x 3) / 4. Together 1 : 3.
    assert by_role(leadership) == {"leader": Decimal("0.875"), "teacher": Decimal("0.083333")}
    assert leadership.score == Decimal("0.28125")  # 0.28124975 of the six places above
    assert by_role(technology) == {"leader": Decimal(1), "teacher": Decimal(0)}
    assert technology.score == Decimal("0.25")
    assert scores.score == Decimal("0.270833")  # (2 x 0.28125 + 0.25) / 3


def test_what_is_missing_falls_away_with_its_weight() -> None:
    terms = terms_of(
        condition("a", question("asked"), question("skipped", weight=Decimal(9))),
        condition("b", question("nobody"), weight="50"),
        leader="7",
        union="90",
    )
    scores = full_scores(terms, [response("1", "leader", asked=4), response("2", "teacher", asked=1)])
    assert [one.score for one in scores.conditions] == [Decimal("0.875"), None]
    assert scores.score == Decimal("0.875")


@pytest.mark.parametrize(
    ("dont_know", "not_applicable", "expected"),
    [
        ("left_out", "left_out", "1"),
        ("lowest", "left_out", "0.5"),
        ("left_out", "lowest", "0.333333"),
        ("lowest", "lowest", "0.25"),
    ],
)
def test_an_answer_without_a_value_counts_as_is_declared_and_a_skipped_one_never(
    dont_know: Effect, not_applicable: Effect, expected: str
) -> None:
    terms = terms_of(condition("c", question("q", dont_know=dont_know, not_applicable=not_applicable)))
    given_answers = responses("leader", "q", 4, DONT_KNOW, NOT_APPLICABLE, NOT_APPLICABLE)
    scores = full_scores(terms, [*given_answers, response("silent", "leader")])
    assert only(scores).score == Decimal(expected)
    (cell,) = [cell for cell in scores.cells if cell.group.key == "leader"]
    assert (cell.distribution.asked, cell.distribution.skipped) == (5, 1)


def test_a_role_that_knows_nothing_has_no_score_and_not_0() -> None:
    terms = terms_of(condition("c", question("q")))
    scores = full_scores(terms, responses("leader", "q", *[DONT_KNOW] * 6))
    assert (scores.score, scores.level.key, scores.confidence) == (None, None, None)
    counted = full_scores(
        terms_of(condition("c", question("q", dont_know="lowest"))), responses("leader", "q", DONT_KNOW)
    )
    assert counted.score == 0


def test_a_question_asks_only_its_roles() -> None:
    terms = terms_of(condition("c", question("q", roles=frozenset({"leader"}))))
    assert by_role(only(full_scores(terms, [*responses("leader", "q", 4), *responses("family", "q", 1)]))) == {
        "leader": Decimal(1)
    }


def test_text_has_no_part_in_a_score() -> None:
    terms = terms_of(condition("c", question("q"), question("why", Unscored(), dont_know="lowest")))
    scores = full_scores(terms, [response("a", "leader", q=4, why=DONT_KNOW), response("b", "leader", q=4, why="So.")])
    assert scores.score == 1


def test_weights_that_sum_to_nothing_make_no_score() -> None:
    terms = terms_of(condition("c", question("q", weight=Decimal(0))))
    assert full_scores(terms, responses("leader", "q", 4)).score is None


@pytest.mark.parametrize(
    ("values", "status", "level", "by_score"),
    [
        ((4, 4), "met", "leading", "leading"),
        ((3, 3), "met", "leading", "leading"),  # two of three is the threshold
        ((3, 2), "missed", "developing", "leading"),
        ((DONT_KNOW, DONT_KNOW), "not_judged", "developing", "leading"),
    ],
)
def test_a_gate_that_is_not_met_holds_the_level_and_leaves_the_score(
    values: tuple[Value | Answer, ...], status: str, level: str, by_score: str
) -> None:
    must = question("must", gate=Decimal("0.666667"), weight=Decimal("0.01"))
    terms = terms_of(condition("c", question("q"), must), condition("other", question("r")))
    given_answers = [response(str(n), "leader", q=4, r=4, must=value) for n, value in enumerate(values)]
    scores = full_scores(terms, given_answers)
    found, other = scores.conditions
    assert [gate.status for gate in found.gates] == [status]
    for held in (found.level, scores.level):
        assert (held.key, held.by_score) == (level, by_score)
        assert held.held_by == (() if status == "met" else ("must",))
    assert other.level.key == "leading"
    assert found.score is not None
    assert found.score > Decimal("0.99")


def test_a_gate_is_judged_over_all_roles_by_their_weights() -> None:
    terms = terms_of(condition("c", question("q", gate=Decimal("0.5"))), leader="3", family="1")
    scores = full_scores(terms, [*responses("leader", "q", 4), *responses("family", "q", 1, 1, 1, 1)])
    assert scores.gates[0].score == Decimal("0.75")


def test_a_missed_gate_does_not_raise_a_level() -> None:
    terms = terms_of(condition("c", question("q", gate=Decimal(1))))
    assert full_scores(terms, responses("leader", "q", 1)).level.key == "emerging"


@pytest.mark.parametrize(
    ("score", "level"),
    [("0", "emerging"), ("0.399999", "emerging"), ("0.4", "developing"), ("0.65", "ready"), ("1", "leading")],
)
def test_levels_begin_where_the_ladder_says(score: str, level: str) -> None:
    assert level_reached(LADDER, Decimal(score), []).key == level


@pytest.mark.parametrize(
    ("role", "invited", "values", "confidence"),
    [
        ("leader", 10, (3, 3, 3, 3, 3), "high"),
        ("leader", 11, (3, 3, 3, 3, 3), "moderate"),  # fewer than half answered
        ("leader", 10, (1, 1, 4, 4, 4), "moderate"),  # they do not agree
        ("leader", 11, (1, 1, 4, 4, 4), "low"),
        ("family", 25, (3, 3, 3, 3, 3), "high"),  # of families a fifth is enough
        ("family", 26, (3, 3, 3, 3, 3), "moderate"),
        ("leader", 10, (3,), None),  # one rater agrees with nobody
        ("leader", 10, (3, DONT_KNOW), None),
        ("leader", 0, (3, 3), "moderate"),  # nobody is known to be invited
    ],
)
def test_confidence_is_a_point_for_response_and_one_for_agreement(
    role: Role, invited: int, values: tuple[Value | Answer, ...], confidence: str | None
) -> None:
    terms = terms_of(condition("c", question("q")))
    scores = full_scores(terms, responses(role, "q", *values), {role: invited})
    found = next(one for one in only(scores).roles if one.group.key == role)
    assert (found.confidence, only(scores).confidence, scores.confidence) == (confidence,) * 3


def test_confidence_in_a_whole_is_that_of_at_least_half_of_its_parts() -> None:
    terms = terms_of(*[condition(f"c{n}", question(f"q{n}")) for n in range(3)])
    split, agreed = (1, 4), (3, 3)
    for values, expected in (((split, agreed, agreed), "high"), ((split, split, agreed), "moderate")):
        given_answers = [
            response(str(n), "leader", **{f"q{place}": pair[n] for place, pair in enumerate(values)}) for n in (0, 1)
        ]
        assert full_scores(terms, given_answers, {"leader": 2}).confidence == expected


def test_agreement_across_questions_is_of_each_role_and_number_of_levels() -> None:
    terms = terms_of(condition("c", question("a"), question("b"), question("yes", YesNoScale())))
    given_answers = [response(str(n), "leader", a=1, b=4, yes=True) for n in range(3)]
    given_answers += [response("t", "teacher", a=1, b=3), *responses("family", "a", 2, 3)]
    found = {one.group.key: one for one in across_questions(terms, full_scores(terms, given_answers).cells)}
    assert found["leader"].alpha == Defined(value=1, raters=6)  # type: ignore[arg-type]
    assert (found["leader"].levels, found["leader"].questions) == (4, ("a", "b"))
    assert found["teacher"].alpha == NotDefined("no_pairs")
    assert found["family"].alpha == NotDefined("one_unit")
    assert found["union"].ac2 == NotDefined("no_answers")
