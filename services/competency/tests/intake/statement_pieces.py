"""xAPI statements, as a learning record provider sends them."""

from typing import Any
from uuid import UUID, uuid4

import httpx

from shared.testing.running import BASE

STATEMENTS = "/competency/v1/xapi/statements"
ACTIVITIES = "/competency/v1/xapi/activities"
VERSION = "X-Experience-API-Version"
V1, V2 = {VERSION: "1.0.3"}, {VERSION: "2.0.0"}


def statement(learner: UUID, item: str, scaled: float = 0.75, **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "actor": {"objectType": "Agent", "account": {"homePage": BASE, "name": str(learner)}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/scored", "display": {"en-US": "scored"}},
        "object": {"objectType": "Activity", "id": f"{BASE}/ims/case/v1p1/CFItems/{item}"},
        "result": {"score": {"scaled": scaled}},
        "timestamp": "2026-11-01T10:00:00.000Z",
    } | more


def voiding(learner: UUID, target: str, **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "actor": {"account": {"homePage": BASE, "name": str(learner)}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"},
        "object": {"objectType": "StatementRef", "id": target},
        "timestamp": "2026-11-02T10:00:00Z",
    } | more


async def mastery_of(client: httpx.AsyncClient, learner: UUID) -> dict[str, Any]:
    found = (await client.get(f"/competency/v1/learners/{learner}/mastery")).json()["mastery"]
    return {m["item_id"]: m["score"] for m in found}
