"""Results, as routes show them: released figures only."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from readiness.assessments.rules.participation import PickedBy
from readiness.assessments.schemas.planning import Level
from readiness.common.rules.roles import Role
from readiness.common.schemas import Answer
from readiness.scoring import examples
from readiness.scoring.rules.confidence import Confidence
from readiness.scoring.rules.scores import GateStatus
from shared.http.examples import example
from shared.http.fields import Points


class ResultSummary(Answer):
    """That a closing has a result, and what of it is released of the whole."""

    model_config = ConfigDict(json_schema_extra=example(examples.SUMMARY))

    assessment_id: UUID
    result: int = Field(description="the number within the assessment, from 1")
    closed_on: date = Field(description="the last day on which answers were taken, in your district's calendar")
    scored_at: datetime
    score: Points | None = Field(description="of the whole, 0 to 1; null where nothing is released")
    reached: str | None = Field(description="the key of the readiness level")


class LevelReachedOut(Answer):
    key: str | None = Field(description="the level that is reached; null without a score")
    by_score: str | None = Field(description="what the score alone would reach")
    held_by: list[str] = Field(description="questions whose gates are not met and hold the level below the target")


class GateOut(Answer):
    """Whether a must-have is there: the question's score over all groups against its threshold."""

    condition: str
    question: str
    threshold: Points
    score: Points | None
    status: GateStatus


class GroupScore(Answer):
    """A role, or small roles that are counted together."""

    group: str = Field(description="the roles' names, joined by +")
    roles: list[Role]
    weight: Points
    score: Points | None
    confidence: Confidence | None


class ConditionScoreOut(Answer):
    condition: str
    weight: Points
    score: Points | None
    reaches: LevelReachedOut
    confidence: Confidence | None
    groups: list[GroupScore]


class RoleAsked(Answer):
    role: Role
    population: int
    invited: int
    picked_by: PickedBy


class ResponseOut(Answer):
    """How many of a group submitted; all three figures are null where they are not released."""

    roles: list[RoleAsked]
    submitted: int | None
    response: Points | None = Field(description="of those who were invited, 0 to 1")
    coverage: Points | None = Field(description="of the whole roles, 0 to 1")


class CoefficientOut(Answer):
    value: Points | None
    not_defined_because: str | None


class AgreementOut(Answer):
    """How far a group agrees across its questions of so many levels: alpha with its interval of 95 percent, and AC2."""

    group: str
    levels: int
    questions: list[str]
    alpha: CoefficientOut
    alpha_low: Points | None
    alpha_high: Points | None
    interval_not_defined_because: str | None
    ac2: CoefficientOut


class VerifiedBeside(Answer):
    """What raters say of themselves beside what a reviewer verified; no score is made of the latter."""

    question: str
    self_rated: Points | None
    verified: Points
    verified_by: str
    verified_on: date


class ResultOut(ResultSummary):
    """A result: the whole, each condition by group, gates, and how sure all of it is."""

    model_config = ConfigDict(json_schema_extra=example(examples.RESULT))

    public_record: Literal[True] = Field(description="it may become a public record: it says nothing of anybody")
    instrument_id: UUID
    instrument_version: int
    level: Level
    site_id: UUID | None
    target: str = Field(description="the readiness level that is aimed at")
    reaches: LevelReachedOut
    confidence: Confidence | None
    gates: list[GateOut]
    conditions: list[ConditionScoreOut]
    responses: list[ResponseOut]
    agreement: list[AgreementOut]
    verified: list[VerifiedBeside]
