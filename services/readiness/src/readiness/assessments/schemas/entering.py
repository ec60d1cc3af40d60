"""What clerks enter, as routes show it."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StrictBool

from readiness.assessments import examples
from readiness.assessments.rules.given import Said
from readiness.assessments.schemas.answering import EvidenceGiven, Key, Value
from readiness.assessments.schemas.inviting import Language
from readiness.common.rules.roles import Role
from readiness.common.schemas import Answer, Body
from shared.http.examples import example


class PaperAnswer(Body):
    question: Key
    said: Said = "value"
    value: Value | None = None
    evidence: EvidenceGiven | None = None


class PaperAnswers(Body):
    """One rater's answers on paper, entered by a clerk."""

    model_config = ConfigDict(json_schema_extra=example(examples.PAPER))

    role: Role
    language: Language | None = None
    consented: StrictBool = False
    answers: Annotated[list[PaperAnswer], Field(min_length=1, max_length=2_000)]


class Entered(Answer):
    """What a clerk entered."""

    model_config = ConfigDict(json_schema_extra=example(examples.ENTERED))

    assessment_id: UUID
    invitation_ids: list[UUID]
    answers: int
