"""Commits that nobody hears back from: the connection goes at the worst moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg

from shared.db.query import Transaction


@contextmanager
def lost_commits(count: int = 1, *, kept: bool, of: Transaction | None = None, after: int = 0) -> Iterator[None]:
    """The next commits of this process, or that of this transaction, lose their connection, `after` so many others:
    `kept`, once the server has done its part; else before it has heard of them.
    """
    real, left, spared = asyncpg.Connection.execute, count, after

    async def execute(self: Any, query: str, *arguments: Any, **options: Any) -> Any:
        nonlocal left, spared
        if query != "commit" or not left or (of is not None and self is not of.info["driver"]):
            return await real(self, query, *arguments, **options)
        if spared:
            spared -= 1
            return await real(self, query, *arguments, **options)
        left -= 1
        if kept:
            await real(self, query)
        self.terminate()
        raise asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")

    asyncpg.Connection.execute = execute  # type: ignore[method-assign]
    try:
        yield
    finally:
        asyncpg.Connection.execute = real  # type: ignore[method-assign]
