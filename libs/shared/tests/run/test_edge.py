"""What stands round every app: request ids, security headers, and limits on size and time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import Request, Response
from noted.main import service

from libs.shared.tests.pools import pool_of
from libs.shared.tests.serving import answer_of, connected, listening
from shared.errors import Problem
from shared.run.edge import OuterMiddleware
from shared.settings import HttpSettings
from shared.testing import DISTRICT_A, RunningService

NOTES = "/noted/v1/notes"


@pytest.fixture
async def client(noted: RunningService) -> AsyncIterator[httpx.AsyncClient]:
    async with noted.client(DISTRICT_A, "noted.read", "noted.write") as opened:
        yield opened


def edge(noted: RunningService, **settings: Any) -> OuterMiddleware:
    return OuterMiddleware(noted.app, replace(service, body_limits={"/noted/v1/big": 5000}), HttpSettings(**settings))


async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient) -> None:
    for answer in (await client.get(NOTES), await client.get("/noted/nothing"), await client.post(NOTES, json={})):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"


async def test_a_request_id_is_echoed_and_one_is_given_where_there_is_none(client: httpx.AsyncClient) -> None:
    answer = await client.get(NOTES, headers={"X-Request-Id": "from-the-client.1"})
    assert answer.headers["x-request-id"] == "from-the-client.1"
    first, second = await client.get(NOTES), await client.get(NOTES)
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


@pytest.mark.parametrize("given", ["has space", "x" * 65, "<script>", "", 'a"b'])
async def test_a_request_id_that_could_do_harm_is_replaced(client: httpx.AsyncClient, given: str) -> None:
    answer = await client.get("/noted/nothing", headers={"X-Request-Id": given})
    assert answer.headers["x-request-id"] not in (given, "")
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_a_body_larger_than_it_says_it_may_be_is_a_413_before_it_is_read(noted: RunningService) -> None:
    noted.asgi = edge(noted, body_limit=1000)
    async with noted.client(DISTRICT_A, "noted.write") as client:
        answer = await client.post(NOTES, json={"words": "x" * 2000})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert "1000 bytes" in answer.json()["detail"]


async def test_a_body_that_says_nothing_of_its_length_is_a_413_once_it_is_too_large(noted: RunningService) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 500
            yield b"x" * 500

    noted.asgi = edge(noted, body_limit=1000)
    async with noted.client(DISTRICT_A, "noted.write") as client:
        answer = await client.post(NOTES, content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert read < 5000


async def test_a_route_may_take_more(noted: RunningService) -> None:
    noted.asgi = edge(noted, body_limit=1000)
    async with noted.client(DISTRICT_A, "noted.write") as client:
        assert (await client.post("/noted/v1/big", content=b"x" * 2000)).status_code == 404
        assert (await client.post("/noted/v1/big", content=b"x" * 6000)).status_code == 413


async def test_what_is_refused_before_the_app_is_told_by_a_page_where_there_are_pages(
    noted: RunningService,
) -> None:
    def error_page(request: Request, problem: Problem) -> Response | None:
        asked = request.headers.get("accept") == "text/html"
        return Response(f"page of {request.app.title}", problem.status, media_type="text/html") if asked else None

    noted.asgi = OuterMiddleware(noted.app, replace(service, error_page=error_page), HttpSettings(body_limit=1000))
    async with noted.client(DISTRICT_A, "noted.write") as client:
        shown = await client.post(NOTES, json={"words": "x" * 2000}, headers={"Accept": "text/html"})
        told = await client.post(NOTES, json={"words": "x" * 2000})
        read = await client.post(NOTES, data={"words": "x" * 2000})
        beyond = await client.post(NOTES, data={"words": "x" * 8_000_000}, headers={"Accept": "text/html"})
    assert (shown.status_code, shown.text) == (413, "page of Trellis noted")
    assert (told.status_code, told.headers["content-type"]) == (413, "application/problem+json")
    assert read.status_code == 415, "a form that is read is for the app to refuse"
    assert (beyond.status_code, beyond.text) == (413, "page of Trellis noted")


async def test_a_request_that_takes_too_long_is_a_503_and_leaves_nothing_behind(noted: RunningService) -> None:
    noted.asgi = edge(noted, seconds_limit=0.3)
    async with noted.client(DISTRICT_A, "noted.read") as client:
        started = asyncio.get_running_loop().time()
        answer = await client.get("/noted/v1/slow?seconds=30")
        assert asyncio.get_running_loop().time() - started < 5
    assert answer.status_code == 503
    assert "too long" in answer.json()["detail"]
    assert answer.headers["retry-after"]
    assert pool_of(noted.app.context.database).checkedout() == 0


async def test_of_a_change_that_takes_too_long_nobody_says_that_nothing_was_changed(noted: RunningService) -> None:
    noted.asgi = edge(noted, seconds_limit=0.1)
    async with noted.client(DISTRICT_A, "noted.write") as client:
        answer = await client.post(NOTES, json={"words": "wait"})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (503, "outcome-unknown")
    assert "retry-after" not in answer.headers


async def test_a_stream_may_take_its_time(noted: RunningService) -> None:
    noted.asgi = edge(noted, seconds_limit=0.3)
    async with noted.client() as client:
        assert (await client.get("/noted/v1/stream")).text == "one\ntwo\n"


async def test_an_access_log_line_names_no_query(client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    await client.get(f"{NOTES}?after=secret")
    logged = capsys.readouterr().out
    assert "path='/noted/v1/notes'" in logged
    assert "secret" not in logged


async def test_what_fails_is_a_500_and_the_connection_takes_the_next_request(noted: RunningService) -> None:
    token = noted.tokens.token(DISTRICT_A, "noted.write")
    head = f"POST {NOTES} HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
    settings = HttpSettings()
    async with (
        listening(OuterMiddleware(noted.app, service, settings), settings) as port,
        connected(port) as (reader, writer),
    ):
        for words, status in (("fail", 500), ("fail", 500), ("well", 201)):
            body = f'{{"words": "{words}"}}'
            writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
            assert (await answer_of(reader))[0] == status
