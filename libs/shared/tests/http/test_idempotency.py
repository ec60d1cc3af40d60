"""The same request twice: one effect, one answer."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import text

from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

NOTES = "/noted/v1/notes"


@pytest.fixture
async def client(noted: RunningService) -> AsyncIterator[httpx.AsyncClient]:
    async with noted.client(DISTRICT_A, "noted.read", "noted.write") as opened:
        yield opened


async def post(client: httpx.AsyncClient, key: str | None, **body: object) -> httpx.Response:
    return await client.post(NOTES, json=body, headers={"Idempotency-Key": key} if key else {})


async def count(noted: RunningService, table: str = "note") -> int:
    async with noted.worker.transaction(DISTRICT_A) as session:
        return int(await session.scalar(text(f"select count(*) from {table}")) or 0)


async def test_a_repeat_gets_the_very_same_answer_and_has_no_second_effect(
    noted: RunningService, client: httpx.AsyncClient
) -> None:
    first = await post(client, "one", words="x")
    second = await post(client, "one", words="x")
    assert (second.status_code, second.content) == (first.status_code, first.content)
    for name in ("location", "etag", "content-type"):
        assert second.headers[name] == first.headers[name]
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert await count(noted) == 1


async def test_the_same_key_with_another_request_is_a_422(noted: RunningService, client: httpx.AsyncClient) -> None:
    await post(client, "one", words="x")
    other_query = client.post(f"{NOTES}?a=b", json={"words": "x"}, headers={"Idempotency-Key": "one"})
    for answer in (await post(client, "one", words="y"), await other_query):
        assert answer.status_code == 422
        assert answer.json()["type"].endswith("/idempotency-key-reused")
    assert await count(noted) == 1


async def test_without_a_key_each_request_counts(noted: RunningService, client: httpx.AsyncClient) -> None:
    for _ in range(2):
        assert (await post(client, None, words="x")).status_code == 201
    assert await count(noted) == 2


async def test_a_second_request_in_flight_waits_and_then_replays(
    noted: RunningService, client: httpx.AsyncClient
) -> None:
    answers = await asyncio.gather(*(post(client, "one", words="wait") for _ in range(5)))
    assert {a.status_code for a in answers} == {201}
    assert len({a.content for a in answers}) == 1
    assert sorted("idempotency-replayed" in a.headers for a in answers) == [False, True, True, True, True]
    assert await count(noted) == 1


async def test_an_act_that_fails_leaves_its_key_free(noted: RunningService, client: httpx.AsyncClient) -> None:
    assert (await post(client, "one", words="fail")).status_code == 500
    assert await count(noted, "idempotency") == 0
    assert (await post(client, "one", words="x")).status_code == 201


async def test_a_commit_that_fails_leaves_its_key_free(noted: RunningService, client: httpx.AsyncClient) -> None:
    await post(client, "one", words="x", slot=1)
    assert (await post(client, "two", words="x", slot=1)).status_code == 409
    assert (await post(client, "two", words="x", slot=2)).status_code == 201


async def test_callers_and_districts_have_keys_of_their_own(noted: RunningService, client: httpx.AsyncClient) -> None:
    first = await post(client, "one", words="x")
    async with noted.client(DISTRICT_B, "noted.write") as other:
        second = await post(other, "one", words="y")
    assert (first.status_code, second.status_code) == (201, 201)


@pytest.mark.parametrize("key", ["x" * 256, "with space", ""])
async def test_a_key_that_cannot_be_one_is_refused(client: httpx.AsyncClient, key: str) -> None:
    answer = await client.post(NOTES, json={"words": "x"}, headers={"Idempotency-Key": key})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["in"] == "header"
