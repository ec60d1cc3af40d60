"""Policies as a district sends them, and the job that brings its results under them."""

import asyncio

from sqlalchemy import text

_HELD_UP = text("""
select exists (select from recalculation where finished_at is null and due_at <= statement_timestamp()
  and barrier > cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint))
""")
POLICIES = "/competency/v1/policies"


async def drafted(client, level: str = "district", subject: str | None = None, **terms) -> dict:
    body = {"level": level, "subject_id": subject, "policy": terms}
    if "policy" in terms:
        body = {"level": level, "subject_id": subject} | terms
    answer = await client.post(POLICIES, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def in_force(client, level: str = "district", subject: str | None = None, **terms) -> dict:
    """Drafted and activated; nothing is recalculated yet."""
    draft = await drafted(client, level, subject, **terms)
    answer = await client.post(f"{POLICIES}/{draft['policy_id']}/activate", json={})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def step(running, *, wait: bool = True) -> bool:
    """One transaction of the recalculation, as its job runs it; once no older transaction of this PostgreSQL holds its
    barrier, which others' tests have too.
    """
    async with asyncio.timeout(60):
        while wait and await _held_up(running):  # noqa: ASYNC110 - the database has no event for it
            await asyncio.sleep(0.05)
    return await run_once(running, "competency.recalculate")


async def _held_up(running) -> bool:
    async with running.worker.transaction(None) as session:
        return bool(await session.scalar(_HELD_UP))


async def run_once(running, name: str) -> bool:
    """One transaction of a job."""
    return await running.run_job(name)


async def recalculated(running) -> int:
    """All of it; how many transactions it took."""
    count = 0
    while await step(running):
        count += 1
        assert count < 1000, "it does not end"
    return count


async def progress(client, policy: dict) -> dict:
    return (await client.get(f"{POLICIES}/{policy['policy_id']}/recalculation")).json()
