"""Measurements, as they come in and are shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Answer, Body
from coaching.goals import examples
from coaching.goals.schemas.figures import Amount, Shown
from shared.http.examples import example
from shared.http.fields import Day, prose

GroupSize = Annotated[int, Field(ge=1, le=10**7, strict=True)]
MeasurementWords = Annotated[str, prose(2000)]
_GROUP = "of how many people it speaks; always said of a survey"


class NewIndicatorMeasurement(Body):
    """A value of a day."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_MEASUREMENT))

    measured_on: Day = Field(description="the day of which it speaks; not a later one than today")
    value: Amount
    group_size: GroupSize | None = Field(default=None, description=_GROUP)
    words: MeasurementWords | None = None


class Correction(Body):
    """What the value of that day was after all."""

    model_config = ConfigDict(json_schema_extra=example(examples.CORRECTION))

    value: Amount
    group_size: GroupSize | None = Field(default=None, description=_GROUP)
    words: MeasurementWords | None = None


class IndicatorMeasurement(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.MEASUREMENT))

    measurement_id: UUID
    indicator_id: UUID
    measured_on: date
    value: Shown | None = Field(description="null of too few people, and where the day has no value after all")
    group_size: int | None = Field(description="null where it is too small to be shown, or nothing of people")
    suppressed: bool = Field(description="whether it speaks of too few people to be shown")
    void: bool = Field(description="whether the day has no value after all")
    corrects: UUID | None = Field(description="the measurement in whose place it stands")
    corrected_by: UUID | None = Field(description="the measurement that stands in its place")
    words: str | None
    told_at: datetime
    told_by: str


class PointShown(Answer):
    """What stands of a day, beside what the straight line to the last day has then."""

    model_config = ConfigDict(json_schema_extra=example(examples.POINT))

    measured_on: date
    value: Shown | None = Field(description="null of too few people")
    suppressed: bool
    progress: Shown | None
    expected: Shown | None = Field(description="the value of the line on that day")


class RecountShown(Answer):
    """What the log of events comes to now, beside what was told."""

    model_config = ConfigDict(json_schema_extra=example(examples.RECOUNT))

    until: date = Field(description="the last whole day, in the district's calendar")
    value: Shown | None = Field(description="what the log comes to on that day; null of too few learners")
    suppressed: bool
    told: Shown | None = Field(description="what was told last of that day or before it; null of too few learners")
    equal: bool = Field(description="whether every day that was told is what the log says of it")
