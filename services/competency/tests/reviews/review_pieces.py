"""Requests for review, what is done with them, and days that go by."""

from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text

from demo import framework as demo_framework
from shared.testing import DISTRICT_A, RunningService

REVIEWS = "/competency/v1/reviews"
ITEM = demo_framework.identifier(demo_framework.targets()[0].code)
SEEN = {"score": 4, "kind": "performance_task"}


async def asked(client: httpx.AsyncClient, learner: UUID, item: str = ITEM, **more: Any) -> dict[str, Any]:
    answer = await client.post(f"/competency/v1/learners/{learner}/reviews", json={"item_id": item} | more)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def moved(
    client: httpx.AsyncClient, review: dict[str, Any], what: str, body: dict[str, Any] | None = None, **headers: Any
) -> httpx.Response:
    return await client.post(f"{REVIEWS}/{review['review_id']}/{what}", json=body, headers=headers)


async def days_later(running: RunningService, learner: UUID, days: int) -> None:
    """As if all that happened to the learner's requests had happened so many days earlier."""
    names = ("asked_at", "since", "reminded_at", "remind_at")
    sets = ", ".join(f"{name} = {name} - make_interval(days => :days)" for name in names)
    async with running.worker.transaction(DISTRICT_A) as session:
        await session.execute(
            text(f"update review set {sets} where learner_id = :learner_id"),
            {"days": days, "learner_id": learner},
        )
