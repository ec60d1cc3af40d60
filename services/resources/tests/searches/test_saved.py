"""Saved searches are their reader's alone, and tell of each new item once, on a day of the district's once at most."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from resources.handlers import calendar
from services.resources.tests.items.library import Library, content, part
from shared.contracts.competency import CalendarChanged
from shared.testing import Deliveries

SAVED = "/resources/v1/saved-searches"
NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
async def reader(there: Library) -> AsyncIterator[httpx.AsyncClient]:
    """A person of a district that has no agreement with the one whose library it is."""
    async with there.running.client(there.district, "resources.read", person_id=uuid4(), role="educator") as client:
        yield client


@contextmanager
def at(library: Library, moment: datetime) -> Iterator[None]:
    with library.running.set_clock(lambda: moment):
        yield


async def _save(reader: httpx.AsyncClient, status: int = 201, **asked: Any) -> Any:
    answer = await reader.post(SAVED, json=asked)
    assert answer.status_code == status, answer.text
    return answer.json()


async def _news(library: Library, reader: httpx.AsyncClient, saved: Any, moment: datetime) -> list[str]:
    """What a search has told, once the job has run at this moment."""
    with at(library, moment):
        while await library.running.run_job("resources.notices"):
            pass
        answer = await reader.get(f"{SAVED}/{saved['search_id']}/news", params={"limit": "1"})
        told = answer.json()["items"]
        while "next" in answer.links:
            answer = await reader.get(answer.links["next"]["url"])
            told += answer.json()["items"]
    return [one["item"]["item_id"] for one in told]


async def test_a_saved_search_tells_of_what_is_new_and_not_of_what_was_there(
    here: Library, reader: httpx.AsyncClient
) -> None:
    await here.published(content(title="Lanterns"))
    with at(here, NOON):
        saved = await _save(reader, words="lanterns", owner_id=str(here.district))
    assert await _news(here, reader, saved, NOON + timedelta(hours=2)) == []
    new = await here.published(content(title="A lantern of paper"))
    await here.published(content(part(None), title="A lantern for ourselves"))
    assert await _news(here, reader, saved, NOON + timedelta(hours=4)) == [new]
    await here.stand(new, "retired", because="Old.")
    assert await _news(here, reader, saved, NOON + timedelta(days=1)) == []
    await here.stand(new, "offered")
    assert await _news(here, reader, saved, NOON + timedelta(days=2)) == [new]
    assert [one["asked"]["words"] for one in (await reader.get(SAVED)).json()["items"]] == ["lanterns"]


async def test_an_item_is_told_by_one_search_and_on_a_day_there_is_one_notice(
    here: Library, reader: httpx.AsyncClient
) -> None:
    with at(here, NOON):
        first = await _save(reader, words="lantern", owner_id=str(here.district))
        second = await _save(reader, kind="tool", owner_id=str(here.district))
    both = await here.published(content(title="A lantern", kind="tool"))
    assert await _news(here, reader, first, NOON + timedelta(hours=2)) == [both]
    assert await _news(here, reader, second, NOON + timedelta(hours=2)) == []
    tool = await here.published(content(title="A hammer", kind="tool"))
    assert await _news(here, reader, second, NOON + timedelta(hours=4)) == []
    assert await _news(here, reader, second, NOON + timedelta(days=1)) == [tool]


async def test_a_day_is_the_districts_day(here: Library, there: Library, reader: httpx.AsyncClient) -> None:
    log = Deliveries(calendar, there.running.worker)
    await log.send(
        there.district,
        CalendarChanged(district_id=there.district, time_zone="Pacific/Auckland", version=1, changed_at=NOON),
    )
    with at(here, NOON - timedelta(hours=8)):
        saved = await _save(reader, words="lantern", owner_id=str(here.district))
    first = await here.published(content(title="A lantern"))
    assert await _news(here, reader, saved, NOON - timedelta(hours=5)) == [first]
    second = await here.published(content(title="A lantern"))
    assert set(await _news(here, reader, saved, NOON + timedelta(hours=5))) == {first, second}


async def test_words_that_are_spelled_nearly_so_are_no_news(here: Library, reader: httpx.AsyncClient) -> None:
    with at(here, NOON):
        saved = await _save(reader, words="lantern", owner_id=str(here.district))
    await here.published(content(title="Lanternfish"))
    assert await _news(here, reader, saved, NOON + timedelta(hours=2)) == []


async def test_a_saved_search_is_its_readers_alone(there: Library, reader: httpx.AsyncClient) -> None:
    saved = await _save(reader, words="lantern")
    path = f"{SAVED}/{saved['search_id']}"
    assert (await reader.get(path)).json() == saved
    for way in ("", "/news"):
        assert (await there.client.get(path + way)).status_code == 404
    assert (await there.client.delete(path)).status_code == 404
    assert (await there.client.get(SAVED)).json()["items"] == []
    assert (await reader.delete(path)).status_code == 204
    assert (await reader.get(f"{path}/news")).status_code == 404


async def test_fifty_searches_are_kept_at_most(reader: httpx.AsyncClient) -> None:
    for number in range(50):
        await _save(reader, words=f"lantern {number}")
    await _save(reader, 409, words="one more")
    first = (await reader.get(f"{SAVED}?limit=1")).json()["items"][0]
    await reader.delete(f"{SAVED}/{first['search_id']}")
    await _save(reader, words="one more")


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"words": "!!!"}, {"words": ""}, {"instrument_id": str(UUID(int=1))}, {"licence": "CC BY"},
        {"words": "a\0"}, {"may_adapt": "yes"}, {"rank": 1}, {"words": "x" * 10_000},
    ],
)  # fmt: skip
async def test_a_search_that_asks_for_nothing_or_cannot_be_asked_is_not_saved(
    reader: httpx.AsyncClient, asked: dict[str, Any]
) -> None:
    await _save(reader, 422, **asked)
