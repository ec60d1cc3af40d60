"""Promises 1 to 3, 5 and 6 for what resources tells of its items, and for what becomes of it where others have adopted
them: undisturbed, killed anywhere, and without what upholds them, when the checks must fail.
"""

from uuid import UUID

import httpx
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
from tests.integration.library import OWN, TYPED, content
from tests.integration.topic import CODE, by_key, last, leaves, records, repeated
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


async def test_what_kafka_never_had_comes_when_all_is_told_again_which_changes_nothing_else(rowan: Following) -> None:
    """Sabotage of promise 1, too: the comparison sees a loss."""
    one, bad, whole = await rowan.followed(), await rowan.adapted(), await rowan.followed()
    await rowan.revise(whole)
    await rowan.platform.settled()
    rowan.stop("resources worker")
    await rowan.revise(one)
    await rowan.recall(bad)
    losing = rowan.start_broken("relay_loses", "resources")
    await rowan.platform.settled()
    rowan.stop(losing)
    rowan.start("resources")
    assert len(await rowan.problems()) == 2
    told, held = await records(rowan.platform, RESOURCES.name), await rowan.follower.held(whole.adoption_id)
    rowan.platform.run("resources", "republish")
    await rowan.platform.settled()
    assert await rowan.problems() == []
    assert await rowan.follower.held(whole.adoption_id) == held
    known = {event.event_id for event in told}
    snapshots = [
        event
        for event in await records(rowan.platform, RESOURCES.name)
        if event.event_id not in known and event.snapshot
    ]
    author, follower = rowan.author.district.district_id, rowan.follower.district.district_id
    for key in (author, whole.item_id), (follower, whole.adoption_id):
        assert last(snapshots)[key] == last(told)[key]


async def repeats(rowan: Following) -> int:
    return repeated(await records(rowan.platform, RESOURCES.name))


async def test_a_writer_killed_before_its_commit_leaves_neither_the_version_nor_its_event(rowan: Following) -> None:
    one = await rowan.followed()
    caller, path = rowan.author.district.caller, f"{OWN}/{one.item_id}/draft"
    await rowan.author.begin(one.item_id, content())
    await caller.edit("POST", f"{path}/submit", {"changes": "It says more."})
    dying = rowan.start_broken("writer_dies_before_commit", "resources", "api")
    url = f"http://127.0.0.1:{rowan.platform.ports[dying]}{path}"
    headers = {"Authorization": f"Bearer {await caller._bearer()}"}
    async with httpx.AsyncClient(timeout=30, headers=headers) as client:
        read = await client.get(url)
        with pytest.raises(httpx.TransportError):
            await client.post(f"{url}/publish", headers={"If-Match": read.headers["ETag"]})
    assert rowan.died(dying) == 9
    await rowan.platform.settled()
    assert (await caller.get(path))["state"] == "in_review"
    assert await rowan.problems() == [], "it is held nowhere"
    await caller.edit_as_read("POST", path, f"{path}/publish")
    one.versions += 1
    await rowan.platform.settled()
    assert await rowan.problems() == []
    assert await rowan.disordered(one) == []


async def test_a_relay_killed_between_send_and_delete_tells_twice_and_it_is_taken_once(rowan: Following) -> None:
    one, before = await rowan.followed(), await repeats(rowan)
    rowan.stop("resources worker")
    await rowan.revise(one)
    await rowan.dies("relay_dies_between_send_and_delete")
    assert await rowan.platform.waiting("resources") >= 1
    rowan.start("resources")
    await rowan.platform.settled()
    assert await repeats(rowan) > before
    assert await rowan.problems() == []
    assert await rowan.disordered(one) == []


@pytest.mark.parametrize(("fault", "committed"), [
    ("consumer_dies_before_commit", False),
    ("consumer_dies_after_commit", True),
])  # fmt: skip
async def test_a_follower_killed_round_its_commit_has_it_once(rowan: Following, fault: str, committed: bool) -> None:
    one, bad = await rowan.followed(), await rowan.adapted()
    rowan.stop("resources worker")
    await rowan.revise(one)
    await rowan.recall(bad)
    await rowan.dies(fault)
    assert (len(await rowan.missing()) < 2) is committed
    rowan.start("resources")
    await rowan.platform.settled()
    assert await rowan.problems() == []


async def test_all_killed_after_a_version_was_published_it_is_followed_once_they_are_back(rowan: Following) -> None:
    one = await rowan.followed()
    rowan.platform.kill("resources worker")
    await rowan.let_go()
    await rowan.revise(one)
    for name in ("resources api", "partners"):
        rowan.platform.kill(name)
    rowan.platform.start("partners", "partners", "run")
    rowan.platform.start("resources api", "resources", "api")
    rowan.start("resources")
    await rowan.platform.settled()
    assert await rowan.problems() == []
    assert await rowan.disordered(one) == []
