"""A service behind a real listening socket, as `shared.run.process.serve` has it, in the test's own loop; and clients
that write bytes as they please.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

from shared.http.connections import protocol_with
from shared.settings import HttpSettings


@asynccontextmanager
async def listening(app: ASGIApp, settings: HttpSettings) -> AsyncIterator[int]:
    """Gives the port."""
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_keep_alive=settings.keep_alive_seconds,
        http=protocol_with(settings),
    )
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment] # signals stay the test's
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        await serving


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def said(reader: asyncio.StreamReader, seconds: float = 5) -> bytes:
    """All that the server says until it closes the connection."""
    async with asyncio.timeout(seconds):
        try:
            return await reader.read(-1)
        except ConnectionError:
            return b""


async def answer_of(reader: asyncio.StreamReader, seconds: float = 5) -> tuple[int, bytes]:
    """Status and body of one answer on a connection that stays."""
    async with asyncio.timeout(seconds):
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        return int(head.split()[1]), await reader.readexactly(length)
