"""A start that finds what it kept taken no longer."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from demo.calls import Caller, CallFailed
from demo.running import Running, Unable
from demo.state import Client, DemoState
from partners.identity.rules.scopes import ADMINISTRATOR
from partners.main import service
from shared.cli import build
from shared.testing import RunningService, run_service


class Start(Running):
    """`make run`, against a partners service that runs here."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._commands = build()

    async def first(self) -> DemoState:
        return await asyncio.to_thread(self._bootstrap)

    async def again(self, base: str) -> DemoState:
        kept = DemoState.read(self._kept)
        assert kept is not None
        return await asyncio.to_thread(self._regained, base, kept)

    def forget(self) -> None:
        self._kept.unlink()


@pytest.fixture
async def running(databases: Any) -> AsyncIterator[RunningService]:
    async with run_service(service, databases(service)) as running:
        yield running


@pytest.fixture
async def base(running: RunningService) -> AsyncIterator[str]:
    """Where it answers: a small door of one answer a connection, for `/oauth/token` is all that is asked."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in head[1:] if line)
        named = {name.lower(): value for name, value in headers.items()}
        body = await reader.readexactly(int(named.get("content-length", 0)))
        method, path, _ = head[0].split(" ")
        async with running.client() as client:
            got = await client.request(method, path, headers=named, content=body)
        lines = [f"HTTP/1.1 {got.status_code} X", f"Content-Length: {len(got.content)}", "Connection: close"]
        writer.write("\r\n".join([*lines, "", ""]).encode() + got.content)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


async def expire(running: RunningService, client: Client) -> None:
    async with running.client(UUID(client.district_id), *ADMINISTRATOR) as operator:
        path = f"/partners/v1/clients/{client.client_id}"
        for secret in (await operator.get(path)).json()["secrets"]:
            answer = await operator.post(f"{path}/secrets/{secret['secret_id']}/expire", json={"after_seconds": 0})
            assert answer.status_code == 200, answer.text


async def test_secrets_that_are_taken_no_longer_are_made_anew_and_that_is_said(
    running: RunningService, base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = Start(tmp_path)
    made = await start.first()
    async with running.client(UUID(made.platform.district_id), "platform.manage") as operator:
        other = (await operator.post("/partners/v1/districts", json={"name": "Another"})).json()
    made.districts["another"] = Client(other["district_id"], other["client_id"], other["client_secret"])
    made.write(tmp_path / "demo.json")
    for known in (made.platform, made.districts["another"]):
        await expire(running, known)

    mended = await start.again(base)

    said = "".join(capsys.readouterr())
    for known in (mended.platform, mended.districts["another"]):
        async with Caller(base, known) as caller:
            assert await caller.known()
        assert f"trellis partners renew-client {known.client_id}" in said
    assert DemoState.read(tmp_path / "demo.json") == mended
    assert await start.again(base) == mended
    assert "renew-client" not in "".join(capsys.readouterr())


async def test_a_file_that_is_gone_is_called_gone_and_the_way_in_is_named(
    running: RunningService, base: str, tmp_path: Path
) -> None:
    start = Start(tmp_path)
    await start.first()
    start.forget()
    with pytest.raises(Unable, match=r"(?s)demo\.json is gone.*trellis partners grant-client --district"):
        await start.first()


async def test_a_platform_that_does_not_say_is_not_taken_for_one_that_has_forgotten() -> None:
    async def away(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 503 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(away, "127.0.0.1", 0) as server:
        base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with Caller(base, Client("d", "c", "s")) as caller:
            with pytest.raises(CallFailed, match="503"):
                await caller.known()
