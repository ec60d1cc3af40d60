"""An engine that dies is started again, and one that keeps dying is given up with the reason."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from devstack.keeper import Keeper
from devstack.stack import Stack


def until(done: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)


async def answers(url: str) -> bool:
    connection = await asyncpg.connect(url)
    try:
        return bool(await connection.fetchval("select true"))
    finally:
        await connection.close()


async def test_it_is_started_again_on_its_port_and_given_up_when_it_dies_too_often(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    stack = Stack(tmp_path, kafka_bootstrap="127.0.0.1:1")
    with stack, Keeper(stack) as keeper:
        postgres = stack.postgres
        assert postgres is not None
        for _ in range(3):
            died = postgres.pid
            os.kill(died, signal.SIGKILL)
            until(lambda: postgres.pid != died and "PostgreSQL runs again." in capfd.readouterr().err)  # noqa: B023
            assert await answers(stack.admin_url)
        assert keeper.failure is None
        os.kill(postgres.pid, signal.SIGKILL)
        until(lambda: keeper.failure is not None)
    assert "PostgreSQL was killed by SIGKILL" in str(keeper.failure)
    assert str(postgres.log) in str(keeper.failure)


def test_it_lets_go_before_the_stack_is_stopped(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    stack = Stack(tmp_path, kafka_bootstrap="127.0.0.1:1")
    with stack, Keeper(stack):
        pass
    time.sleep(1)
    assert stack.postgres is not None
    assert not stack.postgres.running
    assert "starting it again" not in capfd.readouterr().err
