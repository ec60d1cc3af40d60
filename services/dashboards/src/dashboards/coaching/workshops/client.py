"""How pages ask coaching for workshops, and send it what people choose and hosts decide (ADR 0019)."""

from asyncio import gather
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dashboards.coaching.client import API, CoachingClient
from dashboards.coaching.workshops.answers import (
    EngagedDistricts,
    Message,
    Messages,
    OwnWorkshop,
    OwnWorkshops,
    Participant,
    Participants,
    Seat,
    Seating,
    Seatings,
    Seats,
    Swap,
    Swaps,
    Workshop,
    Workshops,
)
from dashboards.common.client import RemoteResult
from dashboards.readiness.client import Outcome, Tagged, fetch_all, paged
from dashboards.readiness.forms import Fields, keyed, matching

WORKSHOPS = f"{API}/workshops"
MINE = f"{API}/my-workshops"


@dataclass(frozen=True, slots=True)
class Mine:
    """A workshop of somebody who takes part, with their swaps and what the host wrote."""

    found: Tagged[OwnWorkshop]
    swaps: Sequence[Swap] = ()
    messages: Sequence[Message] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """A workshop as its leaders see it, with its seatings, what was written, and who takes part and sits where."""

    found: Tagged[Workshop]
    seatings: Sequence[Seating] = ()
    messages: Sequence[Message] = ()
    people: Sequence[Participant] = ()
    seats: Sequence[Seat] = ()

    @property
    def last(self) -> Seating | None:
        """The last seating that was assigned."""
        return next((one for one in reversed(self.seatings) if one.state == "assigned"), None)

    @property
    def working(self) -> bool:
        return any(one.state == "asked" for one in self.seatings)


async def list_mine(client: CoachingClient, after: str) -> RemoteResult[OwnWorkshops]:
    return await client.fetch(OwnWorkshops, MINE, paged(after))


async def mine(client: CoachingClient, workshop_id: UUID) -> Mine:
    path = f"{MINE}/{workshop_id}"
    found = await client.fetch_tagged(OwnWorkshop, path)
    if found.answer is None:
        return Mine(found)
    swaps, messages = await gather(
        fetch_all(client, Swaps, f"{path}/swaps"), fetch_all(client, Messages, f"{path}/messages")
    )
    return Mine(
        found,
        swaps.answer.items if swaps.answer else (),
        messages.answer.items if messages.answer else (),
    )


async def rank(client: CoachingClient, workshop_id: UUID, fields: Fields, body: Any) -> Outcome:
    return await client.send("PUT", f"{MINE}/{workshop_id}/ranking", body, headers=matching(fields))


async def list_workshops(client: CoachingClient, state: str, after: str) -> RemoteResult[Workshops]:
    return await client.fetch(Workshops, WORKSHOPS, paged(after, state=state))


async def workshop(client: CoachingClient, workshop_id: UUID) -> Tagged[Workshop]:
    return await client.fetch_tagged(Workshop, f"{WORKSHOPS}/{workshop_id}")


async def board(client: CoachingClient, workshop_id: UUID) -> Board:
    path = f"{WORKSHOPS}/{workshop_id}"
    found = await workshop(client, workshop_id)
    if found.answer is None:
        return Board(found)
    seatings, messages, people, seats = await gather(
        fetch_all(client, Seatings, f"{path}/seatings"),
        fetch_all(client, Messages, f"{path}/messages"),
        fetch_all(client, Participants, f"{path}/participants"),
        fetch_all(client, Seats, f"{path}/seats"),
    )
    return Board(
        found,
        seatings.answer.items if seatings.answer else (),
        messages.answer.items if messages.answer else (),
        people.answer.items if people.answer else (),
        seats.answer.items if seats.answer else (),
    )


async def partners(client: CoachingClient, host_id: UUID) -> list[UUID] | None:
    """The districts that a host coaches now; None where coaching does not say."""
    found = await fetch_all(client, EngagedDistricts, f"{API}/engagements", optional=True, open="true")
    if found.answer is None:
        return None
    return sorted({one.partner_id for one in found.answer.items if one.host_id == host_id})


async def plan(client: CoachingClient, fields: Fields, body: Any) -> Outcome:
    return await client.send("POST", WORKSHOPS, body, headers=keyed(fields))


async def change(client: CoachingClient, path: str, fields: Fields, body: Any, method: str = "PATCH") -> Outcome:
    return await client.send(method, path, body, headers=matching(fields))


async def act(client: CoachingClient, method: str, path: str, fields: Fields, body: Any = None) -> Outcome:
    return await client.send(method, path, body, headers=keyed(fields) if method == "POST" else {})
