"""What one open stream has still to be told."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.stream.queries.changes import Change, Kind
from shared.auth.callers import Caller

MOST_PENDING = 10_000
"""Changes kept for a slow reader; one further behind starts again."""

Learners = frozenset[UUID] | None
FindLearners = Callable[[AsyncSession, int], Awaitable[Learners]]
"""Whose changes the caller may see now; None for the whole district. Raises a `Problem` when nothing is left to see."""


@dataclass(eq=False, slots=True)
class Client:
    """One open stream, of these `kinds` of change. `checked_at` is the generation, and how often its roster had
    changed, when it was asked whose changes the reader may see.
    """

    caller: Caller
    learners: Learners
    find_learners: FindLearners
    checked_at: tuple[int, int]
    kinds: frozenset[Kind]
    pending: dict[tuple[UUID | str, UUID | str], Change] = field(default_factory=dict)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    notice: str | None = None
    joined_at: int = 0
    closed: bool = False

    def offer(self, change: Change) -> None:
        if change.kind not in self.kinds or not self._may_hear(change):
            return
        held = self.pending.pop(change.key, None)
        self.pending[change.key] = change if held is None or held.position < change.position else held
        if len(self.pending) > MOST_PENDING:
            self.start_again()
        self.woken.set()

    def _may_hear(self, change: Change) -> bool:
        return self.learners is None or change.everybodys or change.learner_id in self.learners

    def visibility_is_older(self, at: tuple[int, int]) -> bool:
        """Whether the roster has changed since; who sees the whole district sees it whatever the roster says."""
        return self.learners is not None and self.checked_at < at

    def set_visible(self, learners: Learners, checked_at: tuple[int, int]) -> None:
        """From now on these: of others nothing more is told, and with new ones the reader starts again."""
        before, self.learners, self.checked_at = self.learners, learners, checked_at
        if learners is None or before is None:
            return
        self.pending = {key: change for key, change in self.pending.items() if self._may_hear(change)}
        if not learners <= before:
            self.start_again()

    def start_again(self) -> None:
        """All that this client knows may be out of date: it reads its page again and goes on from the head."""
        self.pending.clear()
        self.notice = "reset"
        self.woken.set()

    def close(self) -> None:
        self.closed = True
        self.woken.set()
