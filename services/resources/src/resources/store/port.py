"""What a store does, and how it fails.

An object is written whole or not at all, is never changed, and goes when it is removed. Keys are made of ids, and none
is used twice: who sees an object sees all of it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import NamedTuple, Protocol

Write = Callable[[bytes], Awaitable[None]]


class StoreAway(Exception):
    """The store does not answer, or not in time. It may have done what it was asked."""


class StoreFull(Exception):
    """The store has no room for more."""


class Missing(Exception):
    """The store has no such object."""


class Listed(NamedTuple):
    """An object of the store: its size in bytes, and when it was written by the store's clock."""

    key: str
    size: int
    written_at: datetime


class Store(Protocol):
    """Every call raises StoreAway, and those that write StoreFull."""

    def writing(self, key: str) -> AbstractAsyncContextManager[Write]:
        """What writes a new object, piece by piece. It is there once the block has ended without an error; else
        nothing is.
        """

    async def read(self, key: str, first: int, length: int) -> bytes:
        """Returns these bytes, fewer where the object ends. Raises Missing."""

    async def size_of(self, key: str) -> int:
        """Returns how many bytes an object has. Raises Missing."""

    async def remove(self, keys: Sequence[str]) -> None:
        """Removes objects; those that are not there are no error."""

    async def clear(self, before: datetime) -> None:
        """Removes what is left of writings that ended without an end, with their process, and began before then."""

    def listed(self, prefix: str) -> AsyncIterator[Sequence[Listed]]:
        """Yields the objects whose keys begin with this folder, in any order, a batch at a time."""


PIECE = 1024 * 1024
"""So many bytes are read at once: each download holds them twice, and there are many."""


async def read_all(store: Store, key: str, first: int, length: int, piece: int = PIECE) -> AsyncIterator[bytes]:
    """Yields these bytes of an object, a piece at a time; no more than one is in memory. Raises Missing, also where the
    object ends before them.
    """
    while length > 0:
        data = await store.read(key, first, min(piece, length))
        if not data:
            raise Missing(key)
        yield data
        first, length = first + len(data), length - len(data)
