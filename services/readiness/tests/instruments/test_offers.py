"""Offered versions: read by every district, adopted as they are or cloned, and taken back by their owner."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest

from services.readiness.tests.instruments.calling import (
    OFFERED,
    PATH,
    client_of,
    content,
    made,
    next_version,
    offered,
    publish,
    published,
)
from shared.contracts.readiness import InstrumentPublished
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService


@pytest.fixture
async def owner(running: RunningService) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(running, DISTRICT_A) as found:
        yield found


@pytest.fixture
async def other(running: RunningService) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(running, DISTRICT_B) as found:
        yield found


async def test_an_offered_version_is_read_by_every_district(owner: httpx.AsyncClient, other: httpx.AsyncClient) -> None:
    path = await published(owner)
    offer = await offered(owner, path)
    found = (await other.get(offer)).json()
    assert (found["owner_id"], found["version"], found["content"]) == (str(DISTRICT_A), 1, content())
    offers = []
    address: str | None = f"{OFFERED}?limit=1"
    while address:
        page = await other.get(address)
        offers += page.json()["items"]
        address = page.links["next"]["url"] if "next" in page.links else None
    assert found["offer_id"] in [one["offer_id"] for one in offers]
    assert (await owner.get(f"{path}/versions/1")).json()["offer_id"] == found["offer_id"]
    assert (await owner.post(f"{path}/versions/1/offer")).status_code == 409, "offered already"
    assert (await other.get(f"{OFFERED}/{uuid4()}")).status_code == 404


async def test_a_draft_is_not_offered(owner: httpx.AsyncClient) -> None:
    path = await made(owner)
    assert (await owner.post(f"{path}/versions/1/offer")).status_code == 409


async def test_an_adopted_version_says_the_same_and_is_published_at_once(
    running: RunningService, owner: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    path = await published(owner)
    theirs = (await owner.get(f"{path}/versions/1")).json()
    offer = await offered(owner, path)
    await running.clear_outbox()
    adopted = await other.post(f"{offer}/adopt")
    assert adopted.status_code == 201
    version = adopted.json()
    origin = {"instrument_id": theirs["instrument_id"], "version": 1}
    assert (version["state"], version["version"], version["content"]) == ("published", 1, content(origin=origin))
    assert version["content_hash"] == theirs["content_hash"]
    own = f"{PATH}/{version['instrument_id']}"
    assert adopted.headers["Location"] == f"{own}/versions/1"
    assert (await other.get(own)).json()["origin"] == origin | {"adopted": True}
    (told,) = await running.published(InstrumentPublished)
    assert (told.district_id, told.event.origin_instrument_id) == (DISTRICT_B, UUID(theirs["instrument_id"]))
    again = await other.post(f"{offer}/adopt")
    assert (again.status_code, version["instrument_id"] in again.json()["detail"]) == (409, True)
    assert (await owner.post(f"{offer}/adopt")).status_code == 409, "it is the owner's own"
    query = {"from_instrument_id": theirs["instrument_id"]}
    found = (await other.get(f"{own}/versions/1/differences", params=query)).json()
    assert (found["changes"], found["comparability"]["whole"]["comparable"]) == ([], True)


async def test_of_two_adoptions_at_once_there_is_one(owner: httpx.AsyncClient, other: httpx.AsyncClient) -> None:
    offer = await offered(owner, await published(owner))
    answers = await asyncio.gather(*(other.post(f"{offer}/adopt") for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


async def test_a_clone_of_an_offer_is_a_draft_that_is_compared_with_its_origin(
    owner: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    path = await published(owner)
    offer = await offered(owner, path)
    cloned = await other.post(f"{offer}/clone")
    assert (cloned.status_code, cloned.json()["state"]) == (201, "draft")
    own = f"{PATH}/{cloned.json()['instrument_id']}"
    said = content(editorial=["c1"])
    said["sections"][0]["questions"][0]["text"] = {"en": "In our words?", "es": "¿En palabras nuestras?"}
    saved = await other.put(f"{own}/draft", json=said, headers={"If-Match": cloned.headers["ETag"]})
    assert saved.status_code == 200
    await publish(other, own)
    query = {"from_instrument_id": path.rpartition("/")[2]}
    found = (await other.get(f"{own}/versions/1/differences", params=query)).json()
    assert [(one["key"], one["how"]) for one in found["changes"]] == [("c1", ["reworded"])]
    assert found["comparability"]["whole"] == {"share": 1.0, "comparable": True}


async def test_versions_between_that_are_not_offered_are_not_known_to_mean_the_same(
    owner: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    path = await published(owner)
    await next_version(owner, path, content(title={"en": "Second", "es": "Segunda"}))
    await next_version(owner, path, content(title={"en": "Third", "es": "Tercera"}))
    await offered(owner, path, 1)
    third = await offered(owner, path, 3)
    own = f"{PATH}/{(await other.post(f'{third}/adopt')).json()['instrument_id']}"
    query: dict[str, str | int] = {"from_instrument_id": path.rpartition("/")[2], "from": 1}
    found = (await other.get(f"{own}/versions/1/differences", params=query)).json()
    assert [one["part"] for one in found["changes"]] == ["instrument"]
    assert (found["comparability"], "not all versions" in found["not_comparable_because"]) == (None, True)
    assert (await other.get(f"{own}/versions/1/differences", params=query | {"from": 2})).status_code == 404


async def test_an_offer_that_is_withdrawn_is_gone_and_what_was_taken_of_it_stays(
    owner: httpx.AsyncClient, other: httpx.AsyncClient
) -> None:
    path = await published(owner)
    offer = await offered(owner, path)
    adopted = (await other.post(f"{offer}/adopt")).headers["Location"]
    assert (await other.delete(f"{path}/versions/1/offer")).status_code == 404, "nobody else takes it back"
    assert (await owner.delete(f"{path}/versions/1/offer")).status_code == 204
    assert (await owner.delete(f"{path}/versions/1/offer")).status_code == 404
    for method, more in (("GET", ""), ("POST", "/adopt"), ("POST", "/clone")):
        assert (await other.request(method, offer + more)).status_code == 404
    assert (await other.get(adopted)).status_code == 200
