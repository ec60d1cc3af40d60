"""Promises 1 to 3 and 6, for what readiness tells and partners drafts of it; the checks fail without what upholds them.

Kills are in `test_readiness_kills`, promise 5 is in `test_readiness_rebuilds`.
"""

from uuid import UUID

import pytest

from demo.calls import CallFailed
from shared.contracts.readiness import READINESS, ApplicationDecided, ApplicationSubmitted, PartnerSelected
from shared.events.event import REGISTRY
from tests.integration.accepting import Accepting
from tests.integration.compare import rows
from tests.integration.topic import by_key, records, sequence_problems
from tests.integration.waiting import until

pytestmark = pytest.mark.slow


async def disordered(hazel: Accepting) -> list[str]:
    """What is wrong with the sequences that the host and its partner were told."""
    districts = (hazel.host.district.district_id, hazel.district.district_id)
    found = [await sequence_problems(hazel.platform, "readiness", READINESS.name, one) for one in districts]
    return [problem for problems in found for problem in problems]


async def test_an_event_is_told_with_its_change_in_its_keys_order_and_none_of_what_is_refused(hazel: Accepting) -> None:
    place = await hazel.chosen()
    await hazel.accept(place)
    with pytest.raises(CallFailed, match="409"):
        await place.answer("accept")
    await hazel.platform.settled()
    assert await disordered(hazel) == []
    told = by_key(await records(hazel.platform, READINESS.name))
    of_both = [ApplicationSubmitted, ApplicationDecided, ApplicationDecided]
    for district, kinds in ((hazel.host.district, [*of_both, PartnerSelected]), (hazel.district, of_both)):
        found = told[district.district_id, place.application_id]
        assert [REGISTRY[one.event_type] for one in found] == kinds
        decided = [REGISTRY[one.event_type].read(one.body or b"") for one in found[1:3]]
        assert [one.standing for one in decided if isinstance(one, ApplicationDecided)] == ["chosen", "accepted"]
    assert await place.standing() == "accepted"
    assert await hazel.problems() == []


async def test_a_place_is_accepted_while_kafka_is_away_and_drafted_once_it_is_back(hazel: Accepting) -> None:
    assert hazel.platform.stack.kafka is not None
    place = await hazel.chosen()
    hazel.platform.stack.kafka.kill()
    await hazel.accept(place)
    waiting = "select district_id, sequence from outbox order by id"
    told = await rows(hazel.platform, "readiness", waiting, hazel.district.district_id)
    host, partner = UUID(hazel.host.district.district_id), UUID(hazel.district.district_id)
    assert sorted(tuple(one) for one in told) == sorted([(host, 3), (host, 4), (partner, 3)])
    assert len(await hazel.problems()) == 2, "neither way is drafted yet"
    hazel.platform.stack.kafka.start()
    await hazel.platform.settled()
    assert await hazel.problems() == []
    assert await disordered(hazel) == []


async def test_what_comes_in_disorder_is_drafted_once(hazel: Accepting) -> None:
    place = await hazel.chosen()
    hazel.stop("readiness worker")
    await hazel.accept(place)
    backwards = hazel.start_broken("no_order_at_all", "readiness")
    await hazel.platform.settled()
    hazel.stop(backwards)
    hazel.start("readiness")
    assert any(one.startswith(place.application_id) for one in await disordered(hazel)), "the newest was sent first"
    assert await hazel.problems() == []


async def test_sabotage_what_is_drafted_twice_is_found_out(hazel: Accepting) -> None:
    """Promise 2: with no guard and no id to know a draft by, the comparison sees those that nobody asked for."""
    place = await hazel.chosen()
    hazel.stop("partners worker")
    await hazel.accept(place)
    await hazel.told()
    before = len(await hazel.drafts())
    for more in (2, 4):
        unguarded = hazel.start_broken("drafts_anew_each_time", "partners")

        async def drafted(wanted: int = before + more) -> bool:
            return len(await hazel.drafts()) == wanted

        await until(drafted, seconds=60)
        hazel.stop(unguarded)
    hazel.start("partners")
    assert len([one for one in await hazel.problems() if "asked for by nobody" in one]) == 4
