"""Workshops, as they come in and are shown."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from coaching.common.schemas import Answer, Body
from coaching.workshops import examples
from coaching.workshops.rules.programme import Mode
from coaching.workshops.rules.states import State
from shared.http.examples import example
from shared.http.fields import Moment, line, prose

Zone = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z][A-Za-z0-9_+/-]*$")]
Line = Annotated[str, line(200)]
Prose = Annotated[str, prose(4000)]
SlotNumber = Annotated[int, Field(ge=1, le=40, strict=True)]
Capacity = Annotated[int, Field(ge=0, le=2000, strict=True)]
CompanionPlaces = Annotated[int, Field(ge=0, le=5, strict=True)]

_ROOM = "of what is held in person; online it is left out"
_UNTIL = "when ranking closes by itself; left out where the host closes it"
_COMPANIONS = "how many places somebody may lose to sit with a companion"


class NewSlot(Body):
    """When sessions are held side by side."""

    starts_at: Moment
    ends_at: Moment


class NewSession(Body):
    """A session to offer."""

    session_id: UUID | None = Field(default=None, description="of one that is there already; left out for a new one")
    slot: SlotNumber = Field(description="the number of its slot, from 1")
    title: Line
    description: Prose | None = None
    strand: Line | None = None
    room: Line | None = Field(default=None, description=_ROOM)
    capacity: Capacity = Field(description="how many people it takes; 0: it is not held")
    mode: Mode = "in_person"


Slots = Annotated[list[NewSlot], Field(max_length=40)]
Sessions = Annotated[list[NewSession], Field(max_length=200)]
PartnerIds = Annotated[list[UUID], Field(max_length=50)]


class NewWorkshop(Body):
    """A workshop to plan. It is its host's alone until it is opened."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_WORKSHOP))

    title: Line
    description: Prose | None = None
    venue: Line = Field(description="where it is held")
    time_zone: Zone = Field(description="where that is, as the IANA names it")
    partner_ids: PartnerIds = Field(default_factory=list, description="districts whose people take part too")
    slots: Slots = Field(default_factory=list, description="in their order")
    sessions: Sessions = Field(default_factory=list)
    ranking_until: Moment | None = Field(default=None, description=_UNTIL)
    companion_places: CompanionPlaces = Field(default=1, description=_COMPANIONS)


class WorkshopChange(Body):
    """What is left out stays. Slots, sessions and partners change while it is a draft."""

    model_config = ConfigDict(json_schema_extra=example(examples.WORKSHOP_CHANGE))

    title: Line | None = None
    description: Prose | None = None
    venue: Line | None = None
    time_zone: Zone | None = None
    partner_ids: PartnerIds | None = None
    slots: Slots | None = None
    sessions: Sessions | None = None
    ranking_until: Moment | None = Field(default=None, description=_UNTIL)
    companion_places: CompanionPlaces | None = None


class SessionChange(Body):
    """What is left out stays."""

    model_config = ConfigDict(json_schema_extra=example(examples.SESSION_CHANGE))

    title: Line | None = None
    description: Prose | None = None
    strand: Line | None = None
    room: Line | None = Field(default=None, description=_ROOM)
    capacity: Capacity | None = Field(default=None, description="fewer than sit there: seats are assigned again")


class StateChange(Body):
    """What the workshop becomes."""

    model_config = ConfigDict(json_schema_extra=example(examples.STATE_CHANGE))

    state: Literal["open", "ranking_closed", "under_way", "held", "cancelled"] = Field(
        description="assigned it becomes by a seating"
    )
    reason: Prose | None = Field(default=None, description="of a cancellation, for all who take part")


class SlotShown(Answer):
    number: int
    starts_at: datetime
    ends_at: datetime


class SessionShown(Answer):
    """A session, and how full it is."""

    session_id: UUID
    slot: int
    title: str
    description: str | None
    strand: str | None
    room: str | None
    capacity: int
    mode: Mode
    taken: int = Field(description="how many have a seat")
    offered: int = Field(description="how many freed seats are offered to people on the waiting list")
    waiting: int = Field(description="how many wait for a seat")


class WorkshopShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.WORKSHOP))

    workshop_id: UUID
    host_id: UUID
    partner_ids: list[UUID]
    state: State
    title: str
    description: str | None
    venue: str
    time_zone: str
    slots: list[SlotShown]
    sessions: list[SessionShown]
    ranking_until: datetime | None
    companion_places: int
    commitment: str | None = Field(description="SHA-256 of the lottery's seed, published when ranking opens")
    seed: str | None = Field(description="in hexadecimal, revealed with the seats: anybody can draw again")
    opened_on: date | None
    cancelled_on: date | None
    cancelled_because: str | None
