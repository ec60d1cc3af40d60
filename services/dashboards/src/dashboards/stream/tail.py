"""Reading what is new in a district, once for all its streams."""

import asyncio
from collections.abc import Iterable
from uuid import UUID

import structlog

from dashboards.common.queries import positions
from dashboards.stream.queries.changes import Behind, Change, changes_behind
from dashboards.stream.subscriber import Client
from dashboards.stream.usecases.record_news import STREAM_WAKE
from shared.db.database import Database
from shared.db.wake import sleep_until_woken, waiter

log = structlog.get_logger(__name__)

_SHORTEST_WAIT = 0.005
_LONGER = 1.15


class Tail:
    """One district's changes, read once for all its streams."""

    def __init__(self, database: Database, poll_seconds: float, district_id: UUID, generation: int, last: int) -> None:
        self._database, self._poll_seconds = database, poll_seconds
        self._district_id = district_id
        self.generation, self.last = generation, last
        self._roster = 0
        self.clients: set[Client] = set()
        self._stopped = asyncio.Event()
        self.task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        wait, woken = _SHORTEST_WAIT, False
        with waiter(STREAM_WAKE, of=self._database.place) as wake:
            while not self._stopped.is_set():
                try:
                    found = await self._read()
                    soon = self._poll_seconds if woken else _SHORTEST_WAIT
                    wait = soon if found else min(wait * _LONGER, self._poll_seconds)
                except Exception as error:  # the database is away: the rows stay where they are
                    log.warning("stream.waiting", error=repr(error))
                    wait = 1.0
                woken = await sleep_until_woken(wake, wait)

    def stop(self) -> None:
        """End after the reading under way: cancelling it would cost the pool a connection."""
        self._stopped.set()

    @property
    def at(self) -> tuple[int, int]:
        """The generation, and how often its roster has changed as far as is known."""
        return self.generation, self._roster

    def hear(self, behind: Behind) -> None:
        if behind.generation == self.generation:
            self._roster = max(self._roster, behind.roster)

    async def _read(self) -> bool:
        async with self._database.lean_transaction(self._district_id) as session:
            behind = await changes_behind(session, self.generation, self._district_id, self.last)
            if behind.generation == self.generation:
                self.hear(behind)
                self._hand_out(behind.changes)  # before the transaction's end, which has nothing to say to a reader
                return bool(behind.changes)
            last = await positions.head(session, behind.generation, self._district_id)
        self.generation, self.last, self._roster = behind.generation, last, behind.roster
        for client in self.clients:
            client.start_again()
        return True

    def _hand_out(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self.last = change.position
            for client in self.clients:
                client.offer(change)
