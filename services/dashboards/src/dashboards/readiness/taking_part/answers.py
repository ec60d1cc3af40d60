"""What raters are asked and have answered, as readiness says it."""

from datetime import date
from typing import Literal
from uuid import UUID

from dashboards.common.answers import RemoteAnswer

Said = Literal["value", "dont_know", "not_applicable", "left_out"]
State = Literal["not_open", "open", "closed", "received"]


class Level(RemoteAnswer):
    value: int
    text: str


class Option(RemoteAnswer):
    key: str
    text: str


class Form(RemoteAnswer):
    """What a question wants as its answer."""

    kind: Literal["level", "yes_no", "choice", "number", "text", "evidence"]
    levels: list[Level] | None = None
    options: list[Option] | None = None
    unit: str | None = None
    accepts: list[Literal["link", "file"]] | None = None


class Question(RemoteAnswer):
    key: str
    text: str
    guidance: str
    language: str
    protected: bool
    form: Form


class Section(RemoteAnswer):
    key: str
    title: str
    description: str
    questions: list[Question]


class Evidence(RemoteAnswer):
    kind: Literal["link", "file"]
    reference: str


class Standing(RemoteAnswer):
    """An answer as it is stored."""

    question: str
    sequence: int
    said: Said
    value: bool | int | str | Evidence | None
    evidence: Evidence | None


class Saved(Standing):
    """The answer that stands after a save."""

    outcome: Literal["stored", "already_stored", "overtaken"]
    next_sequence: int


class Questionnaire(RemoteAnswer):
    """What one rater is asked."""

    title: str
    description: str
    role: str
    language: str
    languages: list[str]
    state: State
    opens_on: date
    closes_on: date
    closed_on: date | None
    received_on: date | None
    who_sees: str
    who_sees_language: str
    notice: str
    sections: list[Section]
    answers: list[Standing]
    answered: int
    asked: int


class OwnInvitation(RemoteAnswer):
    invitation_id: UUID
    title: str
    role: str
    state: State
    opens_on: date
    closes_on: date
    closed_on: date | None
    received_on: date | None


class OwnInvitations(RemoteAnswer):
    items: list[OwnInvitation]
    next: str | None = None
