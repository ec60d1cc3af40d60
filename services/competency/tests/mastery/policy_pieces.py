"""Policies as a district sends them, and the job that brings its results under them."""

import asyncio
from typing import Any

import httpx
from sqlalchemy import text

from shared.testing import RunningService

_HELD_UP = text("""
select exists (select from recalculation where finished_at is null and due_at <= statement_timestamp()
  and barrier > cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint))
""")
POLICIES = "/competency/v1/policies"


async def drafted(
    client: httpx.AsyncClient, level: str = "district", subject: str | None = None, **terms: Any
) -> dict[str, Any]:
    body = {"level": level, "subject_id": subject, "policy": terms}
    if "policy" in terms:
        body = {"level": level, "subject_id": subject} | terms
    answer = await client.post(POLICIES, json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def in_force(
    client: httpx.AsyncClient, level: str = "district", subject: str | None = None, **terms: Any
) -> dict[str, Any]:
    """Drafted and activated; nothing is recalculated yet."""
    draft = await drafted(client, level, subject, **terms)
    answer = await client.post(f"{POLICIES}/{draft['policy_id']}/activate", json={})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def step(running: RunningService, *, wait: bool = True) -> bool:
    """One transaction of the recalculation, as its job runs it; once no older transaction of this PostgreSQL holds its
    barrier, which others' tests have too.
    """
    async with asyncio.timeout(60):
        while wait and await _held_up(running):  # noqa: ASYNC110 - the database has no event for it
            await asyncio.sleep(0.05)
    return await run_once(running, "competency.recalculate")


async def _held_up(running: RunningService) -> bool:
    async with running.worker.transaction(None) as session:
        return bool(await session.scalar(_HELD_UP))


async def run_once(running: RunningService, name: str) -> bool:
    """One transaction of a job."""
    return await running.run_job(name)


async def recalculated(running: RunningService) -> int:
    """All of it; how many transactions it took."""
    count = 0
    while await step(running):
        count += 1
        assert count < 1000, "it does not end"
    return count


async def progress(client: httpx.AsyncClient, policy: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(f"{POLICIES}/{policy['policy_id']}/recalculation")).json()
    return found
