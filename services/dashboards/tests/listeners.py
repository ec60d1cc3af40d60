"""A reader of streams; who listens to a district's, and of whom each may hear."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from shared.testing import DISTRICT_A, RunningService

HEARS = {
    ("system", None): {"ana", "ben", "cruz"},
    ("leader", "leader"): {"ana", "ben", "cruz"},
    ("educator", "teacher"): {"ana", "ben"},
    ("family", "parent"): {"ana"},
    ("learner", "ben"): {"ben"},
    ("educator", "leader"): set(),
}
"""The learners of whom somebody of this role, as this person, hears."""


def token(world: Any, role: str = "system", person: str | None = None, **more: Any) -> str:
    district_id, person_id = more.get("district_id", DISTRICT_A), world.uid(person) if person else None
    signed: str = world.running.tokens.token(district_id, "dashboards.read", role=role, person_id=person_id)
    return signed


@asynccontextmanager
async def everybody_listens(district: Any, listen: Any) -> AsyncIterator[dict[Any, Any]]:
    """A stream for each in `HEARS`, past its first frame."""
    async with AsyncExitStack() as stack:
        streams = {
            who: await stack.enter_async_context(listen(district.running, token(district, *who))) for who in HEARS
        }
        for listening in streams.values():
            await listening.frame()
        yield streams


@dataclass
class Frame:
    id: str
    event: str
    data: dict[str, Any]


@dataclass
class Listening:
    """One open stream, read as fast or as slowly as the test wants."""

    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    body: bytes = b""
    frames: "asyncio.Queue[Frame]" = field(default_factory=asyncio.Queue)
    comments: list[str] = field(default_factory=list)
    reading: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    _rest: str = ""

    async def frame(self, seconds: float = 5) -> Frame:
        return await asyncio.wait_for(self.frames.get(), seconds)

    async def silence(self, seconds: float = 0.3) -> bool:
        await asyncio.sleep(seconds)
        return self.frames.empty()

    def take(self, text: str) -> None:
        *blocks, self._rest = (self._rest + text).split("\n\n")
        for block in blocks:
            if block.startswith((":", "retry")):
                self.comments.append(block)
                continue
            fields = dict(line.split(": ", 1) for line in block.split("\n"))
            self.frames.put_nowait(Frame(fields["id"], fields["event"], json.loads(fields["data"])))


@asynccontextmanager
async def open_stream(
    running: RunningService, token: str, *, last_event_id: str | None = None, query: str = "", by_cookie: bool = False
) -> AsyncIterator[Listening]:
    listening = Listening()
    listening.reading.set()
    headers = [(b"cookie", f"trellis_session={token}".encode())] if by_cookie else []
    headers += [] if by_cookie else [(b"authorization", f"Bearer {token}".encode())]
    if last_event_id is not None:
        headers.append((b"last-event-id", last_event_id.encode()))
    scope = {
        "type": "http", "method": "GET", "path": "/dashboards/v1/stream", "raw_path": b"/dashboards/v1/stream",
        "query_string": query.encode(), "headers": headers, "http_version": "1.1", "scheme": "http",
        "server": ("test", 80), "client": ("test", 1), "root_path": "", "asgi": {"version": "3.0"},
    }  # fmt: skip
    first = True

    async def receive() -> dict[str, Any]:
        nonlocal first
        if first:
            first = False
            return {"type": "http.request", "body": b"", "more_body": False}
        await listening.left.wait()
        return {"type": "http.disconnect"}

    started = asyncio.Event()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            listening.status, listening.headers = message["status"], dict(message["headers"])
        else:
            await listening.reading.wait()
            listening.body += message["body"]
            if listening.status == 200:
                listening.take(message["body"].decode())
            started.set()

    async def run() -> None:
        try:
            await running.asgi(scope, receive, send)
        finally:
            listening.ended.set()
            started.set()

    task = asyncio.create_task(run())
    try:
        await asyncio.wait_for(started.wait(), 10)
        yield listening
    finally:
        listening.left.set()
        listening.reading.set()
        await asyncio.wait_for(task, 5)
