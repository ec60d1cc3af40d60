"""Promises 1 to 3, 5 and 6 for what resources tells of its items, and for what it does about them where others have
adopted them; the checks fail without what upholds them.
"""

from uuid import UUID

import pytest

from demo.calls import CallFailed
from shared.contracts.resources import (
    RESOURCES,
    ResourceAdapted,
    ResourceAdopted,
    ResourceAdoptionEnded,
    ResourcePublished,
    ResourceReinstated,
    ResourceRetired,
    ResourceRevised,
)
from shared.events.event import REGISTRY
from tests.integration.compare import rows
from tests.integration.following import Following
from tests.integration.library import TYPED
from tests.integration.topic import CODE, by_key, last, leaves, records, said
from tests.integration.waiting import until

pytestmark = pytest.mark.slow


async def test_every_kind_is_told_once_with_its_change_in_its_keys_order_and_none_of_what_is_refused(
    rowan: Following,
) -> None:
    one = await rowan.followed()
    await rowan.revise(one)
    await rowan.author.stand(one.item_id, "retired")
    await rowan.author.stand(one.item_id, "offered")
    await rowan.platform.settled()
    assert await rowan.problems() == []
    await rowan.follower.do(one.adoption_id, "adapt", {})
    with pytest.raises(CallFailed, match="409"):
        await rowan.follower.do(one.adoption_id, "follow")
    await rowan.follower.do(one.adoption_id, "end")
    rowan.items.remove(one)
    await rowan.author.stand(one.item_id, "recalled")
    with pytest.raises(CallFailed, match="409"):
        await rowan.author.stand(one.item_id, "offered")
    await rowan.platform.settled()
    of_topic = await records(rowan.platform, RESOURCES.name)
    kinds = {key: [REGISTRY[event.event_type] for event in found] for key, found in by_key(of_topic).items()}
    assert kinds[rowan.author.district.district_id, one.item_id] == [
        ResourcePublished, ResourceRevised, ResourceRetired, ResourceReinstated, ResourceRetired,
    ]  # fmt: skip
    assert kinds[rowan.follower.district.district_id, one.adoption_id] == [
        ResourceAdopted, ResourceAdopted, ResourceAdapted, ResourceAdoptionEnded,
    ]  # fmt: skip
    assert await rowan.disordered(one) == []
    assert {kind for found in kinds.values() for kind in found} == {
        event for event in REGISTRY.values() if event.topic == RESOURCES
    }
    assert not any(CODE.fullmatch(words.lower()) for words in TYPED), "words would be seen"
    assert [leaf for told in of_topic for leaf in leaves(told) if not CODE.fullmatch(leaf)] == []


async def test_a_version_is_published_and_another_recalled_while_kafka_is_away_and_reach_adopters_once_it_is_back(
    rowan: Following,
) -> None:
    assert rowan.platform.stack.kafka is not None
    one, bad = await rowan.followed(), await rowan.adapted()
    rowan.platform.stack.kafka.kill()
    await rowan.revise(one)
    await rowan.recall(bad)
    author = rowan.author.district.district_id
    waiting = await rows(rowan.platform, "resources", "select district_id, key from outbox order by id", author)
    assert [tuple(row) for row in waiting] == [(UUID(author), one.item_id), (UUID(author), bad.item_id)]
    assert len(await rowan.missing()) == 2, "neither has reached the follower yet"
    rowan.platform.stack.kafka.start()
    await rowan.platform.settled()
    assert await rowan.problems() == []
    assert await rowan.disordered(one) == []


async def test_what_comes_in_disorder_is_held_as_it_was_left(rowan: Following) -> None:
    one, bad = await rowan.followed(), await rowan.adapted()
    rowan.stop("resources worker")
    for item in (one, one, bad):
        await rowan.revise(item)
    await rowan.recall(bad)
    backwards = rowan.start_broken("no_order_at_all", "resources")
    await rowan.platform.settled()
    rowan.stop(backwards)
    rowan.start("resources")
    assert any(found.startswith(one.item_id) for found in await rowan.disordered(one)), "the newest was sent first"
    assert await rowan.problems() == []


async def test_sabotage_what_is_taken_twice_is_found_out(rowan: Following) -> None:
    """Promise 2: with no guard and nothing held, the comparison sees what nobody published."""
    one = await rowan.followed()
    rowan.stop("resources worker")
    await rowan.revise(one)
    for times in (1, 2):
        unguarded = rowan.start_broken("follows_and_forgets", "resources")

        async def told(wanted: int = times) -> bool:
            found = by_key(await records(rowan.platform, RESOURCES.name))
            return len(found[rowan.follower.district.district_id, one.adoption_id]) == 1 + wanted

        await until(told, seconds=60)
        rowan.stop(unguarded)
    rowan.start("resources")
    await rowan.platform.settled()
    found = await rowan.problems()
    rowan.items.remove(one)
    assert any(problem.startswith(f"{one.item_id} was told too often") for problem in found)


async def test_what_kafka_never_had_is_missed_and_reaches_adopters_when_all_is_told_again(rowan: Following) -> None:
    """Sabotage of promise 1, too: the comparison sees a loss."""
    one, bad = await rowan.followed(), await rowan.adapted()
    rowan.stop("resources worker")
    await rowan.revise(one)
    await rowan.recall(bad)
    losing = rowan.start_broken("relay_loses", "resources")
    await rowan.platform.settled()
    rowan.stop(losing)
    rowan.start("resources")
    assert len(await rowan.problems()) == 2
    rowan.platform.run("resources", "republish")
    await rowan.platform.settled()
    assert await rowan.problems() == []


async def test_told_again_it_is_the_same_and_changes_nothing(rowan: Following) -> None:
    one, bad = await rowan.followed(), await rowan.adapted()
    await rowan.revise(one)
    await rowan.recall(bad)
    await rowan.platform.settled()
    told = await records(rowan.platform, RESOURCES.name)
    before = [await rowan.follower.held(item.adoption_id) for item in rowan.items]
    rowan.platform.run("resources", "republish")
    await rowan.platform.settled()
    known = {event.event_id for event in told}
    again = [event for event in await records(rowan.platform, RESOURCES.name) if event.event_id not in known]
    assert all(event.snapshot for event in again)
    for key in (rowan.author.district.district_id, one.item_id), (rowan.follower.district.district_id, one.adoption_id):
        assert last(again)[key] == last(told)[key]
    assert said(again).items() <= said(told).items()
    assert [await rowan.follower.held(item.adoption_id) for item in rowan.items] == before
