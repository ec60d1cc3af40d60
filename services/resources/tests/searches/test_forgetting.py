"""What a reader was told of is remembered as long as it could be told again, and no longer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from services.resources.tests.items.library import Library
from services.resources.tests.searches.test_saved import NOON, SAVED, _news, _save, at

DAY = timedelta(days=1)


@pytest.fixture
async def reader(there: Library) -> AsyncIterator[httpx.AsyncClient]:
    async with there.running.client(there.district, "resources.read", person_id=uuid4(), role="educator") as client:
        yield client


async def known(library: Library) -> int:
    """Of how many items the district's readers know."""
    async with library.running.worker.transaction(library.district) as session:
        found = await session.execute(
            text("select count(*) from known_item where district_id = :district"), {"district": library.district}
        )
        return int(found.scalar_one())


async def forgotten(library: Library, after: timedelta) -> None:
    with at(library, NOON + after):
        while await library.running.run_job("resources.known-items"):
            pass


@pytest.mark.parametrize(("standing", "left"), [("retired", 1), ("taken_down", 0), ("recalled", 0)])
async def test_what_never_comes_back_is_forgotten(
    here: Library, there: Library, reader: httpx.AsyncClient, standing: str, left: int
) -> None:
    item_id = await here.published()
    with at(here, NOON):
        saved = await _save(reader, owner_id=str(here.district))
    await here.stand(item_id, standing, because="It is old.")
    await forgotten(there, DAY)
    assert await known(there) == left
    if standing == "retired":
        await here.stand(item_id, "offered")
    assert await _news(here, reader, saved, NOON + 2 * DAY) == []


async def test_who_searches_for_nothing_any_more_knows_nothing_a_few_days_later(
    here: Library, there: Library, reader: httpx.AsyncClient
) -> None:
    await here.published()
    with at(here, NOON):
        saved = [await _save(reader, words="fraction", owner_id=str(here.district)) for _ in range(2)]
    for one in saved:
        await forgotten(there, 3 * DAY)
        assert await known(there) == 1
        assert (await reader.delete(f"{SAVED}/{one['search_id']}")).status_code == 204
    await forgotten(there, DAY)
    assert await known(there) == 1, "they were told of something a day ago"
    await forgotten(there, 3 * DAY)
    assert await known(there) == 0
    with at(here, NOON + 4 * DAY):
        again = await _save(reader, words="fraction", owner_id=str(here.district))
    assert await _news(here, reader, again, NOON + 5 * DAY) == []
