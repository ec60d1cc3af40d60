"""Actions, as they come in and are shown."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.actions import examples
from coaching.actions.rules.states import Reason, Stall, State
from coaching.common.schemas import Answer, Body, Words
from shared.http.examples import example
from shared.http.fields import Day, line

Title = Annotated[str, line(300)]
Steps = Annotated[list[Annotated[str, line(500)]], Field(max_length=50)]


class NewAction(Body):
    """What is to close a gap that the partner has brought to the engagement."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_ACTION))

    engagement_id: UUID
    gap_id: UUID
    meeting_id: UUID | None = Field(default=None, description="of the engagement, in which it is agreed")
    words: Words
    steps: Steps = Field(default_factory=list)
    resource_id: UUID | None = Field(default=None, description="of the library's resource that is used for it")
    resource_title: Title | None = Field(default=None, description="what is used for it, in words")
    due_on: Day
    owner_member_id: UUID = Field(description="who sees to it: a member of either team")


class ActionChange(Body):
    """What is left out stays. Once both have agreed, only who sees to it can change."""

    model_config = ConfigDict(json_schema_extra=example(examples.ACTION_CHANGE))

    words: Words | None = None
    steps: Steps | None = None
    resource_id: UUID | None = None
    resource_title: Title | None = None
    due_on: Day | None = None
    owner_member_id: UUID | None = None


class ResourceUsed(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.USED))

    on: Day = Field(description="the day, in the partner's calendar")


class Dropping(Body):
    """Why an action will not be done."""

    model_config = ConfigDict(json_schema_extra=example(examples.DROP))

    reason: Reason
    words: Words


class Dropped(Answer):
    reason: Literal["replaced", "not_needed", "not_possible", "engagement_ended"]
    words: str | None
    dropped_on: date


class ActionWords(Answer):
    """What every reader of an action is shown."""

    action_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    gap_id: UUID
    meeting_id: UUID | None = Field(description="the meeting in which it was agreed; null of one agreed otherwise")
    condition: str = Field(description="the key of the gap's condition in its instrument")
    words: str | None = Field(description="null once they were destroyed")
    steps: list[str]
    resource_id: UUID | None
    resource_title: str | None
    due_on: date
    resource_used_on: date | None
    host_confirmed_on: date | None
    partner_confirmed_on: date | None
    completed_on: date | None = Field(description="the day of the second confirmation")
    dropped: Dropped | None
    gap_closed_on: date | None = Field(
        description="when the gap was found to be closed; the action stays as it is until both say more"
    )


class ActionShown(ActionWords):
    """An action, the same for both districts, and for nobody else."""

    model_config = ConfigDict(json_schema_extra=example(examples.ACTION))

    owner_member_id: UUID
    state: State
    proposed_by: UUID = Field(description="the district that wrote it as it is; the other agrees")
    agreed_on: date | None
    stalled: list[Stall] = Field(description="what has come to a stop; nothing where the list is empty")


class OwnActionShown(ActionWords):
    """An action for whoever sees to it, coaches its gap, or was there when it was agreed: what is to be done, and not
    how anybody else gets on with it.
    """

    model_config = ConfigDict(json_schema_extra=example(examples.OWN_ACTION))

    sees_to_it: bool = Field(description="whether it is you who see to it")
    state: Literal["agreed", "done", "dropped"]
    agreed_on: date
