"""Killed between a version and those who follow it, wherever that is: each has it once."""

import httpx
import pytest

from shared.contracts.resources import RESOURCES
from tests.integration.following import Following
from tests.integration.library import OWN, content
from tests.integration.topic import records, repeated

pytestmark = pytest.mark.slow


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
    assert rowan.died(rowan.start_broken("relay_dies_between_send_and_delete", "resources", ready=False)) == 9
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
async def test_a_follower_killed_round_its_commit_takes_it_once(rowan: Following, fault: str, committed: bool) -> None:
    one, bad = await rowan.followed(), await rowan.adapted()
    for change, item in ((rowan.revise, one), (rowan.recall, bad)):
        rowan.stop("resources worker")
        await change(item)
        assert rowan.died(rowan.start_broken(fault, "resources", ready=False)) == 9
        assert (await rowan.problems() == []) is committed
        rowan.start("resources")
        await rowan.platform.settled()
        assert await rowan.problems() == []


async def test_all_killed_after_a_version_was_published_it_is_followed_once_they_are_back(rowan: Following) -> None:
    one = await rowan.followed()
    rowan.platform.kill("resources worker")
    await rowan.revise(one)
    for name in ("resources api", "partners"):
        rowan.platform.kill(name)
    rowan.platform.start("partners", "partners", "run")
    rowan.platform.start("resources api", "resources", "api")
    rowan.start("resources")
    await rowan.platform.settled()
    assert await rowan.problems() == []
    assert await rowan.disordered(one) == []
