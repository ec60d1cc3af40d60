"""Templates of plans: made, given to a cohort, changed, and the plans that follow them."""

from typing import Any
from uuid import UUID

import httpx

from services.competency.tests.planning.planning_pieces import FIRST, LAST, plans_of
from shared.testing import DISTRICT_A, LEARNER_ID_KEY
from shared.values.ids import mint_learner_id

TEMPLATES = "/competency/v1/plan-templates"
YEAR = {"first_day": FIRST.isoformat(), "last_day": LAST.isoformat()}
JOB = "competency.templates"


def fresh(count: int) -> list[UUID]:
    return [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(count)]


def template(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"title": "Grade 7", "items": list(items)} | more


async def made(client: httpx.AsyncClient, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = await client.post(TEMPLATES, json=template(*items, **more))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def given(client: httpx.AsyncClient, to: dict[str, Any], **cohort: Any) -> dict[str, Any]:
    answer = await client.post(f"{TEMPLATES}/{to['template_id']}/cohorts", json=YEAR | cohort)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def changed(
    client: httpx.AsyncClient, one: dict[str, Any], *items: dict[str, Any], preview: bool = False, **more: Any
) -> httpx.Response:
    path = f"{TEMPLATES}/{one['template_id']}" + ("?preview=true" if preview else "")
    return await client.put(path, json=template(*items, **more), headers={"If-Match": "*"})


async def plan_of(client: httpx.AsyncClient, learner: UUID) -> dict[str, Any]:
    """The learner's one plan."""
    (short,) = (await client.get(plans_of(learner))).json()["items"]
    found: dict[str, Any] = (await client.get(f"{plans_of(learner)}/{short['plan_id']}")).json()
    return found


def targets(plan: dict[str, Any]) -> dict[str, str | None]:
    return {item["item_id"]: item["target"] for item in plan["items"]}
