"""A district's feed: its changes once and in order, and no position that there is none of."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from partners.feeds.usecases import Entry, append
from shared.events.apply import Poison
from shared.testing import Deliveries
from shared.testing.deliveries import unknown_field

ITEM = uuid4()


async def test_a_district_reads_its_own_changes_in_order(partners: Any, log: Deliveries) -> None:
    learner = uuid4()
    before = len(await partners.feed("Cedar"))
    await log.send(partners.districts["Cedar"], *(partners.changed(learner, ITEM, score) for score in (1, 2, 4)))
    told = (await partners.feed("Cedar"))[before:]
    assert [(c["kind"], c["learner_id"], c["score"]) for c in told] == [
        ("mastery.changed", str(learner), score) for score in (1, 2, 4)
    ]
    assert [c["position"] for c in told] == list(range(before + 1, before + 4))


async def test_no_code_path_tells_another_district_anything_without_a_reason(partners: Any) -> None:
    alder, birch = partners.districts["Alder"], partners.districts["Birch"]
    async with partners.running.worker.transaction(alder) as session:
        with pytest.raises(ValueError, match="disclosure"):
            await append(session, alder, [Entry(birch, "mastery.changed", "x", {})], datetime.now(UTC))


async def test_twice_on_the_wire_is_once_in_the_feed(partners: Any, log: Deliveries) -> None:
    before = len(await partners.feed("Birch"))
    records = await log.send(partners.districts["Birch"], partners.changed(uuid4(), ITEM))
    await log.deliver(*records)
    assert len(await partners.feed("Birch")) == before + 1


async def test_out_of_order_waits_and_unknown_fields_are_ignored(partners: Any, log: Deliveries) -> None:
    learner, birch = uuid4(), partners.districts["Birch"]
    before = len(await partners.feed("Birch"))
    first, second = (partners.changed(learner, ITEM, score) for score in (1, 4))
    early = log.record(birch, second, sequence=2, body=unknown_field(second, added_later="x"))
    await log.deliver(early)
    assert len(await partners.feed("Birch")) == before
    await log.deliver(log.record(birch, first, sequence=1))
    assert [c["score"] for c in (await partners.feed("Birch"))[before:]] == [1, 4]


async def test_a_poisoned_body_is_refused_as_poison(partners: Any, log: Deliveries) -> None:
    change = partners.changed(uuid4(), ITEM)
    with pytest.raises(Poison):
        await log.deliver(log.record(partners.districts["Birch"], change, body=b'{"learner_id": 7}'))


async def test_the_feed_takes_no_bad_position_and_gives_nothing_beyond_its_head(partners: Any) -> None:
    async with partners.client("Birch") as client:
        for after in ("-1", "x", str(2**63)):
            assert (await client.get("/partners/v1/changes", params={"after": after})).status_code == 422
        beyond = (await client.get("/partners/v1/changes", params={"after": 10**9})).json()
        assert beyond == {"changes": [], "next": 10**9, "epoch": 1}
        first = (await client.get("/partners/v1/changes", params={"limit": 2})).json()
        again = (await client.get("/partners/v1/changes", params={"limit": 2})).json()
        assert first == again
        assert first["next"] == 2
    async with partners.running.client() as anonymous:
        assert (await anonymous.get("/partners/v1/changes")).status_code == 401
    async with partners.client("Birch", "partners.read") as client:
        assert (await client.get("/partners/v1/changes")).status_code == 403
    async with partners.client("Birch", "changes.read") as client:
        assert (await client.get("/partners/v1/disclosures")).status_code == 403
