"""What coaching tells of workshops. Each is published once to each district that takes part, in its own name."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.contracts.coaching.topic import COACHING
from shared.events.event import Event


class WorkshopScheduled(Event, type="org.trellis.coaching.workshop.scheduled.v1", topic=COACHING, key="workshop_id"):
    """A workshop takes place, and people may rank its sessions."""

    workshop_id: UUID = Field(description="the workshop's id")
    host_id: UUID = Field(description="the district that holds it")
    partner_ids: tuple[UUID, ...] = Field(description="the other districts whose people take part")
    starts_on: date = Field(description="its first day, in the host's calendar")
    ends_on: date = Field(description="its last day")
    sessions: int = Field(description="how many sessions it offers")
    places: int = Field(description="how many people these take in all")


class WorkshopSeatsAssigned(
    Event, type="org.trellis.coaching.workshop.seats-assigned.v1", topic=COACHING, key="workshop_id"
):
    """The seats of a workshop were given. Figures alone: who sits where is read, never told here."""

    workshop_id: UUID = Field(description="the workshop's id")
    host_id: UUID = Field(description="the district that holds it")
    seating: int = Field(description="the number of the seating, from 1")
    people: int = Field(description="how many people take part")
    seated: int = Field(description="how many have a seat in every slot")
    first_choices: int = Field(description="how many seats are somebody's first choice")
    proved: bool = Field(description="whether that nothing would be better was shown")
    assigned_on: date = Field(description="the day, in the host's calendar")


class WorkshopCancelled(Event, type="org.trellis.coaching.workshop.cancelled.v1", topic=COACHING, key="workshop_id"):
    """A workshop that was scheduled does not take place."""

    workshop_id: UUID = Field(description="the workshop's id")
    host_id: UUID = Field(description="the district that was to hold it")
    cancelled_on: date = Field(description="the day, in the host's calendar")
