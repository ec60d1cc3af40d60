"""How pages ask coaching for coaches and concerns, and send it what people decide (ADR 0019)."""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dashboards.coaching.client import API, CoachingClient
from dashboards.coaching.coaches.answers import (
    AttachedNotes,
    Attestation,
    Attestations,
    Coach,
    Coaches,
    CoachMatch,
    CoachMatches,
    Concern,
    Concerns,
    Relation,
    Relations,
    SafeguardingPeople,
    Standing,
)
from dashboards.common.client import RemoteResult
from dashboards.readiness.client import Outcome, Tagged, fetch_all, paged
from dashboards.readiness.forms import Fields, keyed, matching

COACHES, CONCERNS, PEOPLE = f"{API}/coaches", f"{API}/concerns", f"{API}/safeguarding-people"
RELATIONS = f"{API}/relations"


@dataclass(frozen=True, slots=True)
class Known:
    """A coach with all that is attested of them, how they stand on a day that was asked for, and what they coach."""

    found: Tagged[Coach] = field(default_factory=Tagged)
    attestations: Sequence[Attestation] = ()
    standing: Standing | None = None
    matches: Sequence[CoachMatch] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A concern with the notes that it opens, and those whom it is about, as far as the reader may see coaches."""

    found: Tagged[Concern] = field(default_factory=Tagged)
    notes: RemoteResult[AttachedNotes] = field(default_factory=RemoteResult)
    coaches: Mapping[UUID, Coach] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Related:
    """Relations between coaches, and who coaches or did; `away` where coaching could not be asked."""

    relations: Sequence[Relation] = ()
    coaches: Sequence[Coach] = ()
    away: bool = False


async def list_coaches(client: CoachingClient, kind: str, standing: str, after: str) -> RemoteResult[Coaches]:
    return await client.fetch(Coaches, COACHES, paged(after, kind=kind, standing=standing))


async def one_coach(client: CoachingClient, coach_id: UUID, on: str) -> Known:
    path = f"{COACHES}/{coach_id}"
    found = await client.fetch_tagged(Coach, path)
    if found.answer is None:
        return Known(found)
    listed = await fetch_all(client, Attestations, f"{path}/attestations")
    if listed.answer is None:
        return Known(Tagged(away=True))
    then = (await client.fetch(Standing, f"{path}/standing", {"on": on})).answer if on else None
    matches = (await fetch_all(client, CoachMatches, f"{API}/matches")).answer
    open_ones = [one for one in matches.items if one.coach_id == coach_id and one.state != "ended"] if matches else []
    return Known(found, listed.answer.items, then, open_ones)


async def attest(client: CoachingClient, coach_id: UUID, fields: Fields, body: Any) -> Outcome:
    return await client.send("POST", f"{COACHES}/{coach_id}/attestations", body, headers=keyed(fields))


async def revoke(client: CoachingClient, coach_id: UUID, attestation_id: UUID, body: Any) -> Outcome:
    return await client.send("POST", f"{COACHES}/{coach_id}/attestations/{attestation_id}/revoke", body)


async def change(client: CoachingClient, coach_id: UUID, fields: Fields, body: Any) -> Outcome:
    return await client.send("PATCH", f"{COACHES}/{coach_id}", body, headers=matching(fields))


async def join(client: CoachingClient, fields: Fields, body: Any) -> Outcome:
    return await client.send("POST", COACHES, body, headers=keyed(fields))


async def leave(client: CoachingClient, coach_id: UUID, fields: Fields) -> Outcome:
    return await client.send("POST", f"{COACHES}/{coach_id}/leave", headers=matching(fields))


async def related(client: CoachingClient) -> Related:
    relations, coaches = await gather(fetch_all(client, Relations, RELATIONS), fetch_all(client, Coaches, COACHES))
    if not (relations.answer and coaches.answer):
        return Related(away=True)
    return Related(relations.answer.items, coaches.answer.items)


async def declare(client: CoachingClient, fields: Fields, body: Any) -> Outcome:
    return await client.send("POST", RELATIONS, body, headers=keyed(fields))


async def withdraw(client: CoachingClient, relation_id: UUID) -> Outcome:
    return await client.send("POST", f"{RELATIONS}/{relation_id}/withdraw")


async def people(client: CoachingClient) -> Tagged[SafeguardingPeople]:
    return await client.fetch_tagged(SafeguardingPeople, PEOPLE)


async def name_people(client: CoachingClient, fields: Fields, body: Any) -> Outcome:
    return await client.send("PUT", PEOPLE, body, headers=matching(fields))


async def list_concerns(client: CoachingClient, state: str, after: str) -> RemoteResult[Concerns]:
    return await client.fetch(Concerns, CONCERNS, paged(after, state=state))


async def one_concern(client: CoachingClient, concern_id: UUID) -> Read:
    path = f"{CONCERNS}/{concern_id}"
    found = await client.fetch_tagged(Concern, path)
    if found.answer is None:
        return Read(found)
    about = (client.fetch_optional(Coach, f"{COACHES}/{one}") for one in found.answer.coach_ids)
    notes, asked = await gather(fetch_all(client, AttachedNotes, f"{path}/notes"), gather(*about))
    return Read(found, notes, {one.answer.coach_id: one.answer for one in asked if one.answer is not None})


async def move_concern(client: CoachingClient, concern_id: UUID, move: str, fields: Fields, body: Any) -> Outcome:
    return await client.send("POST", f"{CONCERNS}/{concern_id}/{move}", body, headers=matching(fields))
