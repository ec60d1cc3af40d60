"""Providers of packages on this machine, and leave to call them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from competency.settings import CompetencySettings
from services.competency.tests.frameworks.case_pieces import FRAMEWORKS
from shared.testing import RunningService

PULL = f"{FRAMEWORKS}/pull"


@asynccontextmanager
async def provider(answer: bytes) -> AsyncIterator[str]:
    """A host that answers every call with these bytes; gives its address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        try:
            await writer.drain()
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


def response(body: bytes, status: str = "200 OK", *more: str) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *more]
    return "\r\n".join([*head, "", ""]).encode() + body


@contextmanager
def allowed(running: RunningService, *hosts: str) -> Iterator[None]:
    context = running.app.context
    settings: CompetencySettings = context.settings
    context.settings = settings.model_copy(update={"pull_allowed": ",".join(hosts)})
    try:
        yield
    finally:
        context.settings = settings
