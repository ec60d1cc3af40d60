"""Loops: work that never ends, in the process that holds the lease."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest

from shared.db.database import Database
from shared.run import loops
from shared.run.loops import Loop, LoopRunner


class Given:
    """Leases that are held when a test says so."""

    def __init__(self) -> None:
        self.held: dict[str, int] = {}

    async def keep(self) -> None:
        await asyncio.Event().wait()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(loops, "_PAUSE_SECONDS", 0.01)


def runner_of(body: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> tuple[LoopRunner, Given]:
    given = Given()
    monkeypatch.setattr(loops, "Leases", lambda *_, **__: given)
    return LoopRunner([Loop("one", body)], cast(Database, None), holder="test"), given


async def test_the_body_runs_while_the_lease_is_held_and_is_cancelled_with_it(
    quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def body(*_: Any) -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    runner, given = runner_of(body, monkeypatch)
    running = asyncio.create_task(runner.run())
    await asyncio.sleep(0.05)
    assert not began.is_set()
    given.held = {"one": 1}
    await asyncio.wait_for(began.wait(), 2)
    assert not ended.is_set()
    given.held = {}
    await asyncio.wait_for(ended.wait(), 2)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_body_that_fails_is_started_again(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    times, thrice = [0], asyncio.Event()

    async def body(*_: Any) -> None:
        times[0] += 1
        if times[0] == 3:
            thrice.set()
        raise OSError("away")

    runner, given = runner_of(body, monkeypatch)
    given.held = {"one": 1}
    running = asyncio.create_task(runner.run())
    await asyncio.wait_for(thrice.wait(), 2)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_stopping_the_runner_stops_the_body(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def body(*_: Any) -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    runner, given = runner_of(body, monkeypatch)
    given.held = {"one": 1}
    running = asyncio.create_task(runner.run())
    await asyncio.wait_for(began.wait(), 2)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert ended.is_set()


async def test_a_body_that_has_lost_its_lease_finishes_before_another_begins(
    quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    finish = asyncio.Event()

    async def body(*_: Any) -> None:
        steps.append("began")
        try:
            await asyncio.Event().wait()
        finally:
            await finish.wait()
            steps.append("finished")

    runner, given = runner_of(body, monkeypatch)
    given.held = {"one": 1}
    running = asyncio.create_task(runner.run())
    await asyncio.sleep(0.1)
    given.held = {}
    await asyncio.sleep(0.1)
    given.held = {"one": 2}
    await asyncio.sleep(0.1)
    assert steps == ["began"]
    finish.set()
    await asyncio.sleep(0.1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert steps == ["began", "finished", "began", "finished"]
