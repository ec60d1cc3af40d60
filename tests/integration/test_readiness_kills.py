"""Killed between an acceptance and its drafts, wherever that is: there is one draft for each way of sharing."""

import httpx
import pytest
from sqlalchemy import text

from shared.contracts.readiness import READINESS
from tests.integration.accepting import Accepting
from tests.integration.topic import records, repeated
from tests.integration.waiting import until

pytestmark = pytest.mark.slow


async def waiting_events(hazel: Accepting) -> int:
    database = hazel.platform.database("readiness")
    try:
        async with database.transaction(None) as session:
            return await session.scalar(text("select count(*) from outbox")) or 0
    finally:
        await database.close()


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


async def test_a_relay_killed_between_send_and_delete_tells_twice_and_there_is_one_draft(hazel: Accepting) -> None:
    place, before = await hazel.chosen(), await repeats(hazel)
    hazel.stop("readiness")
    await hazel.accept(place)
    assert hazel.died(hazel.start_broken("relay_dies_between_send_and_delete", "readiness", "worker", ready=False)) == 9
    assert await waiting_events(hazel) == 3
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
    hazel.stop("partners")
    await hazel.accept(place)

    async def told() -> bool:
        return await waiting_events(hazel) == 0

    await until(told)
    assert hazel.died(hazel.start_broken(fault, "partners", "worker", ready=False)) == 9
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
    hazel.platform.start("all", "all", "api", port=hazel.platform.port, ready=False)
    for service in ("readiness", "partners"):
        hazel.platform.start(f"{service} worker", service, "worker", ready=False)
    for name in hazel.platform.processes:
        hazel.platform.wait_ready(name)
    await hazel.platform.settled()
    assert await hazel.problems() == []
