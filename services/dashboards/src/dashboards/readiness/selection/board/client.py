"""How pages ask readiness for what a host has received, ranks and decides (ADR 0019)."""

from typing import Any
from uuid import UUID

from dashboards.common.client import RemoteResult
from dashboards.readiness.client import Asked, Outcome, ReadinessClient, Tagged, fetch_all
from dashboards.readiness.forms import Fields, keyed, matching
from dashboards.readiness.selection.answers import ReceivedApplications
from dashboards.readiness.selection.board.answers import Decisions, Preview, Ranking, Rankings, Record, Sensitivity
from dashboards.readiness.selection.client import CALLS


async def received(client: ReadinessClient, call_id: UUID) -> RemoteResult[ReceivedApplications]:
    """All that the caller may know of."""
    return await fetch_all(client, ReceivedApplications, f"{CALLS}/{call_id}/applications")


async def make_ranking(client: ReadinessClient, call_id: UUID, fields: Fields) -> Outcome:
    return await client.send("POST", f"{CALLS}/{call_id}/rankings", headers=keyed(fields))


async def rankings(client: ReadinessClient, call_id: UUID) -> Asked[Rankings]:
    return await client.ask(Rankings, f"{CALLS}/{call_id}/rankings")


async def ranking(client: ReadinessClient, call_id: UUID, number: int | None = None) -> Asked[Ranking]:
    parameters = {} if number is None else {"number": str(number)}
    return await client.ask(Ranking, f"{CALLS}/{call_id}/ranking", parameters)


async def sensitivity(client: ReadinessClient, call_id: UUID) -> Asked[Sensitivity]:
    return await client.ask(Sensitivity, f"{CALLS}/{call_id}/ranking/sensitivity")


async def decisions(client: ReadinessClient, call_id: UUID) -> Tagged[Decisions]:
    return await client.fetch_tagged(Decisions, f"{CALLS}/{call_id}/decisions")


async def decide(client: ReadinessClient, call_id: UUID, application_id: UUID, fields: Fields, body: Any) -> Outcome:
    path = f"{CALLS}/{call_id}/applications/{application_id}/decision"
    return await client.send("PUT", path, body, headers=matching(fields))


async def preview(client: ReadinessClient, call_id: UUID) -> Asked[Preview]:
    return await client.ask(Preview, f"{CALLS}/{call_id}/decisions/preview")


async def release(client: ReadinessClient, call_id: UUID, fields: Fields) -> Outcome:
    body = {"preview": fields.words("preview")}
    return await client.send("POST", f"{CALLS}/{call_id}/decisions/release", body, headers=matching(fields))


async def record(client: ReadinessClient, call_id: UUID) -> Asked[Record]:
    return await client.ask(Record, f"{CALLS}/{call_id}/record")
