"""Answers and what raters are shown."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, PlainValidator, ValidationError, WithJsonSchema

from readiness.assessments import examples
from readiness.assessments.rules.given import Said
from readiness.assessments.schemas.planning import Level
from readiness.common.rules.roles import Role
from readiness.common.schemas import Answer, Body
from readiness.instruments.rules.answers import LONGEST_ANSWER, LONGEST_LINK
from readiness.instruments.rules.instrument import EvidenceKind
from shared.http.examples import example
from shared.http.fields import line
from shared.values.json_types import Json
from shared.values.words import SEEN, is_storable, is_visible

Key = Annotated[str, line(200)]
Sequence = Annotated[int, Field(ge=1, le=2**31 - 1, strict=True)]


class EvidenceGiven(Body):
    """What shows it: a link, or a file by its reference."""

    kind: EvidenceKind
    reference: Annotated[str, line(LONGEST_LINK)]


class EvidenceShown(Answer):
    kind: EvidenceKind
    reference: str


_FURTHEST = 10**15
_VALUE = {
    "anyOf": [
        {"type": "boolean"},
        {"type": "number", "minimum": -_FURTHEST, "maximum": _FURTHEST},
        {"type": "string", "minLength": 1, "maxLength": LONGEST_ANSWER, "pattern": SEEN},
        {
            "type": "object",
            "properties": {
                "kind": {"enum": ["link", "file"]},
                "reference": {"type": "string", "minLength": 1, "maxLength": LONGEST_LINK},
            },
            "required": ["kind", "reference"],
            "additionalProperties": False,
        },
    ]
}


def _value(value: Json) -> Json:
    """What may be a value at all; whether the question allows it, the rules say. Words stay as they were typed."""
    if isinstance(value, bool | EvidenceGiven):
        return value
    if isinstance(value, int | float) and -_FURTHEST <= value <= _FURTHEST:
        return value
    if isinstance(value, str):
        if not 1 <= len(value) <= LONGEST_ANSWER:
            raise ValueError(f"is {len(value)} characters long; 1 to {LONGEST_ANSWER} are allowed")
        if not is_visible(value):
            raise ValueError("holds nothing that can be seen: write something, or leave the question out")
        if not is_storable(value):
            raise ValueError("holds U+0000 or half a character, which cannot be kept")
        return value
    if isinstance(value, dict):
        try:
            return EvidenceGiven.model_validate(value)
        except ValidationError:
            raise ValueError("evidence has a kind, link or file, and a reference, and nothing else") from None
    raise ValueError("give true or false, a number within range, words, an option's key, or evidence")


Value = Annotated[bool | int | float | str | EvidenceGiven, PlainValidator(_value), WithJsonSchema(_VALUE)]


class AnswerGiven(Body):
    """What a rater says: a level, a number, true or false, an option's key, words, or evidence."""

    model_config = ConfigDict(json_schema_extra=example(examples.ANSWER))

    sequence: Sequence = Field(description="one more than the highest that the page knows of for this question")
    said: Said = "value"
    value: Value | None = None
    evidence: EvidenceGiven | None = Field(default=None, description="what shows it, where the rater names something")


class AnswerStanding(Answer):
    """What is stored of an answer; a number's value is text, exactly as it was given."""

    question: str
    sequence: int
    said: Said
    value: bool | int | str | EvidenceShown | None
    evidence: EvidenceShown | None


class SavedAnswer(AnswerStanding):
    """The answer that stands after a save, which is another one where a newer save came first."""

    model_config = ConfigDict(json_schema_extra=example(examples.SAVED))

    outcome: Literal["stored", "already_stored", "overtaken"]
    next_sequence: int


class LevelShown(Answer):
    value: int
    text: str


class OptionShown(Answer):
    key: str
    text: str


class FormShown(Answer):
    """What a question wants. What an answer would score is not shown."""

    kind: Literal["level", "yes_no", "choice", "number", "text", "evidence"]
    levels: list[LevelShown] | None = None
    options: list[OptionShown] | None = None
    unit: str | None = None
    accepts: list[EvidenceKind] | None = None


class QuestionShown(Answer):
    key: str
    text: str
    guidance: str
    language: str = Field(description="of the text: the first of the instrument where it is not translated")
    protected: bool = Field(description="of a topic that the law protects: it may be left out, as any other")
    form: FormShown


class SectionShown(Answer):
    key: str
    title: str
    description: str
    questions: list[QuestionShown]


class Questionnaire(Answer):
    """What a rater is asked, what was answered so far, and who will see what. Once received, answers are not shown."""

    model_config = ConfigDict(json_schema_extra=example(examples.QUESTIONNAIRE))

    invitation_id: UUID
    title: str
    description: str
    level: Level
    role: Role
    language: str
    languages: list[str]
    state: Literal["not_open", "open", "closed", "received"]
    opens_on: date
    closes_on: date
    closed_on: date | None = Field(description="the last day on which answers were taken; null until it is closed")
    received_on: date | None
    who_sees: str = Field(description="who will see what, to be read before the first question")
    who_sees_language: str = Field(description="of who_sees: en where we have no words in the rater's")
    notice: str = Field(description="what the instrument tells the role besides; empty where it says nothing")
    minimum: int = Field(description="so many of the role must answer for its figures to be shown by themselves")
    sections: list[SectionShown]
    answers: list[AnswerStanding]
    answered: int
    asked: int


class Received(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.RECEIVED))

    invitation_id: UUID
    received_on: date


class OwnInvitation(Answer):
    """An assessment that a person is invited to."""

    model_config = ConfigDict(json_schema_extra=example(examples.OWN_INVITATION))

    invitation_id: UUID
    title: str
    role: Role
    language: str
    state: Literal["not_open", "open", "closed", "received"]
    opens_on: date
    closes_on: date
    closed_on: date | None = Field(description="the last day on which answers were taken; null until it is closed")
    received_on: date | None
