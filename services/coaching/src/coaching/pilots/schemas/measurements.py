"""What is measured in a wave, and what it comes to."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Answer, Body
from coaching.pilots import examples
from coaching.pilots.rules.gates import Direction, Source, Unit
from coaching.pilots.rules.verdicts import GuardrailState, SignalState, Verdict
from coaching.pilots.schemas.gates import Figure, MeasureKey, People
from coaching.pilots.schemas.pilots import DecisionShown, TeacherCountsShown
from shared.http.examples import example
from shared.http.fields import POINTS, Day

Number = Annotated[Decimal, POINTS]


class SchoolMeasured(Body):
    school_id: UUID
    value: Figure
    n: People


class NewMeasurement(Body):
    """A value of a measure; one a day, or a correction of one."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_MEASUREMENT))

    measure: MeasureKey = Field(description="the key of a signal or a guardrail of the gate")
    measured_on: Day | None = Field(default=None, description="today where nothing is said; of a correction, its day")
    value: Figure
    n: People = Field(description="of how many people it tells")
    schools: Annotated[list[SchoolMeasured], Field(max_length=200)] = Field(
        default_factory=list, description="the same of single schools"
    )
    source: Source | None = Field(default=None, description="as the gate has it where nothing is said")
    corrects: UUID | None = Field(default=None, description="the measurement in whose place it stands")


class SchoolMeasurementShown(Answer):
    school_id: UUID
    value: Number | None = Field(description="null where it tells of too few people, or others could be worked out")
    n: int


class MeasurementShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.MEASUREMENT))

    measurement_id: UUID
    measure: str
    measured_on: date
    value: Number | None = Field(description="null where it tells of too few people")
    n: int
    too_few: bool
    judgeable: bool = Field(description="whether the minimum of days was over; before, it is a peek")
    schools: list[SchoolMeasurementShown] = Field(description="empty where it was corrected")
    source: Source
    corrects: UUID | None
    corrected_by: UUID | None = Field(description="the measurement that stands in its place")
    told_at: datetime
    after_decision: bool = Field(description="whether the gate was decided before this was told")


class ExposureShown(Answer):
    days: int
    teachers: int
    minimum_days: int | None
    minimum_teachers: int | None
    judgeable_from: date = Field(description="what was measured before judges nothing")
    reached: bool


class JudgedShown(Answer):
    key: str
    title: str
    unit: Unit
    direction: Direction
    lowest: Number | None
    highest: Number | None
    baseline: Number | None
    predicted: Number | None
    threshold: Number | None
    value: Number | None = Field(description="the last one; null where there is none, or it tells of too few people")
    n: int | None
    on: date | None
    progress: Number | None = Field(description="percent of the way from baseline to threshold; below 0: worse")
    as_predicted: bool | None = Field(description="whether it is at least as good as was predicted")


class SignalShown(JudgedShown):
    weight: int
    state: SignalState


class GuardrailShown(JudgedShown):
    state: GuardrailState
    broken_on: date | None = Field(description="the first day on which it was beyond its threshold")


class EvidenceShown(Answer):
    """What a gate comes to."""

    known_at: datetime = Field(description="by what was known at this moment")
    on: date
    gate_version: int
    minimum_group: int = Field(description="a value of fewer people is not shown")
    verdict: Verdict
    exposure: ExposureShown
    teachers: TeacherCountsShown
    signals: list[SignalShown]
    guardrails: list[GuardrailShown]
    weight: int = Field(description="of all signals")
    weight_reached: int = Field(description="of those that are reached")


class GateEvidence(Answer):
    """All that is known at a gate."""

    model_config = ConfigDict(json_schema_extra=example(examples.GATE_EVIDENCE))

    pilot_id: UUID
    wave: int
    then: EvidenceShown | None = Field(description="as it was when it was decided; it stays")
    now: EvidenceShown = Field(description="by the gate that was locked, and what is known now")
    by_edited_gate: EvidenceShown | None = Field(description="by the gate as it was edited since; it decides nothing")
    corrections_since: int = Field(description="how many corrections were told after the decision")
    decision: DecisionShown | None
