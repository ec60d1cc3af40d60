"""Pieces of evidence, as a district's system sends them."""

from typing import Any
from uuid import UUID

import httpx

ALL = ("competency.read", "competency.write")


def piece(
    learner: UUID, item: str, score: float | str = 4, observed_at: str = "2026-11-01T10:00:00Z", **more: Any
) -> dict[str, Any]:
    return {
        "learner_id": str(learner), "item_id": item, "score": score, "observed_at": observed_at,
        "source": "performance task", **more,
    }  # fmt: skip


async def own_item(client: httpx.AsyncClient) -> tuple[str, str]:
    """A framework of the district's own with an item that takes evidence, and one more."""
    frameworks, match = "/competency/v1/frameworks", {"If-Match": "*"}
    framework = (await client.post(frameworks, json={"title": "Ours", "creator": "us"})).json()["framework_id"]
    made = [
        await client.post(f"{frameworks}/{framework}/items", json={"full_statement": words}, headers=match)
        for words in ("Adds", "Multiplies")
    ]
    assert (await client.post(f"{frameworks}/{framework}/adopt", headers=match)).status_code == 200
    return framework, made[0].json()["item_id"]


async def taken_out_of_use(client: httpx.AsyncClient, framework: str, item: str, how: str = "retired") -> None:
    path = f"/competency/v1/frameworks/{framework}"
    path += f"/items/{item}/retire" if how == "retired" else "/deprecate"
    answer = await client.post(path, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


async def put_right(client: Any, learner: UUID, how: str) -> None:
    """`void` or `correct` the last of the learner's pieces that still stands, if there is one."""
    found = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
    standing = [e for e in found if not e["voided_at"] and not e["superseded_by"]]
    if standing:
        body: dict[str, Any] = {"reason": "x"}
        if how == "correct":
            body |= {"score": 1, "observed_at": standing[-1]["observed_at"], "source": "again"}
        answer = await client.post(f"/competency/v1/evidence/{standing[-1]['evidence_id']}/{how}", json=body)
        assert answer.status_code in (200, 201), answer.text
