"""Webhooks where things are slow and nothing dies: each message goes out once."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from partners.settings import PartnersSettings
from partners.webhooks.delivery import Deliverer, deliver
from partners.webhooks.usecases import deliveries
from services.partners.tests.webhooks.receiving import Desk, Receiver
from shared.db.database import Database
from shared.outgoing.client import outbound_client
from shared.run.loops import Loop, LoopRunner
from shared.values.clock import utc_now

LOOP = "test.deliveries.under.load"


def settings() -> PartnersSettings:
    return PartnersSettings.for_service("partners")


def database(name: str, *, pool: int | None = None) -> Database:
    own = settings()
    return Database(own.worker_database_url.get_secret_value(), own, application=name, pool=pool)


async def deliver_under_a_lease(holder: str) -> None:
    """What a worker process runs, until it is cancelled."""
    own = database(holder)
    try:
        await LoopRunner([Loop(LOOP, partial(deliver, own, settings(), utc_now))], own, holder=holder).run()
    finally:
        await own.close()


class Worker:
    """A process as far as it goes within one: a thread with an event loop of its own, which can stall."""

    def __init__(self, holder: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, args=(holder,))
        self._thread.start()

    def _run(self, holder: str) -> None:
        self._task = self._loop.create_task(deliver_under_a_lease(holder))
        self._loop.run_until_complete(asyncio.gather(self._task, return_exceptions=True))
        self._loop.close()

    def stall(self, seconds: float) -> None:
        self._loop.call_soon_threadsafe(time.sleep, seconds)

    async def stop(self) -> None:
        task = self._task
        assert task is not None
        if not task.done():
            self._loop.call_soon_threadsafe(task.cancel)
        await asyncio.to_thread(self._thread.join)


async def until(true: Callable[[], Awaitable[bool]], seconds: float = 40) -> None:
    for _ in range(int(seconds * 10)):
        if await true():
            return
        await asyncio.sleep(0.1)
    raise TimeoutError


def sent(desk: Desk) -> Counter[str]:
    return Counter(got.headers["webhook-id"] for got in desk.receiver.received)


async def all_done(desk: Desk) -> bool:
    return {delivery["state"] for delivery in await desk.deliveries()} == {"done"}


async def told(desk: Desk, messages: int) -> None:
    await desk.tell(*(uuid4() for _ in range(messages)))


@contextmanager
def answers_after(receiver: Receiver, seconds: float) -> Iterator[None]:
    receiver.gate.clear()
    handle = asyncio.get_running_loop().call_later(seconds, receiver.gate.set)
    yield
    handle.cancel()
    receiver.gate.set()


@pytest.mark.slow
async def test_a_message_goes_out_once_though_the_loop_stalls_and_its_lease_is_lost(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "LEASE", timedelta(seconds=12))
    await told(desk, 8)
    first = Worker("first")
    second = None
    try:
        with answers_after(desk.receiver, 8.5):
            await desk.receiver.arrived.wait()
            first.stall(7)
            second = Worker("second")
            await until(lambda: all_done(desk))
    finally:
        await first.stop()
        if second is not None:
            await second.stop()
    assert (len(sent(desk)), set(sent(desk).values())) == (8, {1})


async def test_what_is_under_way_when_a_worker_is_told_to_stop_is_written_down(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "LEASE", timedelta(seconds=3))
    await told(desk, 3)
    stopped = Worker("stopped")
    with answers_after(desk.receiver, 1.5):
        await desk.receiver.arrived.wait()
        await stopped.stop()
    following = Worker("following")
    try:
        await until(lambda: all_done(desk))
    finally:
        await following.stop()
    assert set(sent(desk).values()) == {1}


async def test_a_stall_longer_than_the_claim_repeats_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "LEASE", timedelta(seconds=1))
    desk.receiver.gate.clear()
    await told(desk, 2)
    assert await desk.deliverer.start_due(asyncio.Event()) == 2
    await until(lambda: _arrived(desk, 2))
    time.sleep(1.2)  # noqa: ASYNC251 - a stall is what this is about
    assert await desk.deliverer.start_due(asyncio.Event()) == 0
    desk.receiver.gate.set()
    await desk.deliverer.finish()
    await desk.rounds()
    assert (await all_done(desk), set(sent(desk).values())) == (True, {1})


async def _arrived(desk: Desk, messages: int) -> bool:
    return len(desk.receiver.received) >= messages


@pytest.mark.slow
async def test_what_was_answered_is_written_down_though_no_connection_is_free(desk: Desk) -> None:
    own = settings()
    narrow = database("narrow", pool=1)
    desk.receiver.gate.clear()
    await told(desk, 3)
    async with outbound_client(own.webhook_allow_list) as outbound:
        deliverer = Deliverer(narrow, own, outbound, utc_now)
        assert await deliverer.start_due(asyncio.Event()) == 3
        await until(lambda: _arrived(desk, 3))
        async with narrow.transaction(None):
            desk.receiver.gate.set()
            await asyncio.sleep(6)  # longer than anybody waits for a connection
        await deliverer.finish()
    await narrow.close()
    assert (await all_done(desk), set(sent(desk).values())) == (True, {1})
