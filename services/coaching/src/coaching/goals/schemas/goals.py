"""Rallying cries and goals, as they come in and are shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Answer, Body
from coaching.goals import examples
from coaching.goals.rules.goals import GoalKind, GoalState, Outcome
from coaching.goals.schemas.indicators import MeasuredTerms, TermsShown
from shared.http.examples import example
from shared.http.fields import line, prose

CryWords = Annotated[str, line(300)]
GoalWords = Annotated[str, prose(2000)]


class NewCry(Body):
    """The words that a district's goals stand under."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_CRY))

    words: CryWords


class CryShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.CRY))

    version: int = Field(description="0 where none was set yet")
    words: str | None
    set_at: datetime | None


class NewGoal(Body):
    """What is to become otherwise. Its indicators say by how much, and by when."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_GOAL))

    kind: GoalKind
    words: GoalWords


class GoalChange(Body):
    """What is left out stays."""

    model_config = ConfigDict(json_schema_extra=example(examples.GOAL_CHANGE))

    kind: GoalKind | None = None
    words: GoalWords | None = None


class GoalEnd(Body):
    """How a goal ends."""

    model_config = ConfigDict(json_schema_extra=example(examples.END))

    outcome: Outcome = Field(description="reached where every indicator that is published has reached its target")
    words: GoalWords = Field(description="why, and what was learned")


class GoalShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.GOAL))

    goal_id: UUID
    kind: GoalKind
    words: str
    state: GoalState
    published_version: int | None = Field(description="the newest; null of what was never published")
    set_on: date | None = Field(description="the day on which that was published")
    due_on: date | None = Field(description="the day by which its targets are to be reached")
    unpublished_changes: bool = Field(description="whether the goal or an indicator differs from what was published")
    created_at: datetime
    ended_on: date | None
    end_words: str | None


class GoalVersionShown(Answer):
    """What was published of a goal. It never changes."""

    model_config = ConfigDict(json_schema_extra=example(examples.GOAL_VERSION))

    goal_id: UUID
    version: int
    kind: GoalKind
    words: str
    indicators: list[TermsShown]
    due_on: date
    set_on: date
    set_at: datetime


class DistrictGoal(GoalVersionShown):
    """A goal of the district, as everybody reads it: what is published, and how far it is."""

    model_config = ConfigDict(json_schema_extra=example(examples.DISTRICT_GOAL))

    indicators: list[MeasuredTerms]  # type: ignore[assignment]
