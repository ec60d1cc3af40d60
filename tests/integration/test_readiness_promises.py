"""The platform's promises for what readiness tells and partners drafts of it; each check is shown to fail without what
upholds it.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from demo.calls import CallFailed
from partners.handlers import selection
from shared.contracts.readiness import READINESS, ApplicationDecided, ApplicationSubmitted, PartnerSelected
from shared.events import ledger
from shared.events.event import REGISTRY, Record
from tests.integration.accepting import Accepting
from tests.integration.backups import back_up, restore
from tests.integration.compare import rows
from tests.integration.selecting import AGREEMENTS, Applied, drafted_id
from tests.integration.topic import Key, by_key, records, sequence_problems
from tests.integration.waiting import until

pytestmark = pytest.mark.slow


async def disordered(hazel: Accepting) -> list[str]:
    """What is wrong with the sequences that the host and its partner were told."""
    districts = (hazel.host.district.district_id, hazel.district.district_id)
    found = [await sequence_problems(hazel.platform, "readiness", READINESS.name, one) for one in districts]
    return [problem for problems in found for problem in problems]


async def drafts(hazel: Accepting) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await hazel.host.caller.all(AGREEMENTS)
    return found


async def signed(hazel: Accepting, place: Applied) -> None:
    """One of the place's agreements is signed by both; the other is withdrawn."""
    path = f"{AGREEMENTS}/{drafted_id(place.application_id, 'to_host')}"
    await hazel.host.caller.sign(path)
    await hazel.district.caller.sign(path)
    await hazel.host.caller.post(f"{AGREEMENTS}/{drafted_id(place.application_id, 'to_partner')}/end", {})


async def begin_again(hazel: Accepting) -> int:
    """Sends partners' reader of selections to the beginning of the log; returns its epoch from now on."""
    database = hazel.platform.database("partners")
    try:
        async with database.transaction(None) as session:
            epoch = await ledger.current_epoch(session, selection.consumer) + 1
            await ledger.set_epoch(session, selection.consumer, epoch)
            return epoch
    finally:
        await database.close()


def last_said(told: Sequence[Record]) -> dict[tuple[Key, str], bytes | None]:
    """What was said last of each kind of a key, by sequence."""
    in_order = sorted(told, key=lambda one: (one.incarnation, one.sequence))
    return {((str(one.district_id), one.key), one.event_type): one.body for one in in_order}


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


async def test_what_comes_in_disorder_waits_and_is_drafted_once(hazel: Accepting) -> None:
    place = await hazel.chosen()
    hazel.stop("readiness worker")
    await hazel.accept(place)
    backwards = hazel.start_broken("no_order_at_all", "readiness")
    await hazel.platform.settled()
    hazel.stop(backwards)
    hazel.start("readiness")
    assert any(one.startswith(place.application_id) for one in await disordered(hazel)), "the newest was sent first"
    assert await hazel.problems() == []


async def test_a_partnership_that_kafka_never_had_is_missed_and_drafted_when_all_is_told_again(
    hazel: Accepting,
) -> None:
    """Sabotage of promise 1, too: the comparison of drafts sees a loss."""
    place = await hazel.chosen()
    hazel.stop("readiness worker")
    await hazel.accept(place)
    losing = hazel.start_broken("relay_loses", "readiness")
    await hazel.platform.settled()
    hazel.stop(losing)
    hazel.start("readiness")
    assert len(await hazel.problems()) == 2
    hazel.platform.run("readiness", "republish")
    await hazel.platform.settled()
    assert await hazel.problems() == []


async def test_told_again_it_is_the_same_and_changes_nothing_that_the_two_have_signed_or_ended(
    hazel: Accepting,
) -> None:
    place = await hazel.chosen()
    await hazel.accept(place)
    await hazel.platform.settled()
    await signed(hazel, place)
    before, told = await drafts(hazel), await records(hazel.platform, READINESS.name)
    hazel.platform.run("readiness", "republish")
    await hazel.platform.settled()
    everything = await records(hazel.platform, READINESS.name)
    known = {one.event_id for one in told}
    again = [one for one in everything if one.event_id not in known]
    assert by_key(again).keys() == by_key(told).keys()
    assert last_said(again) == last_said(told)
    assert all(one.snapshot for one in again)
    assert await drafts(hazel) == before


async def test_a_reader_that_begins_again_comes_to_the_same_drafts(hazel: Accepting) -> None:
    """It reads all of the log, with nothing to tell it what it had."""
    place = await hazel.chosen()
    await hazel.accept(place)
    await hazel.platform.settled()
    await signed(hazel, place)
    before = await drafts(hazel)
    hazel.stop("partners worker")
    epoch = await begin_again(hazel)
    hazel.start("partners")
    await hazel.platform.settled()
    read = await rows(
        hazel.platform, "partners", "select consumer, epoch, event_id from consumer_inbox", hazel.district.district_id
    )
    told = await records(hazel.platform, READINESS.name)
    assert {one.event_id for one in read if (one.consumer, one.epoch) == (selection.consumer, epoch)} == {
        one.event_id for one in told
    }
    assert await drafts(hazel) == before


async def test_partners_restored_to_before_the_acceptance_come_to_the_same_drafts(hazel: Accepting) -> None:
    place = await hazel.chosen()
    await back_up(hazel.platform, "partners")
    await hazel.accept(place)
    await hazel.platform.settled()
    before = await drafts(hazel)
    hazel.stop("partners worker")
    restore(hazel.platform, "partners")
    assert len(await hazel.problems()) == 2, "the two drafts are gone"
    hazel.start("partners")
    await hazel.platform.settled()
    assert await drafts(hazel) == before
    assert await hazel.problems() == []


async def test_sabotage_what_is_drafted_twice_is_found_out(hazel: Accepting) -> None:
    """Promise 2: with no guard and no id to know a draft by, the comparison sees those that nobody asked for."""
    place = await hazel.chosen()
    hazel.stop("partners worker")
    await hazel.accept(place)
    await hazel.told()
    before = len(await drafts(hazel))
    for more in (2, 4):
        unguarded = hazel.start_broken("drafts_anew_each_time", "partners")

        async def drafted(wanted: int = before + more) -> bool:
            return len(await drafts(hazel)) == wanted

        await until(drafted)
        hazel.stop(unguarded)
    hazel.start("partners")
    assert len([one for one in await hazel.problems() if "asked for by nobody" in one]) == 4
