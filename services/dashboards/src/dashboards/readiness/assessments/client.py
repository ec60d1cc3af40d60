"""How pages ask readiness for assessments, and send it what leaders decide (ADR 0019)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dashboards.common.client import RemoteResult
from dashboards.readiness.assessments.answers import (
    Assessment,
    Assessments,
    Invitations,
    MadeInvitations,
    Participation,
)
from dashboards.readiness.client import API, Outcome, ReadinessClient, Tagged, paged
from dashboards.readiness.forms import Fields, keyed, matching
from dashboards.readiness.instruments.answers import Version
from dashboards.readiness.instruments.client import version

LIST = f"{API}/assessments"


@dataclass(frozen=True, slots=True)
class Planned:
    """An assessment, the version that it asks, and the board."""

    found: Tagged[Assessment]
    version: RemoteResult[Version]
    participation: RemoteResult[Participation]


async def list_assessments(client: ReadinessClient, state: str, after: str) -> RemoteResult[Assessments]:
    return await client.fetch(Assessments, LIST, paged(after, state=state))


async def planned(client: ReadinessClient, assessment_id: UUID) -> Planned:
    """The assessment with its version; without its board."""
    found = await client.fetch_tagged(Assessment, f"{LIST}/{assessment_id}")
    if found.answer is None:
        return Planned(found, RemoteResult(away=True), RemoteResult(away=True))
    asked = await version(client, found.answer.instrument_id, found.answer.instrument_version)
    return Planned(found, asked, RemoteResult())


async def with_board(client: ReadinessClient, assessment_id: UUID) -> Planned:
    one = await planned(client, assessment_id)
    board = await client.fetch(Participation, f"{LIST}/{assessment_id}/participation")
    return Planned(one.found, one.version, board)


async def invitations(client: ReadinessClient, assessment_id: UUID, after: str) -> RemoteResult[Invitations]:
    return await client.fetch(Invitations, f"{LIST}/{assessment_id}/invitations", paged(after))


async def plan(client: ReadinessClient, fields: Fields, body: Any) -> Outcome:
    return await client.send("POST", LIST, body, headers=keyed(fields))


async def change(client: ReadinessClient, assessment_id: UUID, fields: Fields, body: Any) -> Outcome:
    return await client.send("PATCH", f"{LIST}/{assessment_id}", body, headers=matching(fields))


async def turn(client: ReadinessClient, assessment_id: UUID, fields: Fields, how: str) -> Outcome:
    """Opens it or closes it."""
    return await client.send("POST", f"{LIST}/{assessment_id}/{how}", headers=matching(fields))


async def reopen(client: ReadinessClient, assessment_id: UUID, fields: Fields, body: Any) -> Outcome:
    return await client.send("POST", f"{LIST}/{assessment_id}/reopen", body, headers=matching(fields))


async def invite(client: ReadinessClient, assessment_id: UUID, fields: Fields, body: Any) -> Outcome:
    return await client.send("POST", f"{LIST}/{assessment_id}/invitations", body, headers=keyed(fields))


async def act_on(
    client: ReadinessClient, assessment_id: UUID, invitation_id: UUID, fields: Fields, how: str
) -> Outcome:
    path = f"{LIST}/{assessment_id}/invitations/{invitation_id}/{how}"
    return await client.send("POST", path, headers=keyed(fields) if how == "renew" else {})


async def enter_paper(client: ReadinessClient, assessment_id: UUID, fields: Fields, body: Any) -> Outcome:
    return await client.send("POST", f"{LIST}/{assessment_id}/paper", body, headers=keyed(fields))


async def enter_sheet(client: ReadinessClient, assessment_id: UUID, fields: Fields) -> Outcome:
    headers = {"Content-Type": "text/csv", **keyed(fields)}
    return await client.send("POST", f"{LIST}/{assessment_id}/sheet", fields.files.get("sheet", b""), headers=headers)


def made_of(outcome: Outcome) -> MadeInvitations:
    """The invitations that were made."""
    said = outcome.said
    return MadeInvitations.model_validate(said if "invitations" in said else {"invitations": [said]})
