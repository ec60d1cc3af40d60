"""Learners who have mastered something, what is issued to them and by whom, and the job that follows their mastery."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import Row, text

from competency.credentials.rules.envelope import opened
from services.competency.tests.pieces import ALL, piece
from shared.db.database import set_tenant
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, RunningService
from shared.values.ids import mint_learner_id

SYSTEM = (*ALL, "competency.take-part")
VERIFY = "/competency/v1/credentials/verify"
PUBLISHED = f"/competency/v1/issuers/{DISTRICT_A}"
ISSUER = "/competency/v1/issuer"


def somebody(district: UUID = DISTRICT_A) -> UUID:
    return mint_learner_id(district, LEARNER_ID_KEY)


def path(learner: UUID, *rest: object) -> str:
    return "/".join(["/competency/v1/learners", str(learner), "credentials", *map(str, rest)])


async def show(client: httpx.AsyncClient, learner: UUID, item: str, score: Any = 4, **more: Any) -> dict[str, Any]:
    answer = await client.post("/competency/v1/evidence", json=piece(learner, item, score, **more))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def void(client: httpx.AsyncClient, evidence: dict[str, Any]) -> None:
    answer = await client.post(f"/competency/v1/evidence/{evidence['evidence_id']}/void", json={"reason": "mistaken"})
    assert answer.status_code == 200, answer.text


async def issue(client: httpx.AsyncClient, learner: UUID, item: str | None = None, status: int = 201) -> dict[str, Any]:
    wanted = {"kind": "record"} if item is None else {"kind": "badge", "item_id": item}
    answer = await client.post(path(learner), json=wanted)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def read(client: httpx.AsyncClient, credential: dict[str, Any]) -> dict[str, Any]:
    answer = await client.get(path(credential["learner_id"], credential["credential_id"]))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def verdict(client: httpx.AsyncClient, token: str) -> dict[str, Any]:
    answer = await client.post(VERIFY, json={"credential": token})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def followed(running: RunningService) -> int:
    """All that is due, as the job does it; how many learners it was."""
    for count in range(1000):
        if not await running.run_job("competency.credentials"):
            return count
    raise AssertionError("it does not end")


async def of_district(running: RunningService, statement: str, **parameters: Any) -> Sequence[Row[Any]]:
    async with running.worker.transaction(DISTRICT_A) as session:
        return (await session.execute(text(statement), parameters)).all()


async def pass_ten_minutes(running: RunningService) -> None:
    """For the keys, as if what is published ahead had been so for long enough."""
    async with running.worker.transaction(None) as session:
        await set_tenant(session, DISTRICT_A)
        await session.execute(text("update issuer_key set signs_from = signs_from - interval '10 minutes'"))


async def list_address(running: RunningService, items: list[str]) -> str:
    """Where the status list is in which a badge that is issued now has its place."""
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0])
        badge = await issue(client, learner, items[0])
    return str(opened(badge["token"]).claims["credentialStatus"]["statusListCredential"])


def held_in(record: dict[str, Any]) -> list[Any]:
    held: list[Any] = opened(record["token"]).claims["credentialSubject"]["verifiableCredential"]
    return held
