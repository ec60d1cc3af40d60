"""What a service's database sheds by the clock: only what is old, in bounded batches, of every district."""

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import text

from devstack.provision import ServiceUrls
from rostering.main import service
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job, JobRunner
from shared.run.service import Service
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService, run_service

_KEY = text("""
insert into idempotency (district_id, subject, key, fingerprint, created_at)
values (:district_id, 'client', :key, '', now() - make_interval(hours => :hours))
""")
_RECEIVED = text("""
insert into consumer_inbox (consumer, epoch, event_id, received_at)
values ('reader', 1, gen_random_uuid(), now() - make_interval(days => :days))
""")
_KEYS = text("select key from idempotency order by key")
_INBOX = text("select extract(day from now() - received_at)::int from consumer_inbox order by 1")


@pytest.fixture
async def running(databases: Callable[[Service], ServiceUrls]) -> AsyncIterator[RunningService]:
    async with run_service(service, databases(service)) as started:
        yield started


def job(name: str, *, batch: int) -> Job:
    return next(job for job in housekeeping_jobs("rostering", batch=batch) if job.name == f"rostering.purge-{name}")


async def runs_until_done(running: RunningService, job: Job) -> int:
    runner, runs = JobRunner([job], running.worker, holder="test"), 1
    while await runner.run_once(job):
        runs += 1
    return runs


async def test_keys_past_their_two_days_go_in_bounded_batches_and_younger_ones_stay(running: RunningService) -> None:
    for district in (DISTRICT_A, DISTRICT_B):
        async with running.worker.transaction(district) as session:
            for key, hours in (("old-1", 49), ("old-2", 500), ("young", 47)):
                await session.execute(_KEY, {"district_id": district, "key": key, "hours": hours})

    assert await runs_until_done(running, job("idempotency", batch=3)) == 2

    async with running.worker.transaction(None) as session:
        assert list(await session.scalars(_KEYS)) == ["young", "young"]


async def test_an_inbox_forgets_events_only_when_they_cannot_come_again(running: RunningService) -> None:
    async with running.worker.transaction(None) as session:
        for days in (34, 36, 400):
            await session.execute(_RECEIVED, {"days": days})

    assert await runs_until_done(running, job("inbox", batch=100)) == 1

    async with running.worker.transaction(None) as session:
        assert list(await session.scalars(_INBOX)) == [34]


def test_jobs_of_two_services_have_names_of_their_own() -> None:
    names = [job.name for service in ("rostering", "partners") for job in housekeeping_jobs(service)]
    assert len(names) == len(set(names)) == 4
