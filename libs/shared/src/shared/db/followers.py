"""What a subject tells those that stand above it, within the same transaction.

A subject knows nothing of who follows it. The `main` of a service declares the followers of each, in their order; there
is no bus and nothing happens later: a follower that fails fails the change.
"""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from shared.db.query import Transaction

Change = TypeVar("Change")

Follower = Callable[[Transaction, Change], Awaitable[None]]


class Followers(Generic[Change]):
    """Those that are called with each change of one kind."""

    def __init__(self, kind: type[Change]) -> None:
        self._kind = kind
        self._followers: tuple[Follower[Change], ...] | None = None

    def declare(self, *followers: Follower[Change]) -> None:
        """Names all of them, in the order in which they are called."""
        self._followers = followers

    async def notify(self, session: Transaction, change: Change) -> None:
        """Calls each of them.

        Raises:
            RuntimeError: nobody has declared them; a change without its consequences would be half a change.
        """
        if self._followers is None:
            raise RuntimeError(f"the followers of {self._kind.__name__} were never declared")
        for follower in self._followers:
            await follower(session, change)
