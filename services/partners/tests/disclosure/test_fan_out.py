"""Mastery becomes known to partners, as far as agreements allow and no further."""

import asyncio
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import ProgrammingError

from partners import handlers
from partners.agreements.rules import Agreement, Decision, Granularity
from partners.agreements.usecases import activate_and_expire
from partners.disclosure.usecases import disclose_mastery
from partners.disclosure.usecases.disclose_aggregates import disclose_aggregates
from partners.feeds import usecases
from partners.feeds.rules import START, LogEntry, chained
from services.partners.tests.disclosure.told import disclosed_without_log, leaks
from shared.contracts.partners import AggregateDisclosed, AgreementChanged, MasteryDisclosed
from shared.contracts.rostering import Identifier, PersonChanged
from shared.testing import Deliveries
from shared.values.calendar import last_of, start_of
from shared.values.clock import utc_now

ITEM = uuid4()


async def test_a_partner_learns_a_pseudonym_and_the_discloser_a_log_entry(partners: Any, log: Deliveries) -> None:
    agreement = await partners.activate("Birch", "Cedar", "pseudonymous")
    learner = uuid4()
    await partners.running.clear_outbox()
    before = len(await partners.feed("Cedar"))
    await log.send(partners.districts["Birch"], partners.changed(learner, ITEM, 4), partners.changed(learner, ITEM, 2))
    told = (await partners.feed("Cedar"))[before:]
    assert [(c["kind"], c["score"], c["agreement_id"]) for c in told] == [
        ("mastery.disclosed", 4, agreement), ("mastery.disclosed", 2, agreement)]  # fmt: skip
    assert len({c["subject"] for c in told}) == 1
    assert str(learner) not in str(told)
    assert UUID(told[0]["subject"]).version == 4
    assert "identifiers" not in told[0]
    published = await partners.running.published(MasteryDisclosed)
    assert [(p.district_id, p.event.subject) for p in published] == [
        (partners.districts["Cedar"], UUID(told[0]["subject"]))] * 2  # fmt: skip
    async with partners.client("Birch") as client:
        listed = (await client.get("/partners/v1/disclosures", params={"learner_id": str(learner)})).json()["items"]
    assert [(d["recipient_id"], d["granularity"], d["pseudonym"]) for d in listed] == [
        (str(partners.districts["Cedar"]), "pseudonymous", told[0]["subject"])] * 2  # fmt: skip
    async with partners.client("Cedar") as client:
        assert (await client.get("/partners/v1/disclosures")).json()["items"] == []
    assert await disclosed_without_log(partners) == 0


async def test_an_agreement_that_ends_stops_the_flow_at_once(partners: Any, log: Deliveries) -> None:
    learner = uuid4()
    agreement = await partners.activate("Cedar", "Alder", "pseudonymous")
    await log.send(partners.districts["Cedar"], partners.changed(learner, ITEM))
    count = len(await partners.feed("Alder"))
    assert count == 1
    async with partners.client("Alder") as client:
        ended = await client.post(f"/partners/v1/agreements/{agreement}/end")
    assert ended.json()["state"] == "ended"
    await log.send(partners.districts["Cedar"], partners.changed(learner, ITEM, 1))
    assert len(await partners.feed("Alder")) == count


async def test_nothing_flows_after_an_agreements_last_day(partners: Any, log: Deliveries) -> None:
    today = utc_now().date()
    agreement = await partners.activate("Cedar", "Alder", "pseudonymous", expires_on=str(today))
    before = len(await partners.feed("Alder"))
    with partners.running.set_clock(lambda: start_of(today + timedelta(days=1), "UTC")):
        await log.send(partners.districts["Cedar"], partners.changed(uuid4(), ITEM))
        assert len(await partners.feed("Alder")) == before, "although the job that expires it has not run"
    with partners.running.set_clock(lambda: last_of(today, "UTC")):
        await log.send(partners.districts["Cedar"], partners.changed(uuid4(), ITEM))
    assert len(await partners.feed("Alder")) == before + 1
    async with partners.client("Alder") as client:
        await client.post(f"/partners/v1/agreements/{agreement}/end")


async def test_identified_adds_the_ids_of_the_disclosers_own_systems(partners: Any, log: Deliveries) -> None:
    learner, alder = uuid4(), partners.districts["Alder"]
    people = Deliveries(handlers.people, partners.running.worker)
    person = PersonChanged(person_id=learner, roles=("learner",), identifiers=(
        Identifier(source="sis", sourced_id="old"),))  # fmt: skip
    await people.send(alder, person)
    await people.send(alder, person.model_copy(update={"identifiers": (Identifier(source="sis", sourced_id="7"),)}))
    agreement = await partners.activate("Alder", "Cedar", "identified")
    before = len(await partners.feed("Cedar"))
    await log.send(alder, partners.changed(learner, ITEM))
    (told,) = (await partners.feed("Cedar"))[before:]
    assert told["identifiers"] == [{"source": "sis", "sourced_id": "7"}]
    async with partners.client("Alder") as client:
        await client.post(f"/partners/v1/agreements/{agreement}/end")


async def test_consent_is_learner_by_learner_so_without_it_nothing_about_one_learner_flows(
    partners: Any, log: Deliveries
) -> None:
    agreement = await partners.activate("Alder", "Cedar", "identified", basis="consent")
    before = len(await partners.feed("Cedar"))
    await log.send(partners.districts["Alder"], partners.changed(uuid4(), ITEM))
    assert len(await partners.feed("Cedar")) == before
    async with partners.client("Alder") as client:
        await client.post(f"/partners/v1/agreements/{agreement}/end")


async def test_nothing_crosses_a_district_boundary_but_under_an_active_agreement(
    partners: Any, log: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the check would see it: with the gate patched open, the same check fails."""
    learner = uuid4()
    await partners.activate("Alder", "Birch", "pseudonymous")
    async with partners.client("Alder") as client:
        ended = await partners.activate("Alder", "Cedar", "pseudonymous")
        await client.post(f"/partners/v1/agreements/{ended}/end")
    since = {name: len(await partners.feed(name)) for name in partners.districts}
    await log.send(partners.districts["Alder"], partners.changed(learner, ITEM))
    assert len(await partners.feed("Birch")) == since["Birch"] + 1
    assert await leaks(partners, learner, since) == []

    def always(agreements: list[Agreement], *_: Any, **__: Any) -> Decision:
        return Decision(agreements[0], Granularity.PSEUDONYMOUS)

    monkeypatch.setattr(disclose_mastery, "decide", always)
    await log.send(partners.districts["Alder"], partners.changed(learner, ITEM, 1))
    assert await leaks(partners, learner, since) == ["Cedar was told under no active agreement"]


async def test_the_feed_is_gapless_under_concurrent_chunks_of_several_districts(partners: Any) -> None:
    """Eight partitions' chunks at once, each for all three districts, in different orders: no gap, no deadlock."""
    before = {name: len(await partners.feed(name)) for name in partners.districts}
    names = list(partners.districts)

    async def chunk(number: int) -> None:
        log = Deliveries(handlers.fan_out, partners.running.worker)
        order = names[number % 3 :] + names[: number % 3]
        for name in order * 3:
            await log.send(partners.districts[name], partners.changed(uuid4(), ITEM), partners.changed(uuid4(), ITEM))

    await asyncio.gather(*(chunk(number) for number in range(8)))
    for name, count in before.items():
        feed = await partners.feed(name)
        assert [c["position"] for c in feed] == list(range(1, len(feed) + 1))
        assert len(feed) >= count + 48
    assert await disclosed_without_log(partners) == 0


async def test_each_districts_log_is_one_unbroken_chain(partners: Any) -> None:
    entries = 0
    for district_id in partners.districts.values():
        async with partners.running.worker.transaction(district_id) as session:
            rows = (await session.execute(text("select * from disclosure order by number"))).all()
        previous = START
        for number, row in enumerate(rows, 1):
            content = {name: getattr(row, name) for name in LogEntry.__dataclass_fields__}
            previous = chained(previous, LogEntry(**content))
            assert (row.number, row.hash) == (number, previous)
        entries += len(rows)
    assert entries > 0


async def test_nobody_can_change_the_log(partners: Any) -> None:
    for statement in ("update disclosure set purpose = 'other'", "delete from disclosure"):
        with pytest.raises(ProgrammingError, match="permission"):
            async with partners.running.worker.transaction(partners.districts["Birch"]) as session:
                await session.execute(text(statement))


@pytest.fixture(scope="module")
async def aggregating(partners: Any) -> tuple[UUID, UUID]:
    """A fourth and a fifth district, the first of which tells the second aggregates."""
    async with partners.running.client(partners.districts["Alder"], "platform.manage") as client:
        for name, minimum in (("Dogwood", 12), ("Elm", 10)):
            answer = await client.post("/partners/v1/districts", json={"name": name, "minimum_group": minimum})
            partners.districts[name] = UUID(answer.json()["district_id"])
    await partners.activate("Dogwood", "Elm", "aggregate")
    return partners.districts["Dogwood"], partners.districts["Elm"]


async def close(partners: Any, at: datetime) -> None:
    async with partners.running.worker.transaction(None) as session:
        await disclose_aggregates(session, at)


async def test_groups_are_told_when_their_window_has_closed_and_small_ones_never(
    partners: Any, log: Deliveries, aggregating: tuple[UUID, UUID]
) -> None:
    dogwood, elm = aggregating
    large, small = uuid4(), uuid4()
    learners = [uuid4() for _ in range(12)]
    changes = [partners.changed(learner, large, 1) for learner in learners]
    changes += [partners.changed(learner, large, 4) for learner in learners[:6]]
    changes += [partners.changed(learner, small) for learner in learners[:11]]
    await log.send(dogwood, *changes)
    await close(partners, datetime.now(UTC))
    assert await partners.feed("Elm") == []
    await partners.running.clear_outbox()
    await close(partners, datetime.now(UTC) + timedelta(days=8))
    told = {change["item_id"]: change for change in await partners.feed("Elm")}
    assert (told[str(large)]["learners"], told[str(large)]["mastered_percent"]) == (12, 50)
    assert told[str(small)]["suppressed"] is True
    assert not {"learners", "mastered_percent", "mastered_bound"} & told[str(small)].keys()
    published = await partners.running.published(AggregateDisclosed)
    assert {(p.district_id, p.event.item_id) for p in published} == {(elm, large), (elm, small)}
    assert await disclosed_without_log(partners) == 0
    await close(partners, datetime.now(UTC) + timedelta(days=8))
    assert len(await partners.feed("Elm")) == 2


async def test_what_was_counted_under_an_agreement_that_ended_is_not_told(
    partners: Any, log: Deliveries, aggregating: tuple[UUID, UUID]
) -> None:
    await log.send(aggregating[0], *(partners.changed(uuid4(), uuid4()) for _ in range(3)))
    async with partners.client("Elm") as client:
        (agreement,) = (await client.get("/partners/v1/agreements", params={"state": "active"})).json()["items"]
        await client.post(f"/partners/v1/agreements/{agreement['agreement_id']}/end")
    before = len(await partners.feed("Elm"))
    await close(partners, datetime.now(UTC) + timedelta(days=8))
    assert len(await partners.feed("Elm")) == before


async def test_the_calendar_expires_agreements_and_tells_both_parties(partners: Any) -> None:
    agreement = await partners.activate("Dogwood", "Birch", "aggregate")
    await partners.running.clear_outbox()
    async with partners.running.worker.transaction(None) as session:
        await activate_and_expire(session, datetime.now(UTC) + timedelta(days=31))
    told = [p for p in await partners.running.published(AgreementChanged) if str(p.event.agreement_id) == agreement]
    assert {p.district_id for p in told} == {partners.districts["Dogwood"], partners.districts["Birch"]}
    assert {p.event.state for p in told} == {"expired"}
    async with partners.client("Birch") as client:
        assert (await client.get(f"/partners/v1/agreements/{agreement}")).json()["state"] == "expired"


async def test_many_events_take_no_more_statements_than_few(partners: Any, log: Deliveries) -> None:
    await partners.activate("Birch", "Dogwood", "pseudonymous")
    counted = [0]
    engine = partners.running.worker.engine.sync_engine

    def count(*_: Any) -> None:
        counted[0] += 1

    event.listen(engine, "before_cursor_execute", count)
    taken = []
    for size in (2, 400):
        records = [log.record(partners.districts["Birch"], partners.changed(uuid4(), ITEM)) for _ in range(size)]
        counted[0] = 0
        await log.deliver(*(replace(record, partition=0) for record in records))
        taken.append(counted[0])
    event.remove(engine, "before_cursor_execute", count)
    assert taken[0] == taken[1] <= 30


@pytest.fixture
def dice() -> random.Random:
    return random.Random(20261123)


async def test_whatever_happens_a_row_told_by_another_district_and_its_log_entry_exist_together(
    partners: Any, log: Deliveries, dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long random history; and with the log switched off, the same check fails."""
    learners = {name: [uuid4() for _ in range(4)] for name in partners.districts}
    for step in range(60):
        name, other = dice.sample(sorted(partners.districts), 2)
        if dice.random() < 0.2:
            await partners.activate(name, other, dice.choice(("aggregate", "pseudonymous", "identified")))
        elif dice.random() < 0.15:
            async with partners.client(name) as client:
                found = (await client.get("/partners/v1/agreements", params={"state": "active"})).json()["items"]
                if found:
                    await client.post(f"/partners/v1/agreements/{dice.choice(found)['agreement_id']}/end")
        elif dice.random() < 0.05:
            await close(partners, datetime.now(UTC) + timedelta(days=8))
        else:
            changes = [partners.changed(dice.choice(learners[name]), ITEM, dice.randint(1, 4)) for _ in range(3)]
            await log.send(partners.districts[name], *changes)
        if step % 10 == 9:
            assert await disclosed_without_log(partners) == 0
    for name in partners.districts:
        positions = [change["position"] for change in await partners.feed(name)]
        assert positions == list(range(1, len(positions) + 1))

    async def forget(*_: Any) -> None: ...

    monkeypatch.setattr(usecases, "_log", forget)
    await partners.activate("Alder", "Cedar", "pseudonymous")
    await log.send(partners.districts["Alder"], partners.changed(uuid4(), ITEM))
    assert await disclosed_without_log(partners) > 0
