"""Killed between an agreement and the timelines of both districts, wherever that is: each has it once."""

import httpx
import pytest

from shared.contracts.coaching import COACHING, EngagementStarted
from tests.integration.acting import Acting
from tests.integration.apart import start_processes
from tests.integration.coached import COACHING as V1
from tests.integration.selecting import chosen
from tests.integration.topic import records, repeated

pytestmark = pytest.mark.slow


async def repeats(maple: Acting) -> int:
    return repeated(await records(maple.platform, COACHING.name))


async def test_a_writer_killed_before_its_commit_leaves_neither_the_agreement_nor_its_event(maple: Acting) -> None:
    path = await maple.proposed()
    dying = maple.start_broken("writer_dies_before_commit", "coaching", "api")
    token = await maple.two.partner.caller._bearer()
    url = f"http://127.0.0.1:{maple.platform.ports[dying]}{path}"
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(timeout=30, headers=headers) as client:
        read = await client.get(url)
        with pytest.raises(httpx.TransportError):
            await client.post(f"{url}/agree", headers={"If-Match": read.headers["ETag"]})
    assert maple.died(dying) == 9
    await maple.platform.settled()
    assert await maple.state(path) == "proposed"
    assert await maple.problems() == [], "it is in no timeline"
    await maple.agree(path)
    await maple.platform.settled()
    assert await maple.problems() == []
    assert await maple.disordered() == []


async def test_a_relay_killed_between_send_and_delete_tells_twice_and_each_has_it_once(maple: Acting) -> None:
    path, before = await maple.proposed(), await repeats(maple)
    maple.stop("coaching worker")
    await maple.agree(path)
    assert maple.died(maple.start_broken("relay_dies_between_send_and_delete", "coaching", ready=False)) == 9
    assert await maple.platform.waiting("coaching") == 2
    maple.start("coaching")
    await maple.platform.settled()
    assert await repeats(maple) == before + 2
    assert await maple.problems() == []


@pytest.mark.parametrize(("fault", "committed"), [
    ("consumer_dies_before_commit", False),
    ("consumer_dies_after_commit", True),
])  # fmt: skip
async def test_a_reader_killed_round_its_commit_has_it_once(maple: Acting, fault: str, committed: bool) -> None:
    path = await maple.proposed()
    maple.stop("dashboards worker")
    await maple.agree(path)
    await maple.has_told("coaching")
    assert maple.died(maple.start_broken(fault, "dashboards", ready=False)) == 9
    assert (len(await maple.problems()) < 2) is committed
    maple.start("dashboards")
    await maple.platform.settled()
    assert await maple.problems() == []


async def test_coaching_killed_while_it_hears_of_a_partner_opens_one_engagement(maple: Acting) -> None:
    place = await chosen(maple.two.host, maple.two.partner)
    await maple.platform.settled()
    maple.stop("coaching worker")
    await place.answer("accept")
    await maple.has_told("readiness")
    assert maple.died(maple.start_broken("consumer_dies_before_commit", "coaching", ready=False)) == 9
    maple.start("coaching")
    await maple.platform.settled()
    for one in maple.two.both:
        found = await one.caller.all(f"{V1}/engagements")
        assert [shown["application_id"] for shown in found].count(place.application_id) == 1
        told = [
            event for event in await records(maple.platform, COACHING.name) if str(event.district_id) == one.district_id
        ]
        started = [
            EngagementStarted.read(event.body or b"")
            for event in told
            if event.event_type == EngagementStarted.event_type
        ]
        assert [str(event.application_id) for event in started].count(place.application_id) == 1


async def test_all_killed_after_the_agreement_it_is_in_both_timelines_once_they_are_back(maple: Acting) -> None:
    path = await maple.proposed()
    workers = [name for name in maple.platform.processes if name != "all"]
    for name in workers:
        maple.platform.kill(name)
    await maple.agree(path)
    maple.platform.kill("all")
    start_processes(maple.platform, [name.removesuffix(" worker") for name in workers])
    await maple.platform.settled()
    assert await maple.problems() == []
    assert await maple.disordered() == []
