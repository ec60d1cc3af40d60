"""What is told of gaps into the read model: twice, in any order, with fields we do not know, poison, told again."""

from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from dashboards.handlers import read_models, rebuilding
from dashboards.rebuild.usecases import fingerprint
from services.dashboards.tests import gaps_told as told
from services.dashboards.tests.gaps_told import TRACE, TRACEPARENT
from shared.events import Event
from shared.events.apply import Poison
from shared.testing import DISTRICT_A, DISTRICT_B, Deliveries
from shared.testing.deliveries import RawRecord, unknown_field


async def rows(world: Any, sql: str, district_id: UUID = DISTRICT_A) -> list[Any]:
    async with world.running.worker.transaction(district_id) as session:
        return list((await session.execute(text(sql))).all())


async def steps(world: Any, district_id: UUID = DISTRICT_A) -> list[Any]:
    return await rows(world, "select * from gap_step order by day, kind, of_id, number", district_id)


async def news(world: Any) -> list[Any]:
    return await rows(world, "select gap_id, position from gap_news order by gap_id")


async def state(world: Any, generation: int = 1) -> dict[str, str]:
    return await fingerprint(world.running.worker, generation, [DISTRICT_A, DISTRICT_B])


def records(world: Any, *events: Event, **more: Any) -> list[RawRecord]:
    return [world.deliveries.record(DISTRICT_A, event, **more) for event in events]


async def test_each_thing_that_is_told_is_one_step(world: Any) -> None:
    await world.tell(*told.whole_story(), told.joined())
    assert [row.kind for row in await steps(world)] == [
        "found", "match_proposed", "match_confirmed", "action_agreed", "meeting_held", "resource_used", "meeting_held",
        "action_completed", "closed", "match_ended",
    ]  # fmt: skip
    assert {row.gap_id for row in await steps(world)} == {told.GAP}
    results = await rows(world, "select assessment_id, number from scored_assessment order by day")
    assert [tuple(row) for row in results] == [(world.uid("autumn"), 1), (world.uid("winter"), 1)]
    assert [row.person_id for row in await rows(world, "select * from coach")] == [world.uid("teacher")]


async def test_a_delivery_that_comes_again_changes_nothing(world: Any) -> None:
    story = records(world, *told.whole_story())
    await world.deliveries.deliver(*story)
    before, told_of = await state(world), await news(world)
    await world.deliveries.deliver(*story)
    again = Deliveries(replace(read_models, consumer="dashboards.test-again"), world.running.worker)
    await again.deliver(*story)
    assert (await state(world), await news(world)) == (before, told_of)


async def test_the_order_in_which_keys_arrive_does_not_matter(world: Any) -> None:
    story = records(world, *told.whole_story(), traceparent=TRACEPARENT)
    await world.deliveries.deliver(*story)
    first = await state(world)
    async with world.client() as client:
        shown = (await client.get(f"/dashboards/v1/gaps/{told.GAP}/timeline")).json()
    for n in range(5):
        keys = sorted({(record.topic, record.key) for record in story})
        Random(n).shuffle(keys)
        other = Deliveries(replace(read_models, consumer=f"dashboards.test-order-{n}"), world.running.worker)
        for key in keys:
            await other.deliver(*(one for one in story if (one.topic, one.key) == key), epoch=10 + n)
        assert await state(world, 10 + n) == first
    assert len(shown["entries"]) == 11


async def test_another_severity_is_another_step(world: Any) -> None:
    await world.tell(told.found(), told.found(severity="critical", assessment="winter", on=9))
    assert [row.said["severity"] for row in await steps(world)] == ["serious", "critical"]


async def test_a_meeting_about_no_gap_tells_of_none(world: Any) -> None:
    await world.tell(told.met(5, gap=None))
    assert (await steps(world), await news(world)) == ([], [])


async def test_fields_of_a_newer_publisher_are_ignored(world: Any) -> None:
    event = told.agreed()
    await world.deliveries.deliver(*records(world, event, body=unknown_field(event, colour="green")))
    (row,) = await steps(world)
    assert row.said["due_on"] == "2026-10-20"
    assert "colour" not in row.said


@pytest.mark.parametrize("event", told.whole_story(), ids=lambda one: type(one).__name__)
async def test_a_body_that_is_no_event_is_poison(world: Any, event: Event) -> None:
    with pytest.raises(Poison):
        await world.deliveries.deliver(*records(world, event, body=b'{"gap_id": 1}'))
    assert await steps(world) == []


async def test_each_district_keeps_what_it_was_told(world: Any) -> None:
    await world.tell(*told.whole_story())
    await world.tell(*told.as_host(), district_id=DISTRICT_B)
    assert len(await steps(world)) == 10
    assert {row.kind for row in await steps(world, DISTRICT_B)} == {
        "match_proposed", "match_confirmed", "match_ended", "action_agreed", "resource_used", "action_completed",
        "meeting_held",
    }  # fmt: skip


async def test_what_is_told_again_keeps_the_moment_and_the_trace_of_the_first_telling(world: Any) -> None:
    await world.deliveries.deliver(*records(world, *told.whole_story(), traceparent=TRACEPARENT))
    before, head = await state(world), await world.head()
    other = TRACEPARENT.replace("4bf9", "ffff")
    again = records(world, *told.whole_story(), snapshot=True, traceparent=other)
    await world.deliveries.deliver(*again)
    assert (await state(world), await world.head()) == (before, head)
    assert {row.trace_id for row in await steps(world)} == {TRACE}


async def test_telling_again_heals_what_was_lost(world: Any) -> None:
    await world.deliveries.deliver(*records(world, told.found(), told.proposed(), traceparent=TRACEPARENT))
    for event in (told.confirmed(), told.agreed(), told.used()):
        world.deliveries.record(DISTRICT_A, event)  # lost on the way
    snapshots = records(
        world, told.proposed(), told.confirmed(), told.agreed(), told.used(), snapshot=True, traceparent=TRACEPARENT
    )
    await world.deliveries.deliver(*snapshots)
    found = await steps(world)
    assert [row.kind for row in found] == [
        "found",
        "match_proposed",
        "match_confirmed",
        "action_agreed",
        "resource_used",
    ]
    assert [row.moment is not None for row in found] == [True, True, False, False, False]
    assert [row.trace_id for row in found] == [TRACE, TRACE, None, None, None]


async def test_a_first_telling_and_a_snapshot_in_one_batch_are_one_step(world: Any) -> None:
    first = records(world, told.found(), traceparent=TRACEPARENT)
    await world.deliveries.deliver(*first, *records(world, told.found(), snapshot=True))
    (row,) = await steps(world)
    assert (row.trace_id, row.moment is not None) == (TRACE, True)


@pytest.mark.parametrize("wrong", ["", "x", "00-" + "0" * 32 + "-00f067aa0ba902b7-01", "00-4bf9-00f0-01"])
async def test_a_trace_that_is_none_is_not_kept(world: Any, wrong: str) -> None:
    await world.deliveries.deliver(*records(world, told.found(), traceparent=wrong))
    assert [row.trace_id for row in await steps(world)] == [None]


async def test_open_pages_hear_of_each_gap_that_changes(world: Any) -> None:
    await world.tell(told.found(), told.found(gap="other"))
    await world.tell(told.proposed())
    news = "select gap_id, position from gap_news order by position"
    assert [tuple(row) for row in await rows(world, news)] == [(world.uid("other"), 2), (told.GAP, 3)]
    await world.tell(told.scored("winter", 10, "0.4"))
    assert {(row.gap_id, row.position > 3) for row in await rows(world, news)} == {
        (told.GAP, True), (world.uid("other"), True),
    }  # fmt: skip
    head = await world.head()
    await world.tell(told.scored("of a school", 11, "0.4", site="north"))
    assert await world.head() == head


async def test_a_generation_that_nobody_streams_has_no_news(world: Any) -> None:
    other = Deliveries(rebuilding, world.running.worker)
    await other.deliver(*(other.record(DISTRICT_A, event) for event in told.whole_story()), epoch=2)
    assert await rows(world, "select 1 from gap_news") == []
    assert len(await steps(world)) == 10
