"""What one connection may ask of a server before anything is known of who asks."""

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import AsyncIterator

import pytest
import uvloop
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from libs.shared.tests.serving import answer_of, connected, listening, said
from shared.settings import HttpSettings

LIMITS = HttpSettings(head_seconds=0.5, keep_alive_seconds=2)
HEAD = b"GET /x HTTP/1.1\r\nHost: here\r\n"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/slow":
        await asyncio.sleep(1.2)
    await PlainTextResponse("here")(scope, receive, send)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with listening(app, LIMITS) as found:
        yield found


def refusal(answer: bytes) -> tuple[int, str]:
    """Status and type of the one problem document that the connection gave before it ended."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head
    problem = json.loads(body)
    assert problem["status"] == int(head.split()[1])
    return problem["status"], problem["type"].rpartition("/")[2]


async def test_a_header_of_forty_megabytes_is_a_431_long_before_its_end(port: int) -> None:
    async with connected(port) as (reader, writer):
        writer.write(HEAD + b"X-Large: ")
        sent = 0
        with contextlib.suppress(ConnectionError):
            for _ in range(40):
                writer.write(b"x" * 1_000_000)
                await writer.drain()
                sent += 1
        assert refusal(await said(reader)) == (431, "head-too-large")
    async with connected(port) as (reader, writer):
        writer.write(HEAD + b"\r\n")
        assert (await answer_of(reader))[0] == 200


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /x HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(101)) + b"\r\n", 431),
        (b"GET /x HTTP/1.1\r\nX: " + b"y" * 32_768 + b"\r\n\r\n", 431),
        (b"GET /x HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(20_000)), 431),
        (b"GET /" + b"y" * 40_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET /" + b"y" * 2_000_000, 414),
        (b"nonsense\r\n\r\n", 400),
    ],
)
async def test_a_head_that_is_too_large_or_none_is_refused_and_the_connection_ends(
    port: int, head: bytes, status: int
) -> None:
    async with connected(port) as (reader, writer):
        writer.write(head)
        assert refusal(await said(reader))[0] == status


async def test_a_large_head_within_the_limits_is_taken_in_however_many_pieces_it_comes(port: int) -> None:
    head = b"GET /" + b"y" * 16_000 + b" HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(98)) + b"\r\n"
    async with connected(port) as (reader, writer):
        for start in range(0, len(head), 4_000):
            writer.write(head[start : start + 4_000])
            await writer.drain()
            await asyncio.sleep(0.01)
        assert (await answer_of(reader))[0] == 200


async def test_the_start_of_a_head_behind_a_long_body_is_not_counted_with_it(port: int) -> None:
    body = b"y" * 60_000
    async with connected(port) as (reader, writer):
        writer.write(b"POST /x HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body + HEAD)
        assert (await answer_of(reader))[0] == 200
        await asyncio.sleep(0.1)
        writer.write(b"\r\n")
        assert (await answer_of(reader))[0] == 200


async def test_half_sent_heads_are_408s_and_silent_connections_end(port: int) -> None:
    async with contextlib.AsyncExitStack() as stack:
        silent = [await stack.enter_async_context(connected(port)) for _ in range(50)]
        half = []
        for _ in range(150):
            half.append(await stack.enter_async_context(connected(port)))
            half[-1][1].write(HEAD)
        refused = await asyncio.gather(*(said(reader) for reader, _ in half))
        assert {refusal(answer) for answer in refused} == {(408, "too-slow")}
        assert set(await asyncio.gather(*(said(reader) for reader, _ in silent))) == {b""}


class HoldsUp(asyncio.Protocol):
    """Sends this through another connection when it is answered, and holds the whole process up from then on."""

    def __init__(self, other: socket.socket, sends: bytes, seconds: float) -> None:
        self._other, self._sends, self._seconds = other, sends, seconds

    def data_received(self, data: bytes) -> None:
        self._other.sendall(self._sends)
        time.sleep(self._seconds)


@pytest.mark.parametrize(
    ("answered_before", "head", "status"),
    [(False, HEAD + b"\r\n", 200), (False, HEAD, 408), (True, HEAD + b"\r\n", 200)],
)
def test_what_came_in_time_is_read_though_the_process_was_held_up(
    answered_before: bool, head: bytes, status: int
) -> None:
    """On the loop that serves: it calls who waits for a moment before it reads what has come since it last read."""

    async def ask() -> bytes:
        loop = asyncio.get_running_loop()
        async with listening(app, LIMITS) as port:
            with socket.create_connection(("127.0.0.1", port)) as other:
                other.setblocking(False)
                if answered_before:
                    await loop.sock_sendall(other, HEAD + b"\r\n")
                    await loop.sock_recv(other, 10_000)
                await asyncio.sleep(0.1)
                seconds = 1 + (LIMITS.keep_alive_seconds if answered_before else LIMITS.head_seconds)
                made = loop.create_connection(lambda: HoldsUp(other, head, seconds), "127.0.0.1", port)
                transport, _ = await made
                transport.write(HEAD + b"\r\n")
                answer = await loop.sock_recv(other, 10_000)
                transport.close()
                return answer

    assert uvloop.run(ask()).startswith(b"HTTP/1.1 %d " % status)


async def test_a_head_that_drips_is_a_408_however_often_something_comes(port: int) -> None:
    async with connected(port) as (reader, writer):
        dripping = asyncio.create_task(said(reader))
        writer.write(HEAD)
        for _ in range(30):
            if dripping.done():
                break
            writer.write(b"X: y\r\n")
            await asyncio.sleep(0.1)
        assert refusal(await dripping)[0] == 408


@pytest.mark.parametrize("blank", [b"", b"\r\n"])
async def test_a_connection_that_was_answered_may_wait_for_its_next_request_as_long_as_is_said(
    port: int, blank: bytes
) -> None:
    async with connected(port) as (reader, writer):
        for _ in range(2):
            writer.write(HEAD + b"\r\n")
            assert (await answer_of(reader))[0] == 200
            await asyncio.sleep(1)
        writer.write(blank)
        assert await said(reader) == b""


async def test_a_slow_answer_is_waited_for_also_where_the_next_head_has_begun(port: int) -> None:
    async with connected(port) as (reader, writer):
        writer.write(b"GET /slow HTTP/1.1\r\n\r\n" + HEAD)
        assert (await answer_of(reader))[0] == 200
        assert refusal(await said(reader))[0] == 408


async def test_the_rest_of_a_request_that_was_answered_is_not_waited_for_without_end(port: int) -> None:
    async with connected(port) as (reader, writer):
        writer.write(b"POST /x HTTP/1.1\r\nContent-Length: 1000\r\n\r\n")
        assert (await answer_of(reader))[0] == 200
        ended = asyncio.create_task(said(reader))
        for _ in range(20):
            if ended.done():
                break
            writer.write(b"y")
            await asyncio.sleep(0.1)
        assert await ended == b""
