"""Seatings, seats, waiting lists and swaps."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Answer, Body
from coaching.workshops import examples
from coaching.workshops.rules.given import Why
from coaching.workshops.rules.results import NextStep
from coaching.workshops.rules.states import Keep, SeatingState, State, SwapState
from coaching.workshops.rules.waiting import Standing
from coaching.workshops.schemas.people import Badge, RankingShown
from coaching.workshops.schemas.workshops import SessionShown, SlotNumber, SlotShown
from shared.http.examples import example

Presence = Literal["present", "absent"]
Because = Literal["no_seat", "place", "credit", "lottery"]

_PLACE = "of the session on their list, from 1; one below its end where it is not listed; null: they ranked nothing"


class NewSeating(Body):
    """What stays when seats are assigned."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_SEATING))

    keep: Keep = Field(
        default="pins", description="pins: pinned seats alone; all: whoever can keep their seat does, and few move"
    )


class SeatingShown(Answer):
    """A seating. Its figures are there once it is assigned."""

    model_config = ConfigDict(json_schema_extra=example(examples.SEATING))

    number: int
    keep: Keep
    state: SeatingState
    asked_at: datetime
    assigned_at: datetime | None
    assigned_on: date | None
    proved: bool | None = Field(description="whether it was checked that nothing is better")
    people: int | None
    seated: int | None = Field(description="how many have a seat in every slot that they can attend")
    first_choices: int | None = Field(description="how many seats are somebody's first choice")
    profile: list[int] | None = Field(description="how many seats are at each place of somebody's list, from 1")
    moved: int | None = Field(description="how many seats are other than before")


class SeatShown(Answer):
    """Who sits where."""

    model_config = ConfigDict(json_schema_extra=example(examples.SEAT))

    participant_id: UUID
    badge: int
    district_id: UUID
    person_id: UUID | None = Field(description="of your own district's people only; null for others")
    slot: int
    session_id: UUID | None = Field(description="null: no seat")
    place: int | None = Field(description=_PLACE)
    lost: int = Field(description="places lost, which count as credit in the next workshop")
    why: Why
    pinned: bool
    came_from: UUID | None = Field(description="where they sat before the seating that moved them")
    moved_in: int | None = Field(description="the number of that seating")
    presence: Presence | None


class DeniedShown(Answer):
    """A session that somebody wished more, and what it would have cost others."""

    session_id: UUID
    because: Because = Field(
        description="no_seat: more people would be without a seat; place: more would sit at that place of their list; "
        "credit: somebody who lost more before would stand back; lottery: the draw decided between equals"
    )
    place: int | None
    more: int = Field(description="how many more people")


class GivenShown(Answer):
    """What you have in a slot, why, and what you can do."""

    slot: int
    session_id: UUID | None
    place: int | None = Field(description=_PLACE)
    lost: int
    why: Why
    denied: list[DeniedShown]
    next_step: NextStep
    presence: Presence | None


class WaitingShown(Answer):
    """A waiting list on which you are."""

    model_config = ConfigDict(json_schema_extra=example(examples.WAITING))

    session_id: UUID
    standing: Standing
    position: int | None = Field(
        description="how many are offered a freed seat before you, and you; null: you do not wait"
    )
    until: datetime | None = Field(description="how long the offer stands")


class CompanionShown(Answer):
    """Whose badge you have named: of your own district the person, of another the district alone."""

    district_id: UUID
    person_id: UUID | None


class MyWorkshop(Answer):
    """A workshop, as somebody sees it who takes part."""

    model_config = ConfigDict(json_schema_extra=example(examples.MY_WORKSHOP))

    workshop_id: UUID
    host_id: UUID
    state: State
    title: str
    description: str | None
    venue: str
    time_zone: str
    slots: list[SlotShown]
    sessions: list[SessionShown]
    ranking_until: datetime | None
    commitment: str | None
    seed: str | None
    cancelled_because: str | None
    badge: int
    credit: int
    withdrawn_at: datetime | None
    ranking: RankingShown
    companion: CompanionShown | None
    given: list[GivenShown]
    waiting: list[WaitingShown]


class MyWorkshopListed(Answer):
    """One line of the list of your workshops."""

    model_config = ConfigDict(json_schema_extra=example(examples.MY_WORKSHOP_LISTED))

    workshop_id: UUID
    host_id: UUID
    state: State
    title: str
    venue: str
    starts_at: datetime | None
    ends_at: datetime | None
    badge: int
    ranked_at: datetime | None


class OfferAnswer(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.OFFER_ANSWER))

    answer: Literal["accept", "decline"]


class NewSwap(Body):
    """A ring: you take the seat of the first, the first that of the second, and the last takes yours."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_SWAP))

    slot: SlotNumber
    with_badges: Annotated[list[Badge], Field(min_length=1, max_length=4)]


class SwapAnswer(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.SWAP_ANSWER))

    answer: Literal["agree", "decline", "withdraw"] = Field(description="withdraw: by whoever proposed it")


class SwapShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.SWAP))

    swap_id: UUID
    slot: int
    state: SwapState
    badges: list[int] = Field(description="in the order of the ring, whoever proposed it first")
    sessions: list[UUID] = Field(description="where each of them sat when it was proposed")
    agreed: list[int] = Field(description="the badges of those who have agreed")
    mine: bool = Field(description="whether you proposed it")
    proposed_at: datetime
