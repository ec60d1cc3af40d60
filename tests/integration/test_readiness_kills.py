"""Killed between an acceptance and its drafts, wherever that is: there is one draft for each way of sharing."""

import httpx
import pytest

from shared.contracts.readiness import READINESS
from tests.integration.accepting import Accepting
from tests.integration.apart import start_processes
from tests.integration.topic import records, repeated, sequence_problems

pytestmark = pytest.mark.slow


async def repeats(hazel: Accepting) -> int:
    return repeated(await records(hazel.platform, READINESS.name))


async def test_a_writer_killed_before_its_commit_leaves_neither_the_acceptance_nor_its_event(hazel: Accepting) -> None:
    place = await hazel.chosen()
    dying = hazel.start_broken("writer_dies_before_commit", "readiness", "api")
    token = await place.district.caller._bearer()
    url = f"http://127.0.0.1:{hazel.platform.ports[dying]}{place.path}/accept"
    async with httpx.AsyncClient(timeout=30) as client:
        with pytest.raises(httpx.TransportError):
            await client.post(url, headers={"Authorization": f"Bearer {token}"})
    assert hazel.died(dying) == 9
    await hazel.platform.settled()
    assert await place.standing() == "chosen"
    assert await hazel.problems() == [], "there is no draft"
    await hazel.accept(place)
    await hazel.platform.settled()
    assert await hazel.problems() == []
    host = hazel.host.district.district_id
    assert await sequence_problems(hazel.platform, "readiness", READINESS.name, host) == []


async def test_a_relay_killed_between_send_and_delete_tells_twice_and_there_is_one_draft(hazel: Accepting) -> None:
    place, before = await hazel.chosen(), await repeats(hazel)
    hazel.stop("readiness worker")
    await hazel.accept(place)
    assert hazel.died(hazel.start_broken("relay_dies_between_send_and_delete", "readiness", ready=False)) == 9
    assert await hazel.waiting() == 3
    hazel.start("readiness")
    await hazel.platform.settled()
    assert await repeats(hazel) == before + 3
    assert await hazel.problems() == []


@pytest.mark.parametrize(("fault", "committed"), [
    ("consumer_dies_before_commit", False),
    ("consumer_dies_after_commit", True),
])  # fmt: skip
async def test_a_reader_killed_round_its_commit_drafts_once(hazel: Accepting, fault: str, committed: bool) -> None:
    place = await hazel.chosen()
    hazel.stop("partners worker")
    await hazel.accept(place)
    await hazel.told()
    assert hazel.died(hazel.start_broken(fault, "partners", ready=False)) == 9
    assert (await hazel.problems() == []) is committed
    hazel.start("partners")
    await hazel.platform.settled()
    assert await hazel.problems() == []


async def test_all_killed_after_the_acceptance_is_drafted_once_they_are_back(hazel: Accepting) -> None:
    place = await hazel.chosen()
    for name in ("partners worker", "readiness worker"):
        hazel.platform.kill(name)
    await hazel.accept(place)
    hazel.platform.kill("all")
    start_processes(hazel.platform, ["readiness", "partners"])
    await hazel.platform.settled()
    assert await hazel.problems() == []
