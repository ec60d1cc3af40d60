"""Indicators, as they come in and are shown."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Answer, Body
from coaching.goals import examples
from coaching.goals.rules.indicators import LEAST_SMALLEST_GROUP, SMALLEST_GROUP, Direction, Source, Unit
from coaching.goals.rules.progress import Pace
from coaching.goals.schemas.figures import Amount, Shown
from shared.http.examples import example
from shared.http.fields import Day, line

IndicatorWords = Annotated[str, line(300)]
SmallestGroup = Annotated[int, Field(ge=LEAST_SMALLEST_GROUP, le=1000, strict=True)]


class BaselineSent(Body):
    """What the value was before anything was done."""

    value: Amount
    on: Day = Field(description="the day of which it is so, in the district's calendar; not a later day than today")


class BaselineShown(Answer):
    value: Shown
    on: date


class MasteryOfItem(Body):
    """How many learners have come to master an item since the baseline's day."""

    kind: Literal["learners_mastering"]
    item_id: UUID
    learners: Annotated[int, Field(ge=1, le=10**7, strict=True)] | None = Field(
        default=None, description="of how many, where a share is wanted; a count where nothing is said"
    )


class MasteryOfFramework(Body):
    """How many learners have come to master so many items of a framework since the baseline's day."""

    kind: Literal["learners_mastering"]
    framework_id: UUID
    items: Annotated[int, Field(ge=1, le=1000, strict=True)] = 1
    learners: Annotated[int, Field(ge=1, le=10**7, strict=True)] | None = Field(
        default=None, description="of how many, where a share is wanted; a count where nothing is said"
    )


class Happenings(Body):
    """Coaching meetings that were held, or actions that were completed, since the baseline's day; or how many teachers
    are in waves of pilots, whatever was before.
    """

    kind: Literal["meetings_held", "actions_completed", "teachers_in_waves"]


MeasureSent = MasteryOfItem | MasteryOfFramework | Happenings


class NewIndicator(Body):
    """By what a goal is measured. A draft may lack its baseline, its target and its last day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                *example(examples.NEW_INDICATOR)["examples"],
                *example(examples.COMPUTED_INDICATOR)["examples"],
            ]
        }
    )

    words: IndicatorWords
    direction: Direction = Field(description="which way the value is to go")
    unit: Unit
    low: Amount | None = Field(default=None, description="the lowest value there is; of points always said")
    high: Amount | None = Field(default=None, description="the highest value there is; of points always said")
    source: Source = Field(description="whether values are entered, come of a survey, or are computed from events")
    measure: MeasureSent | None = Field(default=None, description="of a computed one: what is counted")
    smallest_group: SmallestGroup = Field(
        default=SMALLEST_GROUP, description="of how many people a value speaks at least to be shown"
    )
    baseline: BaselineSent | None = None
    target: Amount | None = None
    due_on: Day | None = Field(default=None, description="the day by which the target is to be reached")


class IndicatorChange(Body):
    """What is left out stays. What is measured, and in which unit, never changes: add another indicator."""

    model_config = ConfigDict(json_schema_extra=example(examples.INDICATOR_CHANGE))

    words: IndicatorWords | None = None
    baseline: BaselineSent | None = None
    target: Amount | None = None
    due_on: Day | None = None


class IndicatorProgress(Answer):
    """How far an indicator is, by the newest day that was measured. Progress is signed: 0 at the baseline, 100 at the
    target, negative where things went the other way.
    """

    measured_on: date | None = Field(description="null where nothing was measured yet")
    value: Shown | None = Field(description="null where nothing was measured, or of too few people")
    suppressed: bool = Field(description="whether the value speaks of too few people to be shown")
    progress: Shown | None = Field(description="hundredths of the way from the baseline to the target")
    expected: Shown | None = Field(description="what progress a straight line to the last day has on that day")
    pace: Pace | None = Field(description="on pace within 5 hundredths of the way; ahead or behind outside")
    reached: bool


class TermsShown(Answer):
    """What an indicator says."""

    indicator_id: UUID
    words: str
    direction: Direction
    unit: Unit
    low: Shown | None
    high: Shown | None
    source: Source
    measure: MeasureSent | None
    smallest_group: int
    baseline: BaselineShown | None
    target: Shown | None
    due_on: date | None


class MeasuredTerms(TermsShown):
    """What an indicator says, and how far it is."""

    progress: IndicatorProgress


class IndicatorShown(MeasuredTerms):
    model_config = ConfigDict(json_schema_extra=example(examples.INDICATOR))

    goal_id: UUID
    retired_at: datetime | None = Field(description="when it was taken out of what is published next")
    computed_on: date | None = Field(description="of a computed one: the last day up to which it was counted")
