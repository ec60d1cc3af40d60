"""Waiting for what comes by an event or a job."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def until(ask: Callable[[], Awaitable[T | None]], seconds: float = 20) -> T:
    """Asks until the answer is something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = await ask()
        if answer:
            return answer
        await asyncio.sleep(0.1)
    raise AssertionError(f"nothing came in {seconds} s")
