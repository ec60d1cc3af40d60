"""News of coaching for open pages: that a subject has changed, and when; never what."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from dashboards.common.queries import writing
from dashboards.handlers import read_models, rebuilding
from dashboards.stream.models import CoachingNews
from dashboards.stream.rules.coaching import EVERYBODYS, SUBJECTS, UNTOLD
from dashboards.stream.usecases.record_news import STREAM_WAKE
from services.dashboards.tests import gaps_told
from services.dashboards.tests.coaching_told import KINDS, told
from shared.contracts import coaching
from shared.db.wake import waiter
from shared.events import Event
from shared.events.apply import Poison, Subscription
from shared.testing import DISTRICT_A, DISTRICT_B, Deliveries
from shared.testing.deliveries import unknown_field


async def news(world: Any, district_id: UUID = DISTRICT_A) -> dict[str, Any]:
    async with world.running.worker.transaction(district_id) as session:
        found = await session.execute(text("select * from coaching_news"))
        return {row.subject: row for row in found}


def test_each_event_of_the_contract_is_news_of_a_subject_or_is_told_to_nobody() -> None:
    assert set(SUBJECTS) | UNTOLD == set(KINDS)
    assert not set(SUBJECTS) & UNTOLD
    assert set(SUBJECTS.values()) >= EVERYBODYS


@pytest.mark.parametrize("kind", SUBJECTS, ids=lambda one: one.__name__)
async def test_what_pages_ask_for_is_news_when_it_changes(world: Any, kind: type[Event]) -> None:
    before = await world.head()
    await world.tell(told(kind))
    found = await news(world)
    assert set(found) == {SUBJECTS[kind]}
    assert before < found[SUBJECTS[kind]].position <= await world.head()


async def test_that_a_concern_was_raised_is_news_to_nobody(world: Any) -> None:
    await world.tell(told(coaching.ConcernRaised))
    assert await news(world) == {}
    assert await world.head() == 0


async def test_news_holds_that_and_when_and_nothing_of_what(world: Any) -> None:
    assert set(writing.columns(CoachingNews)) == {"subject", "changed_at", "position"}
    record = world.deliveries.record(DISTRICT_A, told(coaching.GoalMeasured))
    (when,) = (value.decode() for name, value in record.headers if name == "ce_time")
    await world.deliveries.deliver(record)
    assert (await news(world))["goals"].changed_at.isoformat().replace("+00:00", "Z") == when


async def test_streams_are_woken_for_news(world: Any) -> None:
    with waiter(STREAM_WAKE, of=world.running.worker.place) as wake:
        await world.tell(told(coaching.WaveExpanded))
        assert wake.is_set()


async def test_news_that_comes_again_is_none(world: Any) -> None:
    record = world.deliveries.record(DISTRICT_A, told(coaching.WaveOpened))
    await world.deliveries.deliver(record, record)
    once = await news(world)
    assert once["pilots"].position == 1
    await world.deliveries.deliver(record)
    again = Deliveries(replace(read_models, consumer="dashboards.test-again"), world.running.worker)
    await again.deliver(record)
    assert await news(world) == once


async def test_news_that_overtakes_waits_for_what_came_before_it(world: Any) -> None:
    first = world.deliveries.record(DISTRICT_A, told(coaching.WaveOpened))
    second = world.deliveries.record(DISTRICT_A, told(coaching.WaveExpanded))
    await world.deliveries.deliver(second)
    assert await news(world) == {}
    await world.deliveries.deliver(first)
    assert (await news(world))["pilots"].position == 2


async def test_goals_in_any_order_are_one_piece_of_news_of_the_last(world: Any) -> None:
    records = [
        world.deliveries.record(DISTRICT_A, told(coaching.GoalSet, goal_id=world.uid(f"goal {n}"))) for n in range(6)
    ]
    for record in reversed(records):
        await world.deliveries.deliver(record)
    assert set(await news(world)) == {"goals"}
    assert (await news(world))["goals"].position == await world.head() == 6


async def test_what_a_gap_was_told_of_is_still_told_of_it(world: Any) -> None:
    await world.tell(gaps_told.found(), gaps_told.proposed(), gaps_told.joined())
    async with world.running.worker.transaction(DISTRICT_A) as session:
        counted = {
            table: await session.scalar(text(f"select count(*) from {table}"))
            for table in ("gap_step", "gap_news", "coach")
        }
    assert counted == {"gap_step": 2, "gap_news": 1, "coach": 1}
    assert set(await news(world)) == {"matches", "coaches"}


async def test_fields_of_a_newer_publisher_do_not_hide_news(world: Any) -> None:
    event = told(coaching.GoalMeasured)
    body = unknown_field(event, mood="glad")
    await world.deliveries.deliver(world.deliveries.record(DISTRICT_A, event, body=body))
    assert set(await news(world)) == {"goals"}


async def test_a_body_that_is_no_event_is_poison(world: Any) -> None:
    event = told(coaching.GoalMeasured)
    with pytest.raises(Poison):
        await world.deliveries.deliver(world.deliveries.record(DISTRICT_A, event, body=b'{"goal_id": 1}'))
    assert await news(world) == {}


async def test_each_district_has_its_own_news(world: Any) -> None:
    await world.tell(told(coaching.GoalSet), district_id=DISTRICT_B)
    assert await news(world) == {}
    assert set(await news(world, DISTRICT_B)) == {"goals"}


async def test_a_generation_that_nobody_streams_has_no_news(world: Any) -> None:
    other = Deliveries(rebuilding, world.running.worker)
    await other.deliver(*(other.record(DISTRICT_A, told(kind)) for kind in KINDS), epoch=2)
    assert await news(world) == {}


async def test_a_dashboards_that_hears_of_goals_only_now_goes_on_from_where_it_stands(world: Any) -> None:
    heard = {event: handler for event, handler in read_models.handlers.items() if event in rebuilding.handlers}
    earlier = Deliveries(Subscription(read_models.consumer, heard), world.running.worker)
    await earlier.deliver(*(world.deliveries.record(DISTRICT_A, told(kind)) for kind in KINDS))
    before = await news(world)
    await world.tell(told(coaching.GoalMeasured))
    assert set(await news(world)) - set(before) == {"goals"}
    async with world.running.worker.transaction(DISTRICT_A) as session:
        assert await session.scalar(text("select count(*) from consumer_key where parked is not null")) == 0
