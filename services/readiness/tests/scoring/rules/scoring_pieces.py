"""Terms and responses as the rules of scoring see them, and strategies for any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st

from readiness.common.rules.roles import ROLES, Role
from readiness.scoring.rules.answers import DONT_KNOW, NOT_APPLICABLE, Answer, Response, said
from readiness.scoring.rules.cells import tally
from readiness.scoring.rules.groups import each_role
from readiness.scoring.rules.scores import Scores, score
from readiness.scoring.rules.terms import (
    ChoiceScale,
    ConditionTerms,
    LevelScale,
    NumberScale,
    QuestionTerms,
    RoleTerms,
    Scale,
    Terms,
    Unscored,
    Value,
    YesNoScale,
    values_of,
)

unhurried = settings(deadline=None, max_examples=60)
FOUR = LevelScale(4)
SCHEDULE = ChoiceScale((("none", Decimal(0)), ("some", Decimal("0.5")), ("all", Decimal(1))))
DEVICES = NumberScale(zero_at=Decimal(10), one_at=Decimal(1))
"""Learners to a device: ten or more score 0, one or fewer score 1."""
EVERYBODY: Mapping[Role, int] = dict.fromkeys(ROLES, 100)


def question(key: str, scale: Scale = FOUR, **terms: object) -> QuestionTerms:
    return replace(QuestionTerms(key=key, scale=scale), **terms)  # type: ignore[arg-type]


def condition(key: str, *questions: QuestionTerms, weight: str = "1") -> ConditionTerms:
    return ConditionTerms(key=key, weight=Decimal(weight), questions=questions)


def terms_of(*conditions: ConditionTerms, minimum: int = 5, **weights: str) -> Terms:
    """Terms in which every role weighs 1 unless another weight is given."""
    roles = tuple(RoleTerms(role=role, weight=Decimal(weights.get(role, "1")), minimum=minimum) for role in ROLES)
    return Terms(conditions=conditions, roles=roles)


def response(rater: str, role: Role, **answers: Value | Answer) -> Response:
    said_so = {key: one if isinstance(one, Answer) else said(one) for key, one in answers.items()}
    return Response(rater, role, said_so)


def responses(role: Role, key: str, *values: Value | Answer) -> list[Response]:
    """One rater of the role for each value."""
    return [response(f"{role}{number}", role, **{key: value}) for number, value in enumerate(values)]


def full_scores(terms: Terms, given: Sequence[Response], invited: Mapping[Role, int] = EVERYBODY) -> Scores:
    return score(terms, tally(terms, each_role(terms), given), invited)


weights = st.decimals(0, 5, places=2)
places = st.decimals(0, 1, places=3)
some_scales: st.SearchStrategy[Scale] = st.one_of(
    st.builds(LevelScale, st.integers(2, 6)),
    st.just(YesNoScale()),
    st.lists(places, min_size=1, max_size=4).map(
        lambda scores: ChoiceScale(tuple((f"o{n}", one) for n, one in enumerate(scores)))
    ),
    st.sampled_from([DEVICES, NumberScale(Decimal(0), Decimal(30))]),
    st.just(Unscored()),
)


def some_values(scale: Scale) -> st.SearchStrategy[Value]:
    if isinstance(scale, NumberScale):
        return st.decimals(-5, 40, places=1)
    return st.text("ab", min_size=1, max_size=3) if isinstance(scale, Unscored) else st.sampled_from(values_of(scale))


def possible_answers(scale: Scale) -> list[Answer | None]:
    """Answers to a question of the scale, of numbers and texts a few; None is skipped."""
    values: Sequence[Value] = values_of(scale)
    if isinstance(scale, NumberScale):
        values = [Decimal(one) for one in ("-1", "0", "1", "2.5", "7", "10", "29.9", "40")]
    elif isinstance(scale, Unscored):
        values = ["a", "b"]
    return [*map(said, values), DONT_KNOW, NOT_APPLICABLE, None]


effects = st.sampled_from(["left_out", "lowest"])
some_roles = st.frozensets(st.sampled_from(ROLES), min_size=1)


@st.composite
def some_questions(draw: st.DrawFn, key: str) -> QuestionTerms:
    return QuestionTerms(
        key=key,
        scale=draw(some_scales),
        weight=draw(weights),
        roles=draw(some_roles),
        gate=draw(st.none() | places),
        dont_know=draw(effects),  # type: ignore[arg-type]
        not_applicable=draw(effects),  # type: ignore[arg-type]
    )


@st.composite
def some_terms(draw: st.DrawFn) -> Terms:
    conditions = []
    for place in range(draw(st.integers(1, 3))):
        asked = [draw(some_questions(f"q{place}{n}")) for n in range(draw(st.integers(1, 3)))]
        conditions.append(ConditionTerms(key=f"c{place}", weight=draw(weights), questions=tuple(asked)))
    roles = [RoleTerms(role=role, weight=draw(weights), minimum=draw(st.integers(1, 4))) for role in ROLES]
    return Terms(conditions=tuple(conditions), roles=tuple(roles))


class Assessed(NamedTuple):
    terms: Terms
    responses: list[Response]


@st.composite
def some_response(draw: st.DrawFn, terms: Terms, rater: str, roles: Sequence[Role] = ROLES) -> Response:
    questions = list(terms.questions())
    # One draw for all answers: a draw for each would take most of the time that the tests have.
    role, *codes = draw(st.binary(min_size=len(questions) + 1, max_size=len(questions) + 1))
    possible = {one.key: possible_answers(one.scale) for one in questions}
    chosen = {key: answers[code % len(answers)] for (key, answers), code in zip(possible.items(), codes, strict=True)}
    return Response(rater, roles[role % len(roles)], {key: one for key, one in chosen.items() if one is not None})


@st.composite
def some_assessed(draw: st.DrawFn) -> Assessed:
    terms = draw(some_terms())
    return Assessed(terms, [draw(some_response(terms, f"r{n}")) for n in range(draw(st.integers(0, 14)))])
