"""What raters said: a value, "don't know", "not applicable", or nothing, which is "skipped"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from readiness.common.rules.roles import Role
from readiness.scoring.rules.terms import Value

Said = Literal["value", "dont_know", "not_applicable", "skipped"]


class Answer(NamedTuple):
    """One answer to one question; `value` is None unless a value was said."""

    said: Said
    value: Value | None = None


DONT_KNOW = Answer("dont_know")
NOT_APPLICABLE = Answer("not_applicable")
SKIPPED = Answer("skipped")


def said(value: Value) -> Answer:
    """Returns the answer that says this value."""
    return Answer("value", value)


@dataclass(frozen=True, slots=True)
class Response:
    """What one rater has submitted: answers by the question's key. A question without one was skipped."""

    rater: str
    role: Role
    answers: Mapping[str, Answer]
