"""What coaching tells of action plans: what is to close a gap, and how far it is.

Each is published once to each of the two districts, in its own name.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.coaching.topic import COACHING
from shared.events.event import Event

ActionEnd = Literal["replaced", "not_needed", "not_possible", "engagement_ended"]


class ActionAgreed(Event, type="org.trellis.coaching.action.agreed.v1", topic=COACHING, key="action_id"):
    """Both districts have agreed on an action that is to close a gap."""

    action_id: UUID = Field(description="the action's id")
    engagement_id: UUID = Field(description="the engagement's id")
    host_id: UUID = Field(description="the district that coaches")
    partner_id: UUID = Field(description="the district that acts")
    gap_id: UUID = Field(description="the gap's id, as readiness has it")
    condition: str = Field(description="the key of the gap's condition in its instrument")
    meeting_id: UUID | None = Field(default=None, description="the meeting in which it was agreed")
    resource_id: UUID | None = Field(default=None, description="the library's resource that is used for it")
    agreed_on: date = Field(description="the day of the second agreement, in the host's calendar")
    due_on: date = Field(description="the day by which it is to be done")


class ActionResourceUsed(Event, type="org.trellis.coaching.action.resource-used.v1", topic=COACHING, key="action_id"):
    """The resource of an action was used by the partner."""

    action_id: UUID = Field(description="the action's id")
    engagement_id: UUID = Field(description="the engagement's id")
    host_id: UUID = Field(description="the district that coaches")
    partner_id: UUID = Field(description="the district that used it")
    gap_id: UUID = Field(description="the gap's id, as readiness has it")
    resource_id: UUID = Field(description="the resource's id in the library")
    used_on: date = Field(description="the day, in the partner's calendar")


class ActionNamedResourceUsed(
    Event, type="org.trellis.coaching.action.named-resource-used.v1", topic=COACHING, key="action_id"
):
    """What an action names in words, and no library has, was used by the partner. The words are told nobody."""

    action_id: UUID = Field(description="the action's id")
    engagement_id: UUID = Field(description="the engagement's id")
    host_id: UUID = Field(description="the district that coaches")
    partner_id: UUID = Field(description="the district that used it")
    gap_id: UUID = Field(description="the gap's id, as readiness has it")
    used_on: date = Field(description="the day, in the partner's calendar")


class ActionCompleted(Event, type="org.trellis.coaching.action.completed.v1", topic=COACHING, key="action_id"):
    """Both districts have confirmed that an action is done."""

    action_id: UUID = Field(description="the action's id")
    engagement_id: UUID = Field(description="the engagement's id")
    host_id: UUID = Field(description="the district that coaches")
    partner_id: UUID = Field(description="the district that acted")
    gap_id: UUID = Field(description="the gap's id, as readiness has it")
    completed_on: date = Field(description="the day of the second confirmation, in the host's calendar")


class ActionDropped(Event, type="org.trellis.coaching.action.dropped.v1", topic=COACHING, key="action_id"):
    """An action that was agreed on will not be done."""

    action_id: UUID = Field(description="the action's id")
    engagement_id: UUID = Field(description="the engagement's id")
    host_id: UUID = Field(description="the district that coaches")
    partner_id: UUID = Field(description="the district that was to act")
    gap_id: UUID = Field(description="the gap's id, as readiness has it")
    because: ActionEnd = Field(description="why")
    dropped_on: date = Field(description="the day, in the host's calendar")
