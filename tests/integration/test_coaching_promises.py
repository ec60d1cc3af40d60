"""Promises 1 to 3 and 6, for what coaching tells and dashboards keep of it; the checks fail without what upholds them.

Kills are in `test_coaching_kills`, promise 5 is in `test_coaching_rebuilds`, and that events have no words as well.
"""

from uuid import UUID

import pytest

from demo.calls import CallFailed
from shared.contracts.coaching import COACHING, ActionAgreed, ActionCompleted, ActionResourceUsed
from shared.events.event import REGISTRY
from tests.integration.acting import Acting
from tests.integration.compare import rows
from tests.integration.topic import by_key, records
from tests.integration.waiting import until

pytestmark = pytest.mark.slow


async def test_an_event_is_told_with_its_change_to_both_in_order_and_none_of_what_is_refused(maple: Acting) -> None:
    path = await maple.proposed()
    with pytest.raises(CallFailed, match="409"):
        await maple.two.host.caller.edit_as_read("POST", path, f"{path}/agree")
    await maple.agree(path)
    await maple.use(path)
    with pytest.raises(CallFailed, match="409"):
        await maple.two.use(path)
    await maple.confirm(path)
    await maple.platform.settled()
    told = by_key(await records(maple.platform, COACHING.name))
    for one in maple.two.both:
        found = told[one.district_id, path.rpartition("/")[2]]
        kinds = [REGISTRY[event.event_type] for event in found]
        assert kinds == [ActionAgreed, ActionResourceUsed, ActionCompleted]
    assert await maple.disordered() == []
    assert await maple.problems() == []


async def test_an_action_is_agreed_while_kafka_is_away_and_in_both_timelines_once_it_is_back(maple: Acting) -> None:
    assert maple.platform.stack.kafka is not None
    path = await maple.proposed()
    maple.platform.stack.kafka.kill()
    await maple.agree(path)
    both = [UUID(one.district_id) for one in maple.two.both]
    for one in maple.two.both:
        waiting = await rows(
            maple.platform, "coaching", "select district_id, sequence from outbox order by id", one.district_id
        )
        assert sorted(tuple(row) for row in waiting) == sorted((district, 1) for district in both)
    assert len(await maple.problems()) == 2, "neither timeline has it yet"
    maple.platform.stack.kafka.start()
    await maple.platform.settled()
    assert await maple.problems() == []
    assert await maple.disordered() == []


async def test_what_comes_in_disorder_is_in_the_timelines_once(maple: Acting) -> None:
    path = await maple.proposed()
    maple.stop("coaching worker")
    await maple.agree(path)
    await maple.use(path)
    backwards = maple.start_broken("no_order_at_all", "coaching")
    await maple.platform.settled()
    maple.stop(backwards)
    maple.start("coaching")
    action = path.rpartition("/")[2]
    assert any(one.startswith(action) for one in await maple.disordered()), "the newest was sent first"
    assert await maple.problems() == []


async def test_sabotage_what_is_told_twice_is_found_out_and_a_rebuild_mends_it(maple: Acting) -> None:
    """Promise 2: with no guard and nothing to know a step by, the comparison sees what nobody did."""
    path = await maple.proposed()
    maple.stop("dashboards worker")
    await maple.agree(path)
    await maple.has_told("coaching")
    for times in (1, 2):
        unguarded = maple.start_broken("tells_anew_each_time", "dashboards")

        async def told(wanted: int = times) -> bool:
            of = [entry["of_id"] for timeline in await maple.timelines() for entry in timeline]
            return of.count(path.rpartition("/")[2]) == 2 * wanted

        await until(told, seconds=60)
        maple.stop(unguarded)
    maple.start("dashboards")
    await maple.platform.settled()
    assert any("told too often" in one for one in await maple.problems())
    maple.platform.run("dashboards", "rebuild")
    await maple.platform.settled()
    assert await maple.problems() == []
