"""Gates, as they come in and are shown."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from coaching.common.schemas import Answer, Body, Words
from coaching.pilots import examples
from coaching.pilots.rules import gates as rules
from coaching.pilots.rules.gates import Direction, Source, Unit
from shared.http.examples import example
from shared.http.fields import Day, line, points

Figure = Annotated[
    Decimal,
    Field(ge=-1_000_000, le=1_000_000, max_digits=9, decimal_places=2),
    points(r"^-?0*(1000000(\.0{1,2})?|[0-9]{1,6}(\.[0-9]{1,2})?)$", 0.01),
]
MeasureKey = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
Title = Annotated[str, line(200)]
People = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]


class BaselineBody(Body):
    """What was so before the wave."""

    value: Figure
    n: People = Field(description="of how many people; no fewer than your district's minimum")
    on: Day


class MeasureBody(Body):
    """What is measured. What is null is still to be written, and has to be before the gate is locked."""

    key: MeasureKey = Field(description="of your choice; measurements name it")
    title: Title
    unit: Unit = Field(description="percent lie within 0 and 100, counts begin at 0, points lie as you say")
    lowest: Figure | None = Field(default=None, description="of points; null for the others")
    highest: Figure | None = Field(default=None, description="of points, and of counts where there is one")
    direction: Direction = Field(description="which way is better")
    source: Source = Field(description="by hand, by a survey, or by an indicator of a goal")
    indicator_id: UUID | None = Field(default=None, description="of the goal's indicator, where the source is one")
    baseline: BaselineBody | None = None
    predicted: Figure | None = Field(default=None, description="what you expect at the gate")
    threshold: Figure | None = Field(
        default=None, description="of a signal, from where on it is reached; of a guardrail, beyond what it is broken"
    )


class SignalBody(MeasureBody):
    weight: Annotated[int, Field(ge=1, le=10, strict=True)] = Field(default=1, description="beside other signals")


class GuardrailBody(MeasureBody):
    """What must not get worse: a broken guardrail is the condition to go back."""


class GateBody(Body):
    """By what a wave is judged."""

    model_config = ConfigDict(json_schema_extra=example(examples.GATE))

    prediction: Words | None = Field(default=None, description="what you expect, in words")
    signals: Annotated[list[SignalBody], Field(max_length=20)] = Field(default_factory=list)
    guardrails: Annotated[list[GuardrailBody], Field(max_length=20)] = Field(default_factory=list)
    minimum_days: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = Field(
        default=None, description="how many days a wave goes on before anything is judged"
    )
    minimum_teachers: Annotated[int, Field(ge=1, le=10_000, strict=True)] | None = Field(
        default=None, description="how many teachers take part before anything is judged"
    )
    decides_on: Day | None = Field(default=None, description="the day by which the gate is decided")


class GateVersion(Answer):
    """A version of a gate. Of a wave that is locked, later ones stand beside the one by which it is judged."""

    model_config = ConfigDict(json_schema_extra=example(examples.GATE_VERSION))

    version: int
    judged: bool = Field(description="whether the wave is judged by it")
    written_at: datetime
    written_by: str = Field(description="the account or client that wrote it")
    gate: GateBody


def rule_of(gate: GateBody) -> rules.Gate:
    """Returns the gate as rules know it."""
    return rules.Gate(
        prediction=gate.prediction,
        signals=[_measure(one, one.weight) for one in gate.signals],
        guardrails=[_measure(one, 1) for one in gate.guardrails],
        minimum_days=gate.minimum_days,
        minimum_teachers=gate.minimum_teachers,
        decides_on=gate.decides_on,
    )


def _measure(one: MeasureBody, weight: int) -> rules.Measure:
    baseline = one.baseline
    return rules.Measure(
        key=one.key,
        unit=one.unit,
        direction=one.direction,
        baseline=None if baseline is None else rules.Baseline(baseline.value, baseline.n, baseline.on),
        predicted=one.predicted,
        threshold=one.threshold,
        lowest=one.lowest,
        highest=one.highest,
        weight=weight,
    )
