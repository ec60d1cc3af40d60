"""Answers as they are sent and stored, and as the rules of an instrument have them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal, NamedTuple

from readiness.common.rules.roles import Role
from readiness.instruments.rules.answers import Answer, NoValue, Shown, check_answer
from readiness.instruments.rules.instrument import Evidence, Number, Question
from shared.values import written
from shared.values.json_types import Json

Said = Literal["value", "dont_know", "not_applicable", "left_out"]
"""`left_out` takes back what was said: it counts as if nothing had been."""

ANY_EVIDENCE = Evidence(("link", "file"))


class Given(NamedTuple):
    """What a rater says to a question: `value` in JSON, as the question's form has it, and what shows it."""

    said: Said
    value: Json = None
    evidence: Shown | None = None


class GivenProblem(NamedTuple):
    """What is wrong with an answer, at which field."""

    field: Literal["said", "value", "evidence"]
    problem: str


def validate_given(question: Question, role: Role, given: Given) -> GivenProblem | None:
    """Returns why the question does not allow this answer; None where it does."""
    if given.said != "value" and given.value is not None:
        return GivenProblem("value", f"there is no value where {given.said} is said; leave it out")
    if given.said == "value" and given.value is None:
        return GivenProblem("value", "give a value, or say dont_know, not_applicable or left_out")
    answer = answer_of(question, given)
    if answer is not None and (problem := check_answer(question, role, answer).problem) is not None:
        return GivenProblem("value", problem)
    if given.evidence is not None:
        shown = check_answer(replace(question, form=ANY_EVIDENCE), role, given.evidence).problem
        return GivenProblem("evidence", shown) if shown is not None else None
    return None


def answer_of(question: Question, given: Given) -> Answer | None:
    """Returns the answer as the instrument's rules have it; None for one that is left out."""
    if given.said == "left_out":
        return None
    if given.said == "dont_know":
        return NoValue.DONT_KNOW
    if given.said == "not_applicable":
        return NoValue.NOT_APPLICABLE
    return _value_of(question, given.value)


def stored_value(question: Question, given: Given) -> Json:
    """Returns the value as it is kept: a number as text, for JSON's numbers are not exact."""
    if given.said != "value":
        return None
    value = _value_of(question, given.value)
    if isinstance(question.form, Number):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return value._asdict() if isinstance(value, Shown) else value


def _value_of(question: Question, value: Json) -> Answer:
    form = question.form
    if isinstance(form, Number):
        return _number(value)
    if isinstance(form, Evidence) and isinstance(value, dict):
        return Shown(value["kind"], value["reference"])
    found: Answer = value
    return found


def _number(value: Json) -> Answer:
    if isinstance(value, float):
        return Decimal(repr(value))  # what was written, not what binary makes of it
    if isinstance(value, str):
        try:
            return written.decimal(value)
        except ValueError:
            return value
    found: Answer = value
    return found
