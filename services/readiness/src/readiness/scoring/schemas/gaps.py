"""Gaps, as routes show them."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from readiness.assessments.schemas.planning import Level
from readiness.common.schemas import Answer
from readiness.scoring import examples
from readiness.scoring.rules.gaps import GapKind, Severity
from shared.http.examples import example
from shared.http.fields import Points

GapState = Literal["open", "closed"]


class ToldBy(Answer):
    """The result that tells it."""

    assessment_id: UUID
    result: int
    on: date | None = Field(description="the day of closing; null where the result that is named says it")


class GapOut(Answer):
    """A gap, which keeps its id from the result that shows it first until one shows that it is closed."""

    model_config = ConfigDict(json_schema_extra=example(examples.GAP))

    gap_id: UUID
    instrument_id: UUID
    level: Level
    site_id: UUID | None
    kind: GapKind
    condition: str
    question: str | None = Field(description="of a gate; null of a condition's gap")
    severity: Severity = Field(description="as the last result that showed it has it")
    state: GapState
    opened: ToldBy
    seen: ToldBy = Field(description="the last result that showed it")
    closed: ToldBy | None


class GapEvidenceOut(Answer):
    question: str
    group: str
    score: Points | None
    counted: int


class LiftOut(Answer):
    """How far the condition's score rises if every group's score of this question comes to the target."""

    question: str
    by: Points


class GapWithEvidence(GapOut):
    """A gap with the released figures behind it, lowest first, and what would close it."""

    model_config = ConfigDict(json_schema_extra=example(examples.GAP_WITH_EVIDENCE))

    score: Points | None = Field(
        description="of the condition or the question; where views differ, how far that of families lies above that of "
        "leaders, below 0 where it is lower"
    )
    wanted: Points | None = Field(description="the score that closes it; where views differ, they are less apart then")
    distance: Points | None = Field(description="from the score to what is wanted")
    evidence: list[GapEvidenceOut]
    lifts: list[LiftOut] = Field(description="the questions that would bring most, first")
    closes_when: str
