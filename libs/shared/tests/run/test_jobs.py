"""Work by the clock, hints between writers and loops, and the watchdog over all loops."""

import asyncio
import time
from typing import Any

import pytest
from noted.log import until
from sqlalchemy import text

from shared.db.database import Database
from shared.db.wake import sleep_until_woken, waiter, wake, wake_after_commit
from shared.run.jobs import Job, JobRunner
from shared.telemetry import Heartbeat
from shared.testing import DISTRICT_A


class Runs:
    def __init__(self) -> None:
        self.count = 0
        self.more = 0
        self.failing = 0

    async def work(self, session: Any) -> bool:
        self.count += 1
        await session.execute(text("select set_config('app.district_id', :d, true)"), {"d": str(DISTRICT_A)})
        await session.execute(
            text("insert into note (district_id, note_id, words) values (:d, gen_random_uuid(), 'x')"),
            {"d": DISTRICT_A},
        )
        if self.failing:
            self.failing -= 1
            raise ZeroDivisionError
        self.more -= 1
        return self.more > 0


async def notes(worker: Database) -> int:
    async with worker.transaction(DISTRICT_A) as session:
        return int(await session.scalar(text("select count(*) from note")) or 0)


async def run_for(seconds: float, *runners: JobRunner) -> None:
    tasks = [asyncio.create_task(runner.run()) for runner in runners]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_job_runs_in_one_process_at_a_time(worker: Database) -> None:
    runs = [Runs(), Runs()]
    await run_for(2.5, *(JobRunner([Job("tidy", 0.1, r.work)], worker, holder=f"p{n}") for n, r in enumerate(runs)))
    counts = sorted(r.count for r in runs)
    assert counts[0] == 0
    assert counts[1] >= 2


async def test_a_run_that_fails_leaves_nothing_and_does_not_stop_the_next(worker: Database) -> None:
    runs = Runs()
    runs.failing = 2
    await run_for(2.5, JobRunner([Job("tidy", 0.1, runs.work)], worker, holder="p"))
    assert runs.count > 3
    assert await notes(worker) in (runs.count - 2, runs.count - 3), "the last run may have been cut off"


async def test_a_job_with_more_to_do_goes_on_at_once(worker: Database) -> None:
    runs = Runs()
    runs.more = 5
    await run_for(2, JobRunner([Job("tidy", 60, runs.work)], worker, holder="p"))
    assert runs.count == 5


async def test_a_hint_cuts_a_jobs_wait_short(worker: Database) -> None:
    runs = Runs()
    task = asyncio.create_task(JobRunner([Job("tidy", 60, runs.work, wake="new")], worker, holder="p").run())

    async def ran(count: int) -> bool:
        return runs.count == count

    try:
        await until(lambda: ran(1))
        wake("new")
        await until(lambda: ran(2), seconds=2)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_hint_wakes_all_who_sleep_on_it_and_is_kept_for_who_is_busy() -> None:
    with waiter("a") as one, waiter("a") as two, waiter("b") as other:
        wake("a")
        assert (one.is_set(), two.is_set(), other.is_set()) == (True, True, False)
        await asyncio.wait_for(sleep_until_woken(one, 10), 1)
        assert not one.is_set()


async def test_without_a_hint_the_poll_comes_all_the_same() -> None:
    with waiter("a") as one:
        started = time.monotonic()
        await sleep_until_woken(one, 0.05)
        assert 0.04 < time.monotonic() - started < 1


async def test_a_hint_is_given_after_the_commit(worker: Database) -> None:
    with waiter("a") as one:
        async with worker.transaction(None) as session:
            wake_after_commit(session, "a")
            assert not one.is_set()
        assert one.is_set()


def test_the_watchdog_sees_a_loop_that_has_gone_silent_while_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    heart = Heartbeat("loop", limit_seconds=10)
    with heart.watched():
        assert heart in Heartbeat.all
        now += 9
        assert not heart.dead
        now += 2
        assert heart.dead
        heart.beat()
        assert not heart.dead
    assert heart not in Heartbeat.all


async def test_every_job_is_under_the_watchdog_while_it_runs(worker: Database) -> None:
    task = asyncio.create_task(JobRunner([Job("tidy", 60, Runs().work)], worker, holder="p").run())
    try:

        async def watched() -> bool:
            return any(heart.name == "job.tidy" for heart in Heartbeat.all)

        await until(watched, seconds=3)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert not any(heart.name == "job.tidy" for heart in Heartbeat.all)
