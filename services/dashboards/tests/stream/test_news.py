"""News for open pages: that reviews, a pace or a plan have changed, and when; never what."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from dashboards.common.queries import writing
from dashboards.handlers import read_models, rebuilding
from dashboards.stream.models import LearnerNews
from dashboards.stream.usecases.record_news import STREAM_WAKE
from services.dashboards.tests import planning_told as told
from shared.db.wake import waiter
from shared.events import Event
from shared.events.apply import Subscription
from shared.testing import DISTRICT_A, DISTRICT_B, Deliveries
from shared.testing.deliveries import unknown_field


async def news(world: Any, district_id: Any = DISTRICT_A) -> dict[tuple[Any, str], Any]:
    async with world.running.worker.transaction(district_id) as session:
        found = await session.execute(text("select * from learner_news"))
        return {(row.learner_id, row.subject): row for row in found}


@pytest.mark.parametrize(("event", "subjects"), told.TELLS, ids=lambda one: type(one).__name__)
async def test_what_pages_ask_for_is_news_when_it_changes(world: Any, event: Event, subjects: set[str]) -> None:
    before = await world.head()
    await world.tell(event)
    found = await news(world)
    assert set(found) == {(told.LEARNER, subject) for subject in subjects}
    assert sorted(row.position for row in found.values()) == [before + n + 1 for n in range(len(subjects))]
    assert await world.head() == before + len(subjects)


async def test_news_holds_that_and_when_and_nothing_of_what(world: Any) -> None:
    assert set(writing.columns(LearnerNews)) == {"learner_id", "subject", "changed_at", "position"}
    record = world.deliveries.record(DISTRICT_A, told.asked("ana"))
    (when,) = (value.decode() for name, value in record.headers if name == "ce_time")
    await world.deliveries.deliver(record)
    row = (await news(world))[told.LEARNER, "reviews"]
    assert row.changed_at.isoformat().replace("+00:00", "Z") == when


async def test_streams_are_woken_for_news(world: Any) -> None:
    with waiter(STREAM_WAKE, of=world.running.worker.place) as wake:
        await world.tell(told.asked("ana"))
        assert wake.is_set()


async def test_news_that_comes_again_is_none(world: Any) -> None:
    record = world.deliveries.record(DISTRICT_A, told.asked("ana"))
    await world.deliveries.deliver(record, record)
    once = await news(world)
    await world.deliveries.deliver(record)
    again = Deliveries(replace(read_models, consumer="dashboards.test-again"), world.running.worker)
    await again.deliver(record)
    assert await news(world) == once


async def test_every_change_is_news_whatever_a_clock_says(world: Any) -> None:
    first, second = (world.deliveries.record(DISTRICT_A, event) for event in (told.asked("ana"), told.taken("ana")))
    await world.deliveries.deliver(first)
    before = (await news(world))[told.LEARNER, "reviews"]
    slow = (before.changed_at - timedelta(hours=1)).isoformat().encode()
    headers = [(name, slow if name == "ce_time" else value) for name, value in second.headers]
    await world.deliveries.deliver(replace(second, headers=headers))
    assert (await news(world))[told.LEARNER, "reviews"].position == before.position + 1


async def test_news_that_overtakes_waits_for_what_came_before_it(world: Any) -> None:
    first, second = (world.deliveries.record(DISTRICT_A, event) for event in (told.asked("ana"), told.paced("ana")))
    await world.deliveries.deliver(second)
    assert await news(world) == {}
    await world.deliveries.deliver(first)
    found = await news(world)
    assert found[told.LEARNER, "reviews"].position < found[told.LEARNER, "pace"].position


async def test_many_changes_in_one_batch_are_one_piece_of_news_each(world: Any) -> None:
    await world.tell(*(event for _ in range(5) for event in (told.asked("ana"), told.taken("ana"), told.asked("ben"))))
    assert {(learner, subject) for learner, subject in await news(world)} == {
        (world.uid("ana"), "reviews"), (world.uid("ben"), "reviews"),
    }  # fmt: skip
    positions = [row.position for row in (await news(world)).values()]
    assert len(set(positions)) == 2
    assert max(positions) <= await world.head()


async def test_fields_of_a_newer_publisher_do_not_hide_news(world: Any) -> None:
    event = told.asked("ana")
    body = unknown_field(event, mood="glad", review={**event.model_dump(mode="json")["review"], "colour": "green"})
    await world.deliveries.deliver(world.deliveries.record(DISTRICT_A, event, body=body))
    assert set(await news(world)) == {(told.LEARNER, "reviews")}


async def test_each_district_has_its_own_news(world: Any) -> None:
    await world.tell(told.asked("ana"), district_id=DISTRICT_B)
    assert await news(world) == {}
    assert set(await news(world, DISTRICT_B)) == {(told.LEARNER, "reviews")}


async def test_a_generation_that_nobody_streams_has_no_news(world: Any) -> None:
    other = Deliveries(rebuilding, world.running.worker)
    await other.deliver(*(other.record(DISTRICT_A, event) for event, _ in told.TELLS), epoch=2)
    assert await news(world) == {}


async def test_a_dashboards_that_hears_of_news_only_now_goes_on_from_where_it_stands(world: Any) -> None:
    heard = {event: handler for event, handler in read_models.handlers.items() if event in rebuilding.handlers}
    earlier = Deliveries(Subscription(read_models.consumer, heard), world.running.worker)
    passed = [world.deliveries.record(DISTRICT_A, event) for event, _ in told.TELLS]
    await earlier.deliver(*passed)
    assert await news(world) == {}
    await world.tell(told.planned("ana"), world.mastery("ana", "MA.NQ.1", "3"))
    assert set(await news(world)) == {(told.LEARNER, "plan")}
    async with world.running.worker.transaction(DISTRICT_A) as session:
        assert await session.scalar(text("select count(*) from learner_mastery")) == 1
        assert await session.scalar(text("select count(*) from consumer_key where parked is not null")) == 0
