"""What reviewers verify, and what they read for it, as routes show it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from readiness.assessments.schemas.answering import EvidenceGiven, EvidenceShown, QuestionShown, Value
from readiness.assessments.schemas.planning import Level
from readiness.common.rules.roles import Role
from readiness.common.schemas import Answer, Body, Prose
from readiness.instruments.rules.instrument import EvidenceKind
from readiness.scoring import examples
from shared.http.examples import example
from shared.http.fields import Points


class Verified(Body):
    """What you found by the evidence: the value that the question should have."""

    model_config = ConfigDict(json_schema_extra=example(examples.VERIFIED))

    value: Value = Field(description="a level, a number, true or false, or an option's key")
    note: Prose = Field(description="why, and what is not shown")
    evidence_seen: Annotated[list[EvidenceGiven], Field(max_length=50)] = Field(
        default_factory=list, description="what you have looked at"
    )


class VerificationOut(Answer):
    """What a reviewer found of a question. It changes no score: the two stand side by side."""

    model_config = ConfigDict(json_schema_extra=example(examples.VERIFICATION))

    question: str
    value: bool | int | str = Field(description="a number as text, exactly as it was given")
    score: Points
    note: str
    evidence_seen: list[EvidenceShown]
    verified_by: str = Field(description="the client or account of the reviewer")
    verified_on: date
    version: int = Field(description="its ETag, to name when it is verified anew")


class AssessmentToVerify(Answer):
    """A closed assessment that you are named to verify."""

    model_config = ConfigDict(json_schema_extra=example(examples.TO_VERIFY))

    assessment_id: UUID
    title: str
    level: Level
    site_id: UUID | None
    closed_on: date
    chosen: int = Field(description="how many of its questions are to be verified")
    verified: int = Field(description="how many of them are")


class VerifiableQuestion(QuestionShown):
    """A question as raters read it, with what they say of themselves and what stands verified."""

    scored: bool = Field(description="false where only evidence is asked for, which is read and not verified")
    self_rated: Points | None = Field(description="over all roles, of the newest result; null where it is not released")
    evidence: int = Field(description="how often evidence was named that you may read")
    verification: VerificationOut | None


class VerifiableCondition(Answer):
    key: str
    title: str
    questions: list[VerifiableQuestion]


class VerificationSheet(Answer):
    """What of a closed assessment can be verified, condition by condition."""

    model_config = ConfigDict(json_schema_extra=example(examples.VERIFICATION_SHEET))

    assessment_id: UUID
    title: str
    level: Level
    site_id: UUID | None
    language: str
    languages: list[str]
    conditions: list[VerifiableCondition]


class GivenEvidenceOut(Answer):
    """What a rater named with an answer, or as the answer; not who."""

    model_config = ConfigDict(json_schema_extra=example(examples.GIVEN_EVIDENCE))

    question: str
    kind: EvidenceKind
    reference: str


class CommentOut(Answer):
    """What a rater wrote. The role is there only where so many of it wrote with them that it tells nobody."""

    model_config = ConfigDict(json_schema_extra=example(examples.COMMENT))

    question: str
    words: str
    role: Role | None
