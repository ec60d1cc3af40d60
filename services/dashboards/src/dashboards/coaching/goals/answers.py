"""Goals, as coaching says them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from dashboards.common.answers import Listing, RemoteAnswer

State = Literal["draft", "published", "reached", "closed", "dropped"]


class Cry(RemoteAnswer):
    words: str | None


class Baseline(RemoteAnswer):
    value: Decimal
    on: date


class Progress(RemoteAnswer):
    measured_on: date | None
    value: Decimal | None
    suppressed: bool
    progress: Decimal | None
    expected: Decimal | None
    pace: str | None
    reached: bool


class Measure(RemoteAnswer):
    kind: str


class Indicator(RemoteAnswer):
    indicator_id: UUID
    words: str
    direction: Literal["up", "down"]
    unit: Literal["per_cent", "count", "points"]
    low: Decimal | None
    high: Decimal | None
    source: Literal["entered", "survey", "computed"]
    measure: Measure | None
    baseline: Baseline | None
    target: Decimal | None
    due_on: date | None
    progress: Progress


class WrittenIndicator(Indicator):
    """An indicator as it is being written."""

    retired_at: datetime | None


class Goal(RemoteAnswer):
    goal_id: UUID
    kind: str
    words: str
    state: State
    set_on: date | None
    due_on: date | None
    unpublished_changes: bool
    ended_on: date | None
    end_words: str | None

    @property
    def is_open(self) -> bool:
        return self.state in ("draft", "published")


class DistrictGoal(RemoteAnswer):
    """What is published of a goal."""

    goal_id: UUID
    kind: str
    words: str
    due_on: date
    indicators: list[Indicator]


class Point(RemoteAnswer):
    """What stands of a day."""

    measured_on: date
    value: Decimal | None


class Measurement(RemoteAnswer):
    measurement_id: UUID
    measured_on: date
    value: Decimal | None
    group_size: int | None
    suppressed: bool
    void: bool
    corrected_by: UUID | None
    words: str | None


class Goals(Listing[Goal]):
    pass


class DistrictGoals(Listing[DistrictGoal]):
    pass


class Indicators(Listing[WrittenIndicator]):
    pass


class Points(Listing[Point]):
    pass


class Measurements(Listing[Measurement]):
    pass
