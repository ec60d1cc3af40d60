"""Pilots, waves and gates, as coaching says them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from dashboards.common.answers import Listing, RemoteAnswer


class Pilot(RemoteAnswer):
    pilot_id: UUID
    title: str
    tried: str
    why: str
    wave: int
    state: str
    decides_on: date | None
    past_gate: bool


class Pilots(Listing[Pilot]):
    pass


class Counts(RemoteAnswer):
    """Of teachers who are asked."""

    yes: int
    no: int
    unanswered: int
    schools: int


class Baseline(RemoteAnswer):
    value: Decimal
    n: int
    on: date


class Measure(RemoteAnswer):
    key: str
    title: str
    unit: str
    lowest: Decimal | None = None
    highest: Decimal | None = None
    direction: str
    source: str
    baseline: Baseline | None = None
    predicted: Decimal | None = None
    threshold: Decimal | None = None


class WeighedMeasure(Measure):
    """A signal, beside which others stand."""

    weight: int = 1


class Gate(RemoteAnswer):
    prediction: str | None = None
    signals: list[WeighedMeasure] = Field(default_factory=list)
    guardrails: list[Measure] = Field(default_factory=list)
    minimum_days: int | None = None
    minimum_teachers: int | None = None
    decides_on: date | None = None


class GateVersion(RemoteAnswer):
    version: int
    judged: bool
    written_at: datetime
    gate: Gate


class Decision(RemoteAnswer):
    outcome: str
    decided_on: date
    reasons: list[str]
    words: str
    learned: str | None
    share: bool
    next_wave: int | None


class Wave(RemoteAnswer):
    pilot_id: UUID
    wave: int
    predecessor: int | None
    state: str
    why_these_first: str | None
    starts_on: date | None
    school_ids: list[UUID]
    teachers: Counts
    gate: GateVersion | None
    edited_gate: GateVersion | None
    decides_on: date | None
    past_gate: bool
    opened_on: date | None
    decision: Decision | None


class Waves(Listing[Wave]):
    pass


class Teacher(RemoteAnswer):
    person_id: UUID
    school_id: UUID
    opt_in: str


class Teachers(Listing[Teacher]):
    pass


class Measurement(RemoteAnswer):
    measurement_id: UUID
    measure: str
    measured_on: date
    value: Decimal | None
    n: int
    too_few: bool
    judgeable: bool
    corrects: UUID | None
    corrected_by: UUID | None
    after_decision: bool


class Measurements(Listing[Measurement]):
    pass


class Exposure(RemoteAnswer):
    days: int
    teachers: int
    minimum_days: int | None
    minimum_teachers: int | None
    judgeable_from: date
    reached: bool


class Judged(RemoteAnswer):
    key: str
    title: str
    unit: str
    direction: str
    baseline: Decimal | None
    predicted: Decimal | None
    threshold: Decimal | None
    value: Decimal | None
    n: int | None
    on: date | None
    progress: Decimal | None
    as_predicted: bool | None
    state: str


class JudgedSignal(Judged):
    @property
    def broken_on(self) -> None:
        """No signal is ever broken."""
        return


class JudgedGuardrail(Judged):
    broken_on: date | None


class Evidence(RemoteAnswer):
    known_at: datetime
    on: date
    minimum_group: int
    verdict: str
    exposure: Exposure
    teachers: Counts
    signals: list[JudgedSignal]
    guardrails: list[JudgedGuardrail]
    weight: int
    weight_reached: int


class GateEvidence(RemoteAnswer):
    then: Evidence | None
    now: Evidence
    by_edited_gate: Evidence | None
    corrections_since: int
    decision: Decision | None
