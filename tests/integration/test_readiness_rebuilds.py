"""Promise 5, for the drafts of a selection: whatever their reader lost, it comes to the same again."""

from collections.abc import Sequence

import pytest

from partners.handlers import selection
from shared.contracts.readiness import READINESS
from shared.events import ledger
from shared.events.event import Record
from tests.integration.accepting import Accepting
from tests.integration.backups import back_up, restore
from tests.integration.compare import rows
from tests.integration.selecting import AGREEMENTS, Applied, drafted_id
from tests.integration.topic import Key, by_key, records

pytestmark = pytest.mark.slow


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
    before, told = await hazel.drafts(), await records(hazel.platform, READINESS.name)
    hazel.platform.run("readiness", "republish")
    await hazel.platform.settled()
    everything = await records(hazel.platform, READINESS.name)
    known = {one.event_id for one in told}
    again = [one for one in everything if one.event_id not in known]
    assert by_key(again).keys() == by_key(told).keys()
    assert last_said(again) == last_said(told)
    assert all(one.snapshot for one in again)
    assert await hazel.drafts() == before


async def test_a_reader_that_begins_again_comes_to_the_same_drafts(hazel: Accepting) -> None:
    """It reads all of the log, with nothing to tell it what it had."""
    place = await hazel.chosen()
    await hazel.accept(place)
    await hazel.platform.settled()
    await signed(hazel, place)
    before = await hazel.drafts()
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
    assert await hazel.drafts() == before


async def test_partners_restored_to_before_the_acceptance_come_to_the_same_drafts(hazel: Accepting) -> None:
    place = await hazel.chosen()
    await back_up(hazel.platform, "partners")
    await hazel.accept(place)
    await hazel.platform.settled()
    before = await hazel.drafts()
    hazel.stop("partners worker")
    restore(hazel.platform, "partners")
    assert len(await hazel.problems()) == 2, "the two drafts are gone"
    hazel.start("partners")
    await hazel.platform.settled()
    assert await hazel.drafts() == before
    assert await hazel.problems() == []
