"""What one client sends slowly, or sends much of, is its own trouble: other districts are answered as ever."""

import asyncio
import contextlib
import json
import time
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from demo import framework
from demo.state import Client
from tests.integration.network import Network
from tests.integration.platform import Platform

IMPORT = "/competency/v1/frameworks/import"
UPLOADS = (
    (IMPORT, "application/json"),
    ("/competency/v1/frameworks/import-csv", "text/csv"),
    ("/rostering/v1/people/bulk", "application/x-ndjson"),
)
SOON = 2.0


async def token_of(platform: Platform, client: Client) -> str:
    async with platform.caller(client) as caller:
        return await caller._bearer()


async def begun(
    stack: AsyncExitStack, platform: Platform, path: str, media: str, token: str, size: int
) -> asyncio.StreamReader:
    """What is answered to an upload of which the head and one byte have been sent, and nothing more."""
    address = urlsplit(platform.base)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    stack.callback(writer.close)
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: {media}\r\n"
    writer.write(f"{head}Content-Length: {size}\r\n\r\n{{".encode())
    await writer.drain()
    return reader


async def answered_soon(http: httpx.AsyncClient, *paths: str) -> None:
    for path in paths:
        asked = time.monotonic()
        answer = await http.get(path)
        assert answer.status_code == 200, answer.text
        assert time.monotonic() - asked < SOON, path


@pytest.mark.parametrize(("path", "media"), UPLOADS)
async def test_ten_unfinished_uploads_of_one_client_stop_nobody(
    running: Platform, two: Network, path: str, media: str
) -> None:
    of_a, of_b = await token_of(running, two.a), await token_of(running, two.b)
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(
            httpx.AsyncClient(base_url=running.base, headers={"Authorization": f"Bearer {of_b}"}, timeout=40)
        )
        async with AsyncExitStack() as uploads:
            for _ in range(10):
                await begun(uploads, running, path, media, of_a, 1000)
            await asyncio.sleep(0.5)
            await answered_soon(http, "/competency/v1/frameworks", "/rostering/v1/people", "/readyz")
        await asyncio.sleep(0.3)
    log = (running.folder / "all.log").read_text()
    assert f'"path": "{path}", "status": 499' in log
    assert "Traceback" not in log
    assert "exception" not in log


async def test_heads_that_never_end_are_refused_by_the_running_platform(running: Platform) -> None:
    address = urlsplit(running.base)
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=running.base))
        opened = [await asyncio.open_connection(address.hostname, address.port) for _ in range(151)]
        for _, writer in opened:
            stack.callback(writer.close)
            writer.write(b"GET /healthz HTTP/1.1\r\nX-Large: y")
        (endless, filling), *half = opened
        with contextlib.suppress(ConnectionError):
            for _ in range(40):
                filling.write(b"y" * 1_000_000)
                await filling.drain()
        assert (await asyncio.wait_for(endless.read(), 10)).startswith(b"HTTP/1.1 431 ")
        await answered_soon(http, "/healthz")
        answers = await asyncio.wait_for(asyncio.gather(*(reader.read() for reader, _ in half)), 15)
        assert all(answer.startswith(b"HTTP/1.1 408 ") for answer in answers)


async def test_of_one_client_so_many_bytes_are_taken_at_once_and_no_more(running: Platform, two: Network) -> None:
    of_a, of_b = await token_of(running, two.a), await token_of(running, two.b)
    async with AsyncExitStack() as stack:
        headers = {"Authorization": f"Bearer {of_b}"}
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=running.base, headers=headers))
        opened = [await begun(stack, running, IMPORT, "application/json", of_a, 50_000_000) for _ in range(10)]
        heads = [asyncio.ensure_future(reader.readuntil(b"\r\n\r\n")) for reader in opened]
        for head in heads:
            stack.callback(head.cancel)
        # Two are taken, whichever come first; the other eight wait for their turn and are refused.
        first = asyncio.as_completed(heads, timeout=20)
        refused = [await next(first) for _ in range(8)]
        assert all(head.startswith(b"HTTP/1.1 429") and b"retry-after:" in head.lower() for head in refused)
        large = json.dumps(framework.package()).encode() + b" " * 100_000
        assert (await http.post(IMPORT, content=large)).status_code == 200


def package(number: int, items: int) -> bytes:
    made: dict[str, Any] = json.loads(json.dumps(framework.package()))
    document, pattern = made["CFDocument"], made["CFItems"][0]
    document["identifier"] = f"0190a000-0000-4000-8000-{number:012d}"
    made["CFItems"] = [
        pattern | {"identifier": f"0190a000-0000-4000-9{number:03d}-{n:012d}", "fullStatement": f"Can do {n}"}
        for n in range(items)
    ]
    made["CFAssociations"] = []
    return json.dumps(made).encode()


async def test_ten_honest_imports_of_one_district_leave_the_others_their_turn(running: Platform, two: Network) -> None:
    of_a, of_b = await token_of(running, two.a), await token_of(running, two.b)
    headers = {"Authorization": f"Bearer {of_a}", "Content-Type": "application/json"}
    async with AsyncExitStack() as stack:
        a = await stack.enter_async_context(httpx.AsyncClient(base_url=running.base, headers=headers, timeout=60))
        b = await stack.enter_async_context(
            httpx.AsyncClient(base_url=running.base, headers={"Authorization": f"Bearer {of_b}"}, timeout=60)
        )
        imports = [asyncio.create_task(a.post(IMPORT, content=package(n, 1500))) for n in range(10)]
        asked = 0
        while not all(task.done() for task in imports):
            assert (await b.get("/competency/v1/frameworks")).status_code == 200
            asked += 1
            await asyncio.sleep(0.05)
        answers = [task.result() for task in imports]
        assert asked > 3
        assert {answer.status_code for answer in answers} <= {200, 429}, [answer.text for answer in answers]
        assert all("retry-after" in answer.headers for answer in answers if answer.status_code == 429)
        for n, answer in enumerate(answers):
            while answer.status_code == 429:
                await asyncio.sleep(int(answer.headers["retry-after"]))
                answer = await a.post(IMPORT, content=package(n, 1500))
            assert answer.status_code == 200
