"""The service as a process of its own: its ports, and how it ends when it is terminated."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from devstack.ports import free_port
from libs.shared.tests.serving import connected, said
from shared.settings import KafkaSettings

_SERVE = "from noted.main import service; from shared.run.process import serve; serve([service], api=True, worker=True)"


@asynccontextmanager
async def _served(
    kafka: KafkaSettings, *, drain: str, operations_port: int | None = None
) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """The service as a process of its own, alive, and its port."""
    port = free_port()
    environment = os.environ | {
        "HTTP_PORT": str(port),
        "HTTP_DRAIN_SECONDS": drain,
        "KAFKA_BOOTSTRAP_SERVERS": kafka.bootstrap_servers,
        "PYTHONPATH": str(Path(__file__).parents[1] / "example"),
        **({"HTTP_OPERATIONS_PORT": str(operations_port)} if operations_port else {}),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _SERVE, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            await _alive(http)
        yield process, port
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.kafka
async def test_what_is_for_operators_is_answered_at_their_own_port_and_nothing_else_is(
    urls: Any, kafka: KafkaSettings
) -> None:
    operators = free_port()
    async with _served(kafka, drain="0", operations_port=operators) as (process, port), httpx.AsyncClient() as http:

        async def status(at: int, path: str) -> int:
            return (await http.get(f"http://127.0.0.1:{at}{path}")).status_code

        assert [await status(operators, path) for path in ("/healthz", "/metrics", "/noted/v1/notes")] == [
            200,
            200,
            404,
        ]
        assert await status(operators, "/readyz") in (200, 503)
        assert [await status(port, path) for path in ("/healthz", "/readyz", "/metrics")] == [404, 404, 404]
        assert await status(port, "/noted/v1/notes") in (401, 503)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 15) in (0, -signal.SIGTERM)


@pytest.mark.kafka
async def test_a_terminated_process_is_not_ready_first_then_lets_go_of_its_streams_and_ends(
    urls: Any, kafka: KafkaSettings
) -> None:
    async with (
        _served(kafka, drain="3") as (process, port),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http,
    ):
        async with http.stream("GET", "/noted/v1/stream") as stream:
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(2):
                while "process" not in (await http.get("/readyz")).json()["problems"]:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            assert await stream.aread() == b"one\ntwo\n"
        assert await asyncio.wait_for(process.wait(), 15) in (0, -signal.SIGTERM)


@pytest.mark.kafka
async def test_a_process_that_stops_refuses_what_it_will_not_finish_so_that_it_is_sent_again(
    urls: Any, kafka: KafkaSettings
) -> None:
    async with (
        _served(kafka, drain="1") as (process, port),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http,
        connected(port) as (reader, upload),
    ):
        upload.write(b"POST /noted/v1/notes HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n{")
        await http.get("/healthz")
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(2):
            while (stream := await http.get("/noted/v1/stream")).status_code == 200:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert (await http.get("/noted/v1/notes")).status_code in (401, 503), "other requests are answered as ever"
        answer = await said(reader, 15)
        assert await asyncio.wait_for(process.wait(), 15) in (0, -signal.SIGTERM)
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = (line.partition(b": ") for line in head.split(b"\r\n")[1:])
    refused = httpx.Headers([(name, value) for name, _, value in lines])
    for status, headers, problem in (
        (stream.status_code, stream.headers, stream.json()),
        (int(head.split()[1]), refused, json.loads(body)),
    ):
        assert (status, problem["type"].rpartition("/")[2]) == (503, "unavailable")
        assert headers["content-type"] == "application/problem+json"
        assert headers["retry-after"]
    assert refused["connection"] == "close"


async def _alive(http: httpx.AsyncClient) -> None:
    async with asyncio.timeout(40):
        while True:
            try:
                await http.get("/healthz")
                return
            except httpx.TransportError:
                await asyncio.sleep(0.1)
