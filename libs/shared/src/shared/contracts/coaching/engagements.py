"""What coaching tells of engagements between a host and a partner.

Each is published once to each of the two districts, in its own name.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.coaching.topic import COACHING
from shared.events.event import Event

Phase = Literal["preparation", "summer_training", "year_one", "on_their_own"]
EngagementEnd = Literal["completed", "ended_early", "partner_withdrew", "agreement_ended"]


class EngagementStarted(Event, type="org.trellis.coaching.engagement.started.v1", topic=COACHING, key="engagement_id"):
    """A host and a partner begin to work together. It begins in the phase of preparation."""

    engagement_id: UUID = Field(description="the engagement's id")
    host_id: UUID = Field(description="the district that shares its model")
    partner_id: UUID = Field(description="the district that it coaches")
    application_id: UUID = Field(description="the application by which the partner was chosen")
    starts_on: date = Field(description="the first day that is planned, in the host's calendar")
    expires_on: date = Field(description="the last day that is planned")


class EngagementPhaseChanged(
    Event, type="org.trellis.coaching.engagement.phase-changed.v1", topic=COACHING, key="engagement_id"
):
    """An engagement went on to its next phase."""

    engagement_id: UUID = Field(description="the engagement's id")
    host_id: UUID = Field(description="the district that shares its model")
    partner_id: UUID = Field(description="the district that it coaches")
    phase: Phase = Field(description="the phase from now on")
    changed_on: date = Field(description="the day, in the host's calendar")


class EngagementEnded(Event, type="org.trellis.coaching.engagement.ended.v1", topic=COACHING, key="engagement_id"):
    """An engagement is over. What was done in it stays; nothing new begins in it."""

    engagement_id: UUID = Field(description="the engagement's id")
    host_id: UUID = Field(description="the district that shared its model")
    partner_id: UUID = Field(description="the district that it coached")
    end: EngagementEnd = Field(description="how it ended")
    ended_on: date = Field(description="the first day on which it is over, in the host's calendar")
