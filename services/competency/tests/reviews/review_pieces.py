"""Requests for review, what is done with them, and days that go by."""

from uuid import UUID

from sqlalchemy import text

from demo import framework as demo_framework
from shared.testing import DISTRICT_A

REVIEWS = "/competency/v1/reviews"
ITEM = demo_framework.identifier(demo_framework.targets()[0].code)
SEEN = {"score": 4, "kind": "performance_task"}


async def asked(client, learner: UUID, item: str = ITEM, **more) -> dict:
    answer = await client.post(f"/competency/v1/learners/{learner}/reviews", json={"item_id": item} | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def moved(client, review: dict, what: str, body: dict | None = None, **headers):
    return await client.post(f"{REVIEWS}/{review['review_id']}/{what}", json=body, headers=headers)


async def days_later(running, learner: UUID, days: int) -> None:
    """As if all that happened to the learner's requests had happened so many days earlier."""
    names = ("asked_at", "since", "reminded_at", "remind_at")
    sets = ", ".join(f"{name} = {name} - make_interval(days => :days)" for name in names)
    async with running.worker.transaction(DISTRICT_A) as session:
        await session.execute(
            text(f"update review set {sets} where learner_id = :learner_id"),
            {"days": days, "learner_id": learner},
        )
