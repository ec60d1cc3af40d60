"""Fairness within a process: how much each district, or each client, may have of it at once.

Who wants more waits shortly, behind the others of the same district or client, and is then told to come again; nobody
else notices.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager

from shared.errors import TooManyRequests

AGAIN_SECONDS = 2.0


class Turns:
    """At most so much for each key at a time, in order of arrival. A lone wish for more than all gets all."""

    def __init__(self, most: int, *, wait_seconds: float, refusal: str) -> None:
        self._most, self._wait_seconds, self._refusal = most, wait_seconds, refusal
        self._held: dict[Hashable, int] = {}
        self._waiting: dict[Hashable, deque[tuple[int, asyncio.Future[None]]]] = {}

    @asynccontextmanager
    async def turn(self, key: Hashable, amount: int = 1) -> AsyncIterator[None]:
        """Raises a 429 where there was no turn in time."""
        amount = min(amount, self._most)
        if key in self._waiting or not self._take(key, amount):
            await self._wait(key, amount)
        try:
            yield
        finally:
            self._give_back(key, amount)

    def _take(self, key: Hashable, amount: int) -> bool:
        held = self._held.get(key, 0) + amount
        if held > self._most:
            return False
        self._held[key] = held
        return True

    def _give_back(self, key: Hashable, amount: int) -> None:
        self._held[key] -= amount
        if not self._held[key]:
            del self._held[key]
        self._let_in(key)

    def _let_in(self, key: Hashable) -> None:
        """Give the next in the queue their turns; those who have gone are passed over."""
        queue = self._waiting.get(key)
        while queue:
            amount, turn = queue[0]
            if not turn.done():
                if not self._take(key, amount):
                    return
                turn.set_result(None)
            queue.popleft()
        self._waiting.pop(key, None)

    async def _wait(self, key: Hashable, amount: int) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, deque()).append((amount, turn))
        try:
            async with asyncio.timeout(self._wait_seconds):
                await turn
        except BaseException as error:
            if turn.cancelled():
                self._let_in(key)
            else:  # it came in the very moment in which we gave up
                self._give_back(key, amount)
            if isinstance(error, TimeoutError):
                raise TooManyRequests(self._refusal, retry_after=AGAIN_SECONDS) from error
            raise
