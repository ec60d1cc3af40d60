"""How pages ask coaching for pilots, and send it what people plan, measure and decide (ADR 0019)."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dashboards.coaching.client import API, CoachingClient
from dashboards.coaching.pilots.answers import (
    GateEvidence,
    Measurement,
    Measurements,
    Pilot,
    Pilots,
    Teacher,
    Teachers,
    Wave,
    Waves,
)
from dashboards.common.client import RemoteResult
from dashboards.readiness.client import Asked, Outcome, Tagged, fetch_all, paged
from dashboards.readiness.forms import Fields, keyed, matching

PILOTS = f"{API}/pilots"


@dataclass(frozen=True, slots=True)
class OnePilot:
    found: Tagged[Pilot]
    waves: list[Wave]


@dataclass(frozen=True, slots=True)
class OneWave:
    """A wave with its pilot, and with its evidence and measurements where it has begun."""

    pilot: Pilot | None = None
    found: Tagged[Wave] = field(default_factory=Tagged)
    evidence: Asked[GateEvidence] = field(default_factory=Asked)
    measurements: list[Measurement] = field(default_factory=list)

    @property
    def away(self) -> bool:
        return self.pilot is None or self.found.answer is None


def path_of(pilot_id: UUID, wave: int) -> str:
    return f"{PILOTS}/{pilot_id}/waves/{wave}"


async def pilots(client: CoachingClient, state: str, past_gate: str, after: str) -> RemoteResult[Pilots]:
    return await client.fetch(Pilots, PILOTS, paged(after, state=state, past_gate=past_gate))


async def propose(client: CoachingClient, fields: Fields) -> Outcome:
    body = {"title": fields.words("title"), "tried": fields.prose("tried"), "why": fields.prose("why")}
    return await client.send("POST", PILOTS, body, headers=keyed(fields))


async def pilot(client: CoachingClient, pilot_id: UUID) -> OnePilot:
    found = await client.fetch_tagged(Pilot, f"{PILOTS}/{pilot_id}")
    waves = await fetch_all(client, Waves, f"{PILOTS}/{pilot_id}/waves")
    return OnePilot(found, waves.answer.items if waves.answer else [])


async def wave(client: CoachingClient, pilot_id: UUID, number: int) -> OneWave:
    own, found = await asyncio.gather(
        client.fetch_tagged(Pilot, f"{PILOTS}/{pilot_id}"), client.fetch_tagged(Wave, path_of(pilot_id, number))
    )
    return OneWave(own.answer, found)


async def gate(client: CoachingClient, pilot_id: UUID, number: int) -> OneWave:
    one = await wave(client, pilot_id, number)
    evidence, measured = await asyncio.gather(
        client.ask(GateEvidence, f"{path_of(pilot_id, number)}/gate"),
        fetch_all(client, Measurements, f"{path_of(pilot_id, number)}/measurements"),
    )
    return OneWave(one.pilot, one.found, evidence, measured.answer.items if measured.answer else [])


async def teachers(client: CoachingClient, pilot_id: UUID, number: int) -> list[Teacher] | None:
    """Those who take part or have not answered; None while coaching is away or the reader may not see them."""
    found = await fetch_all(client, Teachers, f"{path_of(pilot_id, number)}/teachers", optional=True)
    return found.answer.items if found.answer else None


async def change(client: CoachingClient, pilot_id: UUID, number: int, fields: Fields, body: Any) -> Outcome:
    return await client.send("PATCH", path_of(pilot_id, number), body, headers=matching(fields))


async def put(client: CoachingClient, pilot_id: UUID, number: int, what: str, fields: Fields, body: Any) -> Outcome:
    """Writes the gate, or who is asked."""
    return await client.send("PUT", f"{path_of(pilot_id, number)}/{what}", body, headers=matching(fields))


async def answer(client: CoachingClient, pilot_id: UUID, number: int, teacher_id: UUID, says: str) -> Outcome:
    path = f"{path_of(pilot_id, number)}/teachers/{teacher_id}"
    return await client.send("PUT", path, {"opt_in": says})


async def turn(client: CoachingClient, pilot_id: UUID, number: int, fields: Fields, how: str, body: Any) -> Outcome:
    """Locks it, opens it, or decides at its gate."""
    return await client.send("POST", f"{path_of(pilot_id, number)}/{how}", body, headers=matching(fields))


async def measure(client: CoachingClient, pilot_id: UUID, number: int, fields: Fields, body: Any) -> Outcome:
    return await client.send("POST", f"{path_of(pilot_id, number)}/measurements", body, headers=keyed(fields))
