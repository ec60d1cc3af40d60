"""Fairness: what one key may hold at once, who waits for it, and that nobody else notices."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from noted.main import service

from devstack.provision import ServiceUrls
from shared.db.database import Database
from shared.db.sharing import SharedWrites
from shared.errors import TooManyRequests
from shared.settings import HttpSettings
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService, run_service
from shared.turns import Turns


@pytest.fixture
async def noted(urls: ServiceUrls) -> AsyncIterator[RunningService]:
    """With the time that a turn is waited for in use."""
    usual = HttpSettings.model_fields["turn_seconds"].default
    async with run_service(service, urls, HTTP_TURN_SECONDS=str(usual)) as running:
        yield running


def turns(most: int, seconds: float = 0.1) -> Turns:
    return Turns(most, wait_seconds=seconds, refusal="Come again.")


async def hold(of: Turns, key: str, amount: int = 1, seconds: float = 0.5) -> None:
    async with of.turn(key, amount):
        await asyncio.sleep(seconds)


async def test_who_has_no_turn_in_time_is_told_to_come_again_and_others_are_let_in_at_once() -> None:
    of = turns(2)
    held = [asyncio.create_task(hold(of, "a")) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(TooManyRequests) as refused:
        await hold(of, "a")
    assert refused.value.headers["Retry-After"] == "2"
    async with asyncio.timeout(0.1), of.turn("b"):
        pass
    await asyncio.gather(*held)
    async with asyncio.timeout(0.1), of.turn("a"):
        pass


async def test_those_who_wait_come_in_order_and_a_small_wish_does_not_pass_a_large_one() -> None:
    of, came = turns(4, seconds=5), list[str]()

    async def come(name: str, amount: int) -> None:
        async with of.turn("a", amount):
            came.append(name)
            await asyncio.sleep(0.05)

    await asyncio.gather(come("first", 3), come("large", 9), come("small", 1))
    assert came == ["first", "large", "small"]


async def test_whatever_gives_up_or_is_cut_off_nothing_stays_held() -> None:
    of, chance = turns(5, seconds=0.05), random.Random(5)

    async def one() -> None:
        task = asyncio.create_task(hold(of, chance.choice("ab"), chance.randint(1, 7), chance.random() * 0.05))
        await asyncio.sleep(chance.random() * 0.1)
        if chance.random() < 0.4:
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    await asyncio.gather(*(one() for _ in range(400)))
    assert not of._held
    assert not of._waiting


@asynccontextmanager
async def slow_requests(noted: RunningService, number: int) -> AsyncIterator[list["asyncio.Task[httpx.Response]"]]:
    """So many requests of district A under way, each of which keeps a connection busy for a while."""
    async with noted.client(DISTRICT_A, "noted.read") as client:
        under_way = [asyncio.create_task(client.get("/noted/v1/slow?seconds=12")) for _ in range(number)]
        try:
            await asyncio.sleep(0.3)
            yield under_way
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)


async def test_one_districts_slow_requests_leave_connections_for_the_others(noted: RunningService) -> None:
    async with noted.client(DISTRICT_B, "noted.read") as theirs, slow_requests(noted, 20) as slow:
        async with asyncio.timeout(10):
            assert (await theirs.get("/noted/v1/notes")).status_code == 200
        answers = await asyncio.gather(*slow)
    refused = [answer for answer in answers if answer.status_code == 429]
    assert [answer.status_code for answer in answers].count(200) == 5, "half of the pool"
    assert len(refused) == 15
    assert all(answer.headers["retry-after"] for answer in refused)


async def test_those_who_have_no_caller_yet_share_too(noted: RunningService) -> None:
    database: Database = noted.app.context.database
    async with noted.client() as anybody, noted.client(DISTRICT_A, "noted.read") as ours:
        held = [asyncio.create_task(_hold_open(database)) for _ in range(10)]
        try:
            await asyncio.sleep(0.2)
            async with asyncio.timeout(10):
                assert (await ours.get("/noted/v1/notes")).status_code == 200
        finally:
            for task in held:
                task.cancel()
            await asyncio.gather(*held, return_exceptions=True)
        assert (await anybody.get("/noted/v1/open")).status_code == 200


async def _hold_open(database: Database) -> None:
    async with database.transaction(None):
        await asyncio.sleep(30)


async def test_writes_that_share_a_transaction_without_a_turn_are_all_told_so_at_once(noted: RunningService) -> None:
    database: Database = noted.app.context.database

    async def act(*_: object) -> list[str]:
        return ["done"] * 3

    writes = SharedWrites[str, str]("noted", database, act, repeatable=lambda _: True)
    async with slow_requests(noted, 5):
        async with asyncio.timeout(10):
            answers = await writes.submit_all(DISTRICT_A, ["a", "b", "c"])
        assert [type(answer) for answer in answers] == [TooManyRequests] * 3
    assert await writes.submit_all(DISTRICT_A, ["a", "b", "c"]) == ["done"] * 3
