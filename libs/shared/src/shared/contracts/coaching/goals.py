"""What coaching tells of a district's goals and how far they are. Words are read, never told here."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.coaching.topic import COACHING
from shared.events.event import Event

Source = Literal["entered", "survey", "computed"]
Outcome = Literal["reached", "closed", "dropped"]


class GoalSet(Event, type="org.trellis.coaching.goal.set.v1", topic=COACHING, key="goal_id"):
    """A goal was published, or was published anew after a change."""

    goal_id: UUID = Field(description="the goal's id")
    version: int = Field(description="the number of what was published, from 1")
    indicator_ids: tuple[UUID, ...] = Field(description="the indicators by which it is measured")
    set_on: date = Field(description="the day, in the district's calendar")
    due_on: date = Field(description="the day by which its targets are to be reached")


class GoalMeasured(Event, type="org.trellis.coaching.goal.measured.v1", topic=COACHING, key="goal_id"):
    """An indicator of a goal was measured, or a measurement was corrected."""

    goal_id: UUID = Field(description="the goal's id")
    indicator_id: UUID = Field(description="the indicator's id")
    value: Decimal | None = Field(
        default=None, description="in the indicator's unit; absent where a group is too small"
    )
    source: Source = Field(description="whether it was entered, comes of a survey, or was computed from events")
    measured_on: date = Field(description="the day of which it speaks, in the district's calendar")
    corrects: bool = Field(default=False, description="whether it stands in the place of an earlier one of that day")


class GoalDropped(Event, type="org.trellis.coaching.goal.dropped.v1", topic=COACHING, key="goal_id"):
    """A goal is pursued no more: it was reached, closed or dropped. Its measurements stay."""

    goal_id: UUID = Field(description="the goal's id")
    dropped_on: date = Field(description="the day, in the district's calendar")
    outcome: Outcome = Field(default="dropped", description="whether it was reached, or how it ended otherwise")
