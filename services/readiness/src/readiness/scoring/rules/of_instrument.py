"""The terms of an instrument's version, and answers as they are stored, as the rules of scoring have them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

from readiness.common.rules.roles import Role
from readiness.instruments.rules.instrument import Choice, Form, Instrument, Level, Number, Question, YesNo
from readiness.scoring.rules.answers import DONT_KNOW, NOT_APPLICABLE, Answer, Response, said
from readiness.scoring.rules.terms import (
    ChoiceScale,
    ConditionTerms,
    LevelScale,
    NumberScale,
    OffScale,
    QuestionTerms,
    RoleTerms,
    Scale,
    Terms,
    Unscored,
    YesNoScale,
)
from shared.values.json_types import Json

SOMETHING = "given"
"""What stands for words and evidence: of them only that there are some is counted."""


class StoredReply(NamedTuple):
    """An answer as it is stored: what was said, and the value in JSON."""

    said: str
    value: Json


def terms_of(instrument: Instrument, asked: Collection[Role]) -> Terms:
    """Returns the terms for an assessment that asks these roles: the others have no part in it."""
    return Terms(
        conditions=tuple(
            ConditionTerms(
                key=section.key,
                weight=section.weight,
                questions=tuple(_question(question) for question in section.questions),
            )
            for section in instrument.sections
        ),
        roles=tuple(
            RoleTerms(role=one.role, weight=one.weight, minimum=one.minimum)
            for one in instrument.roles
            if one.role in asked
        ),
    )


def _question(question: Question) -> QuestionTerms:
    return QuestionTerms(
        key=question.key,
        scale=scale_of(question.form),
        weight=question.weight,
        roles=frozenset(question.roles),
        gate=question.gate,
        dont_know=question.dont_know,
        not_applicable=question.not_applicable,
    )


def scale_of(form: Form) -> Scale:
    match form:
        case Level(anchors):
            return LevelScale(len(anchors))
        case YesNo():
            return YesNoScale()
        case Choice(options):
            return ChoiceScale(tuple((one.key, one.score) for one in options))
        case Number(_, zero_at, one_at):
            return NumberScale(zero_at, one_at)
        case _:
            return Unscored()


def response_of(terms: Terms, rater: str, role: Role, replies: Mapping[str, StoredReply]) -> Response:
    """Returns what a rater submitted, without what was left out again. Raises OffScale for a number that is none."""
    answers = {}
    for question in terms.questions():
        reply = replies.get(question.key)
        answer = None if reply is None else _answer(question.scale, reply)
        if answer is not None:
            answers[question.key] = answer
    return Response(rater, role, answers)


def _answer(scale: Scale, reply: StoredReply) -> Answer | None:
    if reply.said == "dont_know":
        return DONT_KNOW
    if reply.said == "not_applicable":
        return NOT_APPLICABLE
    if reply.said != "value":
        return None
    if isinstance(scale, Unscored):
        return said(SOMETHING)
    return said(number_of(reply.value) if isinstance(scale, NumberScale) else reply.value)


def number_of(value: Json) -> Decimal:
    """Returns a number that is kept as text. Raises OffScale."""
    try:
        # 2 and 2.0 are one number, and one answer.
        return Decimal(str(value)).normalize()
    except ArithmeticError as error:
        raise OffScale("an answer in numbers is none") from error
