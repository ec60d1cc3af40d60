"""A body on its way in: how slowly it may come, how much of one client at once, and a client that hangs up."""

import asyncio
import gc
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from noted.main import service

from libs.shared.tests.serving import answer_of, connected, listening
from shared.http.body import IncomingBody
from shared.run.edge import OuterMiddleware
from shared.settings import HttpSettings
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

WORDS = json.dumps({"words": "x" * 150}).encode()


@pytest.fixture
async def port(noted: RunningService) -> AsyncIterator[int]:
    settings = HttpSettings(
        body_seconds=0.5, body_bytes_per_second=100, seconds_limit=1, turn_seconds=0.5, bodies_at_once=150_000
    )
    async with listening(OuterMiddleware(noted.app, service, settings), settings) as found:
        yield found


def head(noted: RunningService, length: int | None, *, district: Any = DISTRICT_A, **claims: Any) -> bytes:
    token = noted.tokens.sign(noted.tokens.claims(district, "noted.write") | claims)
    size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    return (
        f"POST /noted/v1/notes HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\n{size}\r\n\r\n"
    ).encode()


async def test_a_body_that_comes_too_slowly_is_a_408(noted: RunningService, port: int) -> None:
    async with connected(port) as (reader, writer):
        writer.write(head(noted, 500) + b"{")
        status, body = await answer_of(reader)
        assert (status, json.loads(body)["type"].rpartition("/")[2]) == (408, "too-slow")
        assert await asyncio.wait_for(reader.read(), 3) == b"", "and the connection ends"


async def test_a_body_that_comes_in_good_time_is_no_part_of_the_requests_own_time(
    noted: RunningService, port: int
) -> None:
    async with connected(port) as (reader, writer):
        writer.write(head(noted, len(WORDS)))
        for start in range(0, len(WORDS), 20):
            writer.write(WORDS[start : start + 20])
            await asyncio.sleep(0.15)
        assert (await answer_of(reader))[0] == 201


async def test_a_client_that_hangs_up_in_its_body_is_neither_an_error_nor_a_trace(
    noted: RunningService, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    async with connected(port) as (_, writer):
        writer.write(head(noted, 500) + b"{")
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.1)
    logged = capsys.readouterr().out
    (line,) = [line for line in logged.splitlines() if "event='request'" in line]
    assert "status=499" in line
    assert "request.failed" not in logged
    assert "Traceback" not in logged


async def test_a_request_that_is_answered_leaves_nothing_to_the_garbage_collector(
    noted: RunningService, port: int
) -> None:
    async with connected(port) as (reader, writer):
        gc.collect()
        gc.disable()
        try:
            for _ in range(3):
                writer.write(head(noted, len(WORDS)) + WORDS)
                assert (await answer_of(reader))[0] == 201
            assert not [thing for thing in gc.get_objects() if isinstance(thing, IncomingBody)]
        finally:
            gc.enable()


@pytest.mark.parametrize("length", [100_000, None])
async def test_of_one_client_so_much_is_taken_at_once_and_others_are_not_asked_to_wait(
    noted: RunningService, urls: Any, length: int | None
) -> None:
    settings = HttpSettings(turn_seconds=0.5, bodies_at_once=150_000, body_limit=100_000)
    async with listening(OuterMiddleware(noted.app, service, settings), settings) as port:
        async with connected(port) as (_, first), connected(port) as (reader, second):
            first.write(head(noted, length))
            await asyncio.sleep(0.1)
            second.write(head(noted, length))
            status, body = await answer_of(reader)
            assert (status, json.loads(body)["type"].rpartition("/")[2]) == (429, "too-many-requests")
            for other in ({"sub": "another"}, {"district": DISTRICT_B, "sub": "theirs"}):
                async with connected(port) as (reader, writer):
                    writer.write(head(noted, 70_000, **other) + WORDS + b" " * (70_000 - len(WORDS)))
                    assert (await answer_of(reader))[0] == 201
            async with connected(port) as (reader, small):
                small.write(head(noted, len(WORDS)) + WORDS)
                assert (await answer_of(reader))[0] == 201
        async with connected(port) as (reader, again):
            again.write(head(noted, 100_000) + WORDS + b" " * (100_000 - len(WORDS)))
            assert (await answer_of(reader))[0] == 201


async def test_nobody_is_signed_in_by_a_body_that_waits_its_turn_but_by_the_app(noted: RunningService) -> None:
    settings = HttpSettings()
    async with (
        listening(OuterMiddleware(noted.app, service, settings), settings) as port,
        connected(port) as (reader, writer),
    ):
        body = WORDS + b" " * (70_000 - len(WORDS))
        writer.write(head(noted, len(body), role="nobody") + body)
        assert (await answer_of(reader))[0] == 401
