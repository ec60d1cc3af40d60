"""Lists page by page, and edits that overwrite nobody."""

import asyncio
import base64
import contextlib
import json
import random
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

from libs.shared.tests.serving import connected, listening
from shared.errors import EditedMeanwhile, Invalid
from shared.http.editing import ensure_current, etag, versions_of
from shared.http.paging import PageRequest, decode, encode
from shared.settings import HttpSettings
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService

NOTES = "/noted/v1/notes"


@pytest.fixture
async def client(noted: RunningService) -> AsyncIterator[httpx.AsyncClient]:
    async with noted.client(DISTRICT_A, "noted.read", "noted.write") as opened:
        yield opened


async def write(client: httpx.AsyncClient, *words: str) -> None:
    """One after the other: of many at once a slow machine refuses those whose district's turn does not come in time."""
    for each in words:
        answer = await client.post(NOTES, json={"words": each})
        assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("limit", [1, 3, 7, 20, 500])
async def test_walking_the_pages_gives_the_whole_list_once_and_in_order(client: httpx.AsyncClient, limit: int) -> None:
    await write(client, *(f"w{n % 5}" for n in range(20)))
    whole = (await client.get(NOTES)).json()["items"]
    walked: list[Any] = []
    url: str | None = f"{NOTES}?limit={limit}"
    while url:
        answer = await client.get(url)
        walked += answer.json()["items"]
        assert len(answer.json()["items"]) <= limit
        url = answer.links.get("next", {}).get("url")
        assert bool(url) == bool(answer.json()["next"])
    assert walked == whole
    assert len(whole) == 20


async def test_rows_that_come_meanwhile_neither_hide_nor_repeat_others(client: httpx.AsyncClient) -> None:
    chance = random.Random(3)
    await write(client, *(f"old-{chance.random()}" for _ in range(15)))
    before = [item["note_id"] for item in (await client.get(NOTES)).json()["items"]]
    walked, cursor = [], None
    while True:
        page = (await client.get(NOTES, params={"limit": 2} | ({"after": cursor} if cursor else {}))).json()
        walked += [item["note_id"] for item in page["items"]]
        await write(client, f"new-{chance.random()}", f"old-{chance.random()}")
        cursor = page["next"]
        if cursor is None or len(walked) > 200:
            break
    assert len(walked) == len(set(walked))
    assert [note for note in walked if note in before] == before


async def test_a_page_link_keeps_the_rest_of_the_query(client: httpx.AsyncClient) -> None:
    await write(client, "a", "b")
    link = (await client.get(f"{NOTES}?limit=1&colour=blue")).links["next"]["url"]
    assert "colour=blue" in link


@pytest.mark.parametrize(
    "path",
    [
        "/noted/v1/shelves/sis%3A%D0%B6-1/notes",
        "/noted/v1/shelves/s%20i%3Aa%20b/notes",
        "/noted/v1/shelves/a%2Fb%22%3E%2C%25/notes",
        "/noted/v1/shelves/%FF%09/notes",
    ],
)
async def test_a_page_link_is_an_address_whatever_stands_in_the_path(client: httpx.AsyncClient, path: str) -> None:
    await write(client, "a", "b")
    query = "limit=1&tag=%D0%B6%22&tag=a%20b&tag=100%25&mark=%3E%2C"
    answer = await client.get(f"{path}?{query}")
    assert answer.status_code == 200
    link = answer.links["next"]["url"]
    assert re.fullmatch(r"(?:[A-Za-z0-9\-._~:/?@!$&'()*+;=]|%[0-9A-Fa-f]{2})+", link), (
        "RFC 3986 has these and no others"
    )
    where, _, said = link.partition("?")
    assert where == path
    assert parse_qsl(said)[:4] == [("tag", 'ж"'), ("tag", "a b"), ("tag", "100%"), ("mark", ">,")]
    follows = (await client.get(link)).json()
    assert [note["words"] for note in follows["items"]] == ["b"]


async def test_what_may_not_stand_in_an_address_is_encoded_where_it_came_bare(noted: RunningService) -> None:
    async with listening(noted.asgi, HttpSettings()) as port, connected(port) as (reader, writer):
        token = noted.tokens.token(DISTRICT_A, "noted.read", "noted.write")
        async with noted.client(DISTRICT_A, "noted.write") as client:
            await write(client, "a", "b")
        head = f'GET /noted/v1/shelves/100%,"x"/notes?limit=1 HTTP/1.1\r\nAuthorization: Bearer {token}\r\n\r\n'
        writer.write(head.encode())
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
    assert b"</noted/v1/shelves/100%25%2C%22x%22/notes?" in answer


async def test_another_districts_cursor_shows_nothing_of_theirs(
    noted: RunningService, client: httpx.AsyncClient
) -> None:
    await write(client, "a", "b", "c")
    cursor = (await client.get(f"{NOTES}?limit=1")).json()["next"]
    async with noted.client(DISTRICT_B, "noted.read") as other:
        assert (await other.get(NOTES, params={"after": cursor})).json()["items"] == []


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda b: base64.urlsafe_b64encode(b).decode()))
def test_a_cursor_is_ours_or_it_is_refused(cursor: str) -> None:
    with contextlib.suppress(Invalid):
        assert isinstance(decode(cursor), list)


def test_a_cursor_nested_without_end_is_refused() -> None:
    with pytest.raises(Invalid):
        decode(base64.urlsafe_b64encode(b"[" * 700_000).decode())


@given(st.lists(st.text() | st.integers() | st.none() | st.booleans()))
def test_a_cursor_comes_back_as_it_went(key: list[object]) -> None:
    assert decode(encode(key)) == json.loads(json.dumps(key))


@pytest.mark.parametrize(
    "key", [[], ["a"], ["a", 3], ["a", "no uuid"], [1, str(uuid4())], ["\0", str(uuid4())], [[], {}]]
)
async def test_a_cursor_somebody_made_up_is_a_422(client: httpx.AsyncClient, key: list[object]) -> None:
    answer = await client.get(NOTES, params={"after": encode(key)})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/after"


def test_a_list_sorted_by_an_id_goes_on_after_the_id_in_the_cursor() -> None:
    request, last = Request({"type": "http"}), uuid4()
    assert PageRequest(request, None, 1).single_key(UUID) is None
    assert PageRequest(request, [str(last)], 1).single_key(UUID) == last
    for made_up in ([], ["no uuid"], [str(last), 1]):
        with pytest.raises(Invalid):
            PageRequest(request, made_up, 1).single_key(UUID)


async def test_an_edit_needs_the_version_it_is_based_on(client: httpx.AsyncClient) -> None:
    made = await client.post(NOTES, json={"words": "x"})
    where = made.headers["location"]
    assert (await client.put(where, json={"words": "y"})).status_code == 428
    assert (await client.put(where, json={"words": "y"}, headers={"If-Match": made.headers["etag"]})).status_code == 204
    stale = await client.put(where, json={"words": "z"}, headers={"If-Match": made.headers["etag"]})
    assert stale.status_code == 412
    read = await client.get(where)
    assert (read.json()["words"], read.headers["etag"]) == ("y", etag(2))


@pytest.mark.parametrize("expected", ['"3"', "*", '"1", "3"'])
def test_the_current_version_may_be_named_alone_among_others_or_by_a_star(expected: str) -> None:
    ensure_current(expected, 3)


@pytest.mark.parametrize("expected", ['"2"', "3", 'W/"3"', "", '"1","2"'])
def test_any_other_version_is_stale(expected: str) -> None:
    with pytest.raises(EditedMeanwhile):
        ensure_current(expected, 3)


@pytest.mark.parametrize(
    ("if_match", "versions"),
    [("*", None), ('"3"', {3}), ('"1", "3"', {1, 3}), ('W/"3"', set()), ('"03"', set()), ("3", set()), ("", set())],
)
def test_a_use_case_is_told_the_versions_that_our_own_tags_name(if_match: str, versions: set[int] | None) -> None:
    assert versions_of(if_match) == versions
