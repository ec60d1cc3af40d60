"""`trellis partners republish`: partners' topic again; a reader is whole by it, and nobody is told more than before."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from dashboards.handlers import read_models
from dashboards.main import service as dashboards
from dashboards.rebuild.usecases import fingerprint
from partners import handlers
from partners.disclosure.usecases import republish as republishing
from partners.disclosure.usecases.disclose_aggregates import disclose_aggregates
from partners.disclosure.usecases.republish import republish
from partners.feeds.queries import lock_feeds
from shared.contracts.partners import AggregateDisclosed, AgreementChanged, MasteryDisclosed, MasteryWithheld
from shared.db.database import set_tenant
from shared.events import publish
from shared.events.event import REGISTRY
from shared.events.republish import republish_all
from shared.testing import Deliveries, RunningService, run_service
from shared.testing.deliveries import as_sent
from shared.values.clock import utc_now

FIRST, SECOND = uuid4(), uuid4()
MISSED = 2
"""The generation of the reader that missed events; the first missed none."""


@dataclass
class Story:
    """Three districts with agreements; what they sent, and two readers of it: dashboards, in two generations."""

    partners: Any
    reading: RunningService
    agreements: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.log = Deliveries(handlers.fan_out, self.partners.running.worker)
        self.reader = Deliveries(read_models, self.reading.worker)

    async def sent(self) -> list[Any]:
        """What has come into the outbox since it was asked last, in order."""
        async with self.partners.running.worker.transaction(None) as session:
            rows = list((await session.execute(text("select * from outbox order by id"))).all())
            await session.execute(text("delete from outbox"))
        return rows

    async def republish(self) -> list[Any]:
        """Everything again; what was sent for it."""
        told = {district: n async for district, n in republish_all(self.partners.running.worker, republish)}
        rows = await self.sent()
        assert told == {d: len({r.key for r in rows if r.district_id == d}) for d in self.partners.districts.values()}
        return rows

    async def read(self, rows: list[Any], epoch: int = 1) -> None:
        await self.reader.deliver(*map(as_sent, rows), epoch=epoch)

    async def state(self, epoch: int = 1) -> dict[str, str]:
        return await fingerprint(self.reading.worker, epoch, sorted(self.partners.districts.values()))

    async def gaps(self, epoch: int) -> int:
        async with self.reading.worker.transaction(None) as session:
            statement = text("select count(*) from consumer_key where epoch = :epoch and parked is not null")
            return int(await session.scalar(statement, {"epoch": epoch}) or 0)

    async def made_known(self) -> list[Any]:
        """Rows of all feeds, logs and webhooks."""
        found = []
        for district_id in self.partners.districts.values():
            async with self.partners.running.worker.transaction(district_id) as session:
                found += (await session.execute(text("select number, hash from disclosure order by number"))).all()
        async with self.partners.running.worker.transaction(None) as session:
            for table in ("feed", "feed_head", "delivery"):
                found.append(await session.scalar(text(f"select count(*) from {table}")))
        return found

    async def end(self, discloser: str, name: str) -> None:
        async with self.partners.client(discloser) as client:
            await client.post(f"/partners/v1/agreements/{self.agreements[name]}/end")


def told(rows: list[Any], *kinds: type[Any]) -> list[Any]:
    return [REGISTRY[r.event_type].read(r.body) for r in rows if REGISTRY[r.event_type] in kinds]


def of_agreement(rows: list[Any], agreement: str) -> list[Any]:
    return [e for e in told(rows, MasteryDisclosed, AggregateDisclosed) if str(e.agreement_id) == agreement]


@pytest.fixture
async def story(partners: Any, databases: Any) -> AsyncIterator[Story]:
    """Alder tells Birch of learners, Cedar of the identified; Birch tells Cedar aggregates. One agreement has ended."""
    async with run_service(dashboards, databases(dashboards)) as reading:
        story = Story(partners, reading)
        for name, discloser, recipient, granularity in (
            ("ended", "Alder", "Birch", "pseudonymous"), ("fine", "Alder", "Birch", "pseudonymous"),
            ("identified", "Alder", "Cedar", "identified"), ("coarse", "Birch", "Cedar", "aggregate"),
        ):  # fmt: skip
            story.agreements[name] = await partners.activate(discloser, recipient, granularity)
            if name == "ended":
                await story.log.send(partners.districts["Alder"], partners.changed(uuid4(), FIRST))
                await story.end("Alder", "ended")
        learners = [uuid4() for _ in range(12)]
        for district in ("Alder", "Birch"):
            changes = [partners.changed(one, item, 4) for one in learners for item in (FIRST, SECOND)]
            changes += [partners.changed(one, FIRST).model_copy(update={"score": Decimal("2.5")}) for one in learners]
            changes += [partners.changed(learners[0], SECOND, 1, observed_at=None)]
            await story.log.send(partners.districts[district], *changes)
        async with partners.running.worker.transaction(None) as session:
            await disclose_aggregates(session, datetime.now(UTC) + timedelta(days=8))
        yield story
        for name, discloser in (("fine", "Alder"), ("identified", "Alder"), ("coarse", "Birch")):
            await story.end(discloser, name)
        await story.sent()


async def test_a_reader_that_missed_events_is_whole_after_the_republish(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(republishing, "PAGE", 5)
    rows = await story.sent()
    await story.read(rows)
    ended = story.agreements["ended"]
    lost = [r for n, r in enumerate(rows) if n % 2 and ended not in str(r.body)]
    await story.read([r for r in rows if r not in lost], MISSED)
    whole = await story.state()
    assert await story.gaps(MISSED) > 10
    assert await story.state(MISSED) != whole

    again = await story.republish()
    await story.read(again)
    await story.read(again, MISSED)

    assert await story.gaps(MISSED) == 0
    assert await story.state() == whole, "a reader that missed nothing has nothing changed"
    assert await story.state(MISSED) == whole


async def test_again_and_again_it_has_the_same_effect(story: Story) -> None:
    await story.read(await story.sent())
    known = await story.made_known()
    first = await story.republish()
    second = await story.republish()
    assert [(r.district_id, r.key, r.event_type, r.body) for r in first] == [
        (r.district_id, r.key, r.event_type, r.body) for r in second
    ]
    await story.read(first)
    state = await story.state()
    await story.read(second)
    assert await story.state() == state
    assert await story.made_known() == known, "no repeat is a new disclosure: not in a feed, a log or a webhook"


async def test_an_agreement_that_ended_discloses_nothing_and_leaves_no_gap(story: Story) -> None:
    rows = await story.sent()
    for name in ("ended", "fine", "identified", "coarse"):
        assert of_agreement(rows, story.agreements[name])
    subjects = {e.subject for e in told(rows, MasteryDisclosed)}
    await story.end("Birch", "coarse")
    await story.end("Alder", "fine")
    await story.sent()
    lost = {r.key for r in rows if REGISTRY[r.event_type] in (MasteryDisclosed, AggregateDisclosed)}
    missing = [r for r in rows if r.sequence > 1 and r.key in lost]
    await story.read(missing, MISSED)
    assert await story.gaps(MISSED) > 0

    again = await story.republish()

    assert [of_agreement(again, story.agreements[name]) for name in ("ended", "fine", "coarse")] == [[], [], []]
    assert of_agreement(again, story.agreements["identified"])
    withheld = {e.subject for e in told(again, MasteryWithheld)}
    assert withheld & subjects == subjects - {e.subject for e in told(again, MasteryDisclosed)}
    states = {str(e.agreement_id): e.state for e in told(again, AgreementChanged)}
    assert [states[story.agreements[name]] for name in ("ended", "fine", "identified", "coarse")] == [
        "ended", "ended", "active", "ended"]  # fmt: skip
    await story.read(again, MISSED)
    assert await story.gaps(MISSED) == 0


async def test_an_agreement_past_its_days_discloses_nothing_though_the_calendar_is_late(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    await story.sent()
    monkeypatch.setattr(republishing, "utc_now", lambda: utc_now() + timedelta(days=31))
    again = await story.republish()
    assert told(again, MasteryDisclosed, AggregateDisclosed) == []


async def test_nobody_is_told_what_was_not_told_to_that_district_before(story: Story) -> None:
    def disclosures(rows: list[Any]) -> list[tuple[Any, Any]]:
        return [(row.district_id, event) for row in rows for event in told([row], MasteryDisclosed, AggregateDisclosed)]

    sent = disclosures(await story.sent())
    again = await story.republish()
    assert all(row.snapshot for row in again)
    assert len(disclosures(again)) == 2 * 12 * 2 + 2, (
        "two items of twelve learners to two districts, and two aggregates"
    )
    assert [one for one in disclosures(again) if one not in sent] == []


async def test_a_pseudonym_whose_link_is_gone_is_not_spoken_of_again(story: Story) -> None:
    (subject, *_) = [e.subject for e in of_agreement(await story.sent(), story.agreements["fine"])]
    async with story.partners.running.worker.transaction(story.partners.districts["Alder"]) as session:
        await session.execute(text("delete from pseudonym where pseudonym = :subject"), {"subject": subject})
    again = await story.republish()
    assert subject in {e.subject for e in told(again, MasteryWithheld)}
    assert subject not in {e.subject for e in told(again, MasteryDisclosed)}


async def test_it_waits_for_what_is_being_disclosed(story: Story) -> None:
    """Else its snapshot, read before, would come after the newer event and undo it in every reader."""
    (newest, *_) = of_agreement(await story.sent(), story.agreements["fine"])
    birch = story.partners.districts["Birch"]
    async with story.partners.running.worker.transaction(story.partners.districts["Alder"]) as session:
        await lock_feeds(session)
        running = asyncio.create_task(story.republish())
        await asyncio.sleep(0.3)
        assert not running.done()
        await publish(session, birch, newest)
        await set_tenant(session, birch)
    rows = [r for r in await running if (r.district_id, r.key) == (birch, newest.key)]
    assert [r.snapshot for r in rows] == [False, True, True]
