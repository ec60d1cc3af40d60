"""Totals of a district or a school, counted once for all who ask.

At a real district's size a count reads some hundred thousand rows. When a lesson starts many people open the same
page, and a change makes all of their pages read it again: each count serves everybody who asked before it began.
"""

import asyncio
import time
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from dashboards.common.queries import positions
from dashboards.common.queries.reader import Reader
from dashboards.progress.schemas import GroupTotals

MOST = 500
"""Totals kept in a process."""

Key = tuple[int, UUID, UUID | None]


@dataclass(frozen=True)
class _Counted:
    head: int
    counted_at: float
    totals: GroupTotals


class CountedTotals:
    """What this process has counted. A figure is never older than the newest change of mastery that its reader may have
    heard of; a change of the roster may take `seconds` to show.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._counted: OrderedDict[Key, _Counted] = OrderedDict()
        self._locks: defaultdict[Key, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(
        self, reader: Reader, organisation_id: UUID | None, count: Callable[[], Awaitable[GroupTotals]]
    ) -> GroupTotals:
        """The organisation's, or the whole district's; by `count`, where what was counted before will not do."""
        key = (reader.generation, reader.district_id, organisation_id)
        asked_for = await self._head(reader)
        async with self._locks[key]:
            counted = self._counted.get(key)
            if counted is None or counted.head < asked_for or time.monotonic() >= counted.counted_at + self._seconds:
                counted_at, head = time.monotonic(), await self._head(reader)
                counted = self._counted[key] = _Counted(head, counted_at, await count())
            self._counted.move_to_end(key)
        while len(self._counted) > MOST:
            oldest, _ = self._counted.popitem(last=False)
            self._locks.pop(oldest, None)
        return counted.totals

    @staticmethod
    async def _head(reader: Reader) -> int:
        return await positions.head(reader.session, reader.generation, reader.district_id)
