"""Learners who have mastered something, what is issued to them, and the job that follows their mastery."""

from typing import Any
from uuid import UUID

import httpx

from services.competency.tests.pieces import ALL, piece
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, RunningService
from shared.values.ids import mint_learner_id

SYSTEM = (*ALL, "competency.take-part")
VERIFY = "/competency/v1/credentials/verify"


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
