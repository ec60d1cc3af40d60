"""A store that fails where a test wants it to, and one that lies."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NamedTuple

from resources.store.port import Listed, Store, Write


class Call(NamedTuple):
    """A call of the store: what is done, and to which key."""

    what: str
    key: str


class FailingStore:
    """Hands everything on, after `fail` has had the chance to raise; `lose` says which bytes are never written."""

    def __init__(
        self, over: Store, fail: Callable[[Call], None] = lambda _: None, lose: Callable[[str], bool] = lambda _: False
    ) -> None:
        self.over, self.fail, self.lose = over, fail, lose
        self.calls: list[Call] = []

    @asynccontextmanager
    async def writing(self, key: str) -> AsyncIterator[Write]:
        self._ask("begin", key)
        async with self.over.writing(key) as write:

            async def fails(data: bytes) -> None:
                self._ask("write", key)
                await write(data[: len(data) // 2] if self.lose(key) else data)

            yield fails
            self._ask("close", key)
        self._ask("closed", key)

    async def read(self, key: str, first: int, length: int) -> bytes:
        self._ask("read", key)
        return await self.over.read(key, first, length)

    async def size_of(self, key: str) -> int:
        self._ask("size", key)
        return await self.over.size_of(key)

    async def remove(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._ask("remove", key)
            await self.over.remove([key])

    async def clear(self, before: datetime) -> None:
        self._ask("clear", "")
        await self.over.clear(before)

    def listed(self, prefix: str) -> AsyncIterator[Sequence[Listed]]:
        self._ask("list", prefix)
        return self.over.listed(prefix)

    def _ask(self, what: str, key: str) -> None:
        self.calls.append(Call(what, key))
        self.fail(self.calls[-1])
