"""Live mastery, and news of what pages ask for, as server-sent events.

One task per district with open streams reads what is new, once, and hands it to every client that may see it. A
client holds, per learner and item or subject, the newest change it has not sent: a slow reader misses the values
between and never the last. A client that falls too far behind even so is told to start again (`reset`), and one that
does not read at all is let go.

Whom a reader may see ends by an event or by the clock. The reading that brings changes says with them how often the
roster has changed; a client whose visibility is older asks anew before its next frame, and one with nothing to send
asks nothing. What ends by the clock is noticed within `VISIBILITY_SECONDS`.
"""

import asyncio
import contextlib
import re
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dashboards.common.queries import generations, positions
from dashboards.settings import DashboardsSettings
from dashboards.stream.queries.changes import Change, Kind, changes_behind
from dashboards.stream.subscriber import MOST_PENDING, Client, FindLearners
from dashboards.stream.tail import Tail
from shared.auth.callers import Caller
from shared.db.database import Database
from shared.errors import Problem, TooManyRequests

log = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 15.0
VISIBILITY_SECONDS = 60.0
SEND_SECONDS = 30.0
_REFRESHES_AT_ONCE = 4
"""Of a process: after a change of the roster, thousands of streams may ask at once whom they may see."""
_ID = re.compile(r"(\d{1,9})-(\d{1,18})", re.ASCII)


class Hub:
    """All open streams of a process."""

    def __init__(self, database: Database, settings: DashboardsSettings, closing: asyncio.Event) -> None:
        self.database = database
        self.settings = settings
        self._closing = closing
        self._tails: dict[UUID, Tail] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._of_caller: Counter[str] = Counter()
        self._of_district: Counter[UUID] = Counter()
        self._opening: defaultdict[UUID, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._refreshing = asyncio.Semaphore(_REFRESHES_AT_ONCE)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        watch = asyncio.create_task(self._close_all())
        try:
            yield
        finally:
            watch.cancel()
            for tail in self._tails.values():
                tail.stop()
            await asyncio.gather(watch, *self._ending, *(t.task for t in self._tails.values()), return_exceptions=True)

    async def _close_all(self) -> None:
        await self._closing.wait()
        for tail in self._tails.values():
            for client in tail.clients:
                client.close()

    def _ensure_not_too_many(self, caller: Caller) -> None:
        """Raise a 429 where the caller or the district has as many streams open as it may."""
        if self._of_caller[caller.subject] >= self.settings.streams_per_caller:
            raise TooManyRequests("This caller has too many streams open. Close one first.", retry_after=30)
        if self._of_district[caller.district_id] >= self.settings.streams_per_district:
            raise TooManyRequests("This district has too many streams open. Close one first.", retry_after=30)

    async def open(
        self,
        session: AsyncSession,
        caller: Caller,
        find_learners: FindLearners,
        last_event_id: str | None,
        kinds: frozenset[Kind],
    ) -> "EventStream":
        """A stream of these kinds for this caller, from behind `last_event_id`, or from now where that says nothing."""
        generation = await generations.current(session)
        checked_at = generation, await positions.roster(session, generation, caller.district_id)
        client = Client(caller, await find_learners(session, generation), find_learners, checked_at, kinds)
        tail = await self._join(session, client, generation)
        try:
            await self._resume(session, tail, client, last_event_id)
        except BaseException:
            self.leave(client)
            raise
        return EventStream(self, tail, client)

    async def _join(self, session: AsyncSession, client: Client, generation: int) -> Tail:
        district_id = client.caller.district_id
        async with self._opening[district_id]:
            self._ensure_not_too_many(client.caller)
            tail = self._tails.get(district_id)
            if tail is None:
                last = await positions.head(session, generation, district_id)
                tail = self._tails[district_id] = Tail(
                    self.database, self.settings.stream_poll_seconds, district_id, generation, last
                )
            tail.clients.add(client)
            client.joined_at = tail.last
            self._of_caller[client.caller.subject] += 1
            self._of_district[district_id] += 1
        return tail

    async def _resume(self, session: AsyncSession, tail: Tail, client: Client, last_event_id: str | None) -> None:
        """Offer what lies between the client's last frame and where the tail stood when it joined. The tail offers the
        rest; nothing is sent before both have had their say.
        """
        if last_event_id is None:
            client.notice = "ready"
            return
        match = _ID.fullmatch(last_event_id.strip())
        if match is None or int(match[1]) != tail.generation:
            client.start_again()
            return
        last = int(match[2])
        if last > await positions.head(session, tail.generation, client.caller.district_id):
            client.start_again()
            return
        behind = await changes_behind(session, tail.generation, client.caller.district_id, last, batch=MOST_PENDING + 1)
        if behind.generation != tail.generation or len(behind.changes) > MOST_PENDING:
            client.start_again()
            return
        tail.hear(behind)
        for change in behind.changes:
            client.offer(change)

    def leave(self, client: Client) -> None:
        district_id = client.caller.district_id
        tail = self._tails.get(district_id)
        if tail is None or client not in tail.clients:
            return
        tail.clients.discard(client)
        for counter, key in ((self._of_caller, client.caller.subject), (self._of_district, district_id)):
            counter[key] -= 1  # type: ignore[index]
            if counter[key] <= 0:  # type: ignore[index]
                del counter[key]
        if not tail.clients:
            del self._tails[district_id]
            tail.stop()
            self._ending.add(tail.task)
            tail.task.add_done_callback(self._ending.discard)

    async def refresh_visibility(self, client: Client, tail: Tail) -> None:
        """Ask anew whom the reader may see. Where that cannot be told, the stream ends: the reader comes back."""
        at = tail.at
        try:
            async with self._refreshing, self.database.transaction(client.caller.district_id) as session:
                client.set_visible(await client.find_learners(session, tail.generation), at)
        except Problem:
            client.close()
        except Exception as error:  # the database is away
            log.warning("stream.visibility_unknown", error=repr(error))
            client.close()


class EventStream(Response):
    """The answer: sends what is pending until the client leaves, the token expires or the process closes."""

    media_type = "text/event-stream"

    def __init__(self, hub: Hub, tail: Tail, client: Client) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._hub, self._tail, self._client = hub, tail, client

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        leaving = asyncio.create_task(self._until_left(receive))
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await self._send(send, "retry: 3000\n\n")
            await self._stream(send)
            async with asyncio.timeout(SEND_SECONDS):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except TimeoutError:
            log.info("stream.reader_let_go")
        finally:
            self._hub.leave(self._client)
            leaving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await leaving

    async def _stream(self, send: Send) -> None:
        client = self._client
        refresh_at = time.monotonic() + VISIBILITY_SECONDS
        while not client.closed:
            if client.notice or client.pending:
                if client.visibility_is_older(self._tail.at):
                    await self._hub.refresh_visibility(client, self._tail)
                    continue
                await self._send(send, self._take())
                continue
            left = client.caller.expires_at - time.time()
            if left <= 0:
                return
            client.woken.clear()
            try:
                async with asyncio.timeout(min(HEARTBEAT_SECONDS, left)):
                    await client.woken.wait()
            except TimeoutError:
                await self._send(send, ": still here\n\n")
            if time.monotonic() >= refresh_at:
                refresh_at = time.monotonic() + VISIBILITY_SECONDS
                await self._hub.refresh_visibility(client, self._tail)

    def _take(self) -> str:
        """All that is pending as frames, in order of position: the last id sent leaves nothing behind it unsent."""
        client, generation = self._client, self._tail.generation
        frames: list[str] = []
        if client.notice:
            at = client.joined_at if client.notice == "ready" else self._tail.last
            frames.append(f"id: {generation}-{at}\nevent: {client.notice}\ndata: {{}}\n\n")
            client.notice = None
        changes, client.pending = client.pending, {}
        frames += _frames(generation, sorted(changes.values(), key=lambda change: change.position))
        return "".join(frames)

    @staticmethod
    async def _send(send: Send, text: str) -> None:
        async with asyncio.timeout(SEND_SECONDS):
            await send({"type": "http.response.body", "body": text.encode(), "more_body": True})

    async def _until_left(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._client.close()


def _frames(generation: int, changes: Iterable[Change]) -> list[str]:
    return [f"id: {generation}-{c.position}\nevent: {c.kind}\ndata: {c.data}\n\n" for c in changes]
