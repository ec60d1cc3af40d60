"""Stars: given, changed and taken away by people who see a version, and shown of enough of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from resources.remarks.usecases.rating import count_ratings, tell_ratings_again
from services.resources.tests.items.library import Library, content, part
from services.resources.tests.remarks.saying import LEARNER, person, rate, rating
from shared.contracts.resources import ResourceRated
from shared.db.query import Scalar
from shared.values.clock import utc_now

_ROWS = Scalar("select count(*) from item_rating where item_id = :item_id", int)


async def count(here: Library) -> None:
    """What the worker does by the clock."""
    async with here.running.worker.transaction(None) as session:
        while await count_ratings(session, utc_now()):
            pass


async def crowd(of: Library, item_id: str, stars: int, people: Sequence[UUID]) -> None:
    for one in people:
        await rate(of, item_id, stars, one)


def shown(seen: Any) -> tuple[int, float | None]:
    return seen["people"], seen["mean"]


async def test_stars_are_shown_of_ten_people_of_whatever_districts_and_told_without_them(
    here: Library, there: Library
) -> None:
    item_id = await here.published()
    await here.running.clear_outbox()
    await crowd(here, item_id, 5, [uuid4() for _ in range(4)])
    await crowd(there, item_id, 2, [uuid4() for _ in range(5)])
    await count(here)
    assert shown(await there.ask("GET", rating(item_id), 200)) == (0, None)
    await rate(there, item_id, 4)
    for _ in range(2):
        await count(here)
    for reader in (here, there):
        assert shown(await reader.ask("GET", rating(item_id), 200)) == (10, 3.4)
    (told,) = await here.running.published(ResourceRated)
    assert told.event == ResourceRated(item_id=UUID(item_id), version=1, people=10, mean=Decimal("3.4"))
    assert told.district_id == here.district


async def test_the_eleventh_persons_stars_wait_for_nine_others(here: Library) -> None:
    item_id, known = await here.published(), uuid4()
    await crowd(here, item_id, 4, [uuid4() for _ in range(10)])
    await count(here)
    await rate(here, item_id, 1, known)
    await count(here)
    assert shown(await here.ask("GET", rating(item_id), 200)) == (10, 4.0)
    await crowd(here, item_id, 1, [uuid4() for _ in range(9)])
    await count(here)
    assert shown(await here.ask("GET", rating(item_id), 200)) == (20, 2.5)


async def test_a_person_changes_their_stars_and_takes_them_away_and_counts_once(here: Library) -> None:
    item_id, known = await here.published(), uuid4()
    async with person(here, *LEARNER, role="learner", person_id=known) as one:
        for stars in (2, 5):
            seen = await one.ask("PUT", rating(item_id), 200, json={"stars": stars})
            assert (seen["own_stars"], seen["people"]) == (stars, 0)
        await crowd(here, item_id, 5, [uuid4() for _ in range(9)])
        await count(here)
        assert shown(await one.ask("GET", rating(item_id), 200)) == (10, 5.0)
        for _ in range(2):
            await one.ask("DELETE", rating(item_id), 204)
        assert (await one.ask("GET", rating(item_id), 200))["own_stars"] is None
    await count(here)
    assert shown(await here.ask("GET", rating(item_id), 200)) == (10, 5.0), "or it would tell what one of them said"


async def test_where_too_few_are_left_nothing_is_shown_and_nothing_of_them_is_kept(here: Library) -> None:
    item_id, people = await here.published(), [uuid4() for _ in range(10)]
    await crowd(here, item_id, 3, people)
    await count(here)
    await here.running.clear_outbox()
    for one in people:
        async with person(here, *LEARNER, person_id=one) as rater:
            await rater.ask("DELETE", rating(item_id), 204)
    await count(here)
    assert shown(await here.ask("GET", rating(item_id), 200)) == (0, None)
    (told,) = await here.running.published(ResourceRated)
    assert (told.event.people, told.event.mean) == (0, None)
    async with here.running.worker.transaction(None) as session:
        assert await _ROWS.one(session, item_id=UUID(item_id)) == 0


async def test_stars_that_were_never_counted_are_forgotten_as_they_are_taken_away(here: Library) -> None:
    item_id = await here.published()
    async with person(here, *LEARNER) as one:
        await one.ask("PUT", rating(item_id), 200, json={"stars": 1})
        await one.ask("DELETE", rating(item_id), 204)
    async with here.running.worker.transaction(None) as session:
        assert await _ROWS.one(session, item_id=UUID(item_id)) == 0


async def test_each_version_has_stars_of_its_own(here: Library) -> None:
    item_id = await here.published()
    await here.revise(item_id, content(title="Longer strips"))
    known = uuid4()
    await rate(here, item_id, 2, known, version=1)
    async with person(here, *LEARNER, person_id=known) as one:
        assert (await one.ask("GET", rating(item_id, 1), 200))["own_stars"] == 2
        assert (await one.ask("GET", rating(item_id, 2), 200))["own_stars"] is None


@pytest.mark.parametrize("stars", [0, 6, 3.5, "4", None, True])
async def test_what_is_no_number_of_stars_is_refused(here: Library, stars: object) -> None:
    item_id = await here.published()
    async with person(here, *LEARNER) as one:
        refused = await one.ask("PUT", rating(item_id), 422, json={"stars": stars})
    assert [each["pointer"] for each in refused["errors"]] == ["/stars"]


async def test_only_people_who_see_a_version_rate_it(here: Library, there: Library) -> None:
    private, public = await here.published(content(part(None))), await here.published()
    await here.ask("PUT", rating(public), 403, json={"stars": 3})
    await here.ask("DELETE", rating(public), 403)
    async with person(there, *LEARNER) as stranger:
        for path in (rating(private), rating(public, 2), rating(str(uuid4()))):
            await stranger.ask("GET", path, 404)
            await stranger.ask("PUT", path, 404, json={"stars": 3})
            await stranger.ask("DELETE", path, 404)
        await here.stand(public, "taken_down", because="It is old.")
        refused = await stranger.ask("PUT", rating(public), 404, json={"stars": 3})
    assert "not shown any more" in refused["detail"]


async def test_stars_are_fenced_in_the_database_too(here: Library, there: Library) -> None:
    """Whatever a query forgets: a district sees its own people's stars, and a summary with the version alone."""
    private = await here.published(content(part(None)))
    await crowd(here, private, 3, [uuid4() for _ in range(10)])
    await count(here)
    summaries = Scalar("select count(*) from rating_summary where item_id = :item_id", int)
    database = here.running.app.context.database
    for district, rows in ((here.district, [10, 1]), (there.district, [0, 0]), (None, [0, 0])):
        async with database.transaction(district) as session:
            assert [await one.one(session, item_id=UUID(private)) for one in (_ROWS, summaries)] == rows


async def test_what_is_shown_is_told_again_as_it_stands(here: Library) -> None:
    item_id = await here.published()
    await crowd(here, item_id, 4, [uuid4() for _ in range(10)])
    await here.running.clear_outbox()
    await count(here)
    (first,) = await here.running.published(ResourceRated)
    await here.running.clear_outbox()
    async with here.running.worker.transaction(here.district) as session:
        assert await tell_ratings_again(session, here.district) == 1
    (again,) = await here.running.published(ResourceRated)
    assert again.event == first.event
