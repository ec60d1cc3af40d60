"""`trellis readiness republish`: readiness' topic again; a reader that missed something is whole by it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from readiness.main import service
from readiness.republishing.usecases import republish
from services.readiness.tests.assessments.asking import FIRST, LAST, SCOPES, Asking, days, moment
from services.readiness.tests.instruments.calling import (
    OFFERED,
    client_of,
    content,
    made,
    next_version,
    offered,
    published,
)
from services.readiness.tests.republishing.told import Reader, Story, said
from shared.contracts.competency import CalendarChanged
from shared.contracts.readiness import (
    READINESS,
    AssessmentClosed,
    AssessmentOpened,
    InstrumentPublished,
    InstrumentRetired,
)
from shared.events.apply import Subscription
from shared.events.consumer import Consumer
from shared.events.event import Event
from shared.events.relay import Relay
from shared.events.republish import republish_all
from shared.events.topics import ensure_topics
from shared.roster.calendars import record_calendar
from shared.settings import KafkaSettings
from shared.testing import Deliveries, RunningService
from shared.testing.deliveries import as_sent

TOLD: tuple[type[Event], ...] = (InstrumentPublished, InstrumentRetired, AssessmentOpened, AssessmentClosed)


@dataclass
class District(Story):
    """A district with instruments and assessments in every state."""

    asking: Asking = field(kw_only=True)


@pytest.fixture
async def district(running: RunningService) -> AsyncIterator[District]:
    """Of one instrument a version is retired and another published, one is adopted, one a draft; of the assessments one
    is closed, one open, one planned.
    """
    await running.clear_outbox()
    own, host = uuid4(), uuid4()
    async with client_of(running, host) as hosts, running.client(own, *SCOPES) as client, running.client() as anyone:
        asking = Asking(running, own, client, anyone)
        with asking.clock():
            offer = await offered(hosts, await published(hosts))
            path = await published(client)
            asking.at += days(1)
            await next_version(client, path, content(title={"en": "Second", "es": "Segunda"}))
            asking.at += days(1)
            await client.post(f"{path}/versions/1/retire")
            assert (await client.post(f"{OFFERED}/{offer.rpartition('/')[2]}/adopt")).status_code == 201
            await made(client)
            asking.at = moment(FIRST)
            await asking.open()
            await asking.answered(4)
            asking.at = moment(LAST + days(1))
            await asking.job("windows")
            for opens_on, closes_on in ((LAST, LAST + days(9)), (LAST + days(5), LAST + days(9))):
                asking.assessment_id = (await asking.plan(opens_on=str(opens_on), closes_on=str(closes_on))).json()[
                    "assessment_id"
                ]
                await asking.job("windows")
            story = District(running, [own], asking=asking)
            story.rows = await story.sent()
            yield story
    await running.clear_outbox()


async def test_what_is_told_again_is_what_was_told_key_by_key_in_the_same_order(district: District) -> None:
    kinds = {row.event_type for row in district.rows}
    assert kinds == {event.event_type for event in TOLD}, "the story has one of each"
    assert said(await district.republish()) == said(district.rows)


async def test_no_district_is_told_of_in_anothers_name(district: District) -> None:
    """The worker sees all assessments, whoever's they are."""
    async with client_of(district.running, uuid4()) as client:
        others = Asking(district.running, uuid4(), client, district.asking.anyone, at=moment(FIRST))
        with others.clock():
            await others.open()
    await district.sent()
    assert others.assessment_id not in {row.key for row in await district.republish()}


async def test_again_and_again_it_has_the_same_effect(district: District) -> None:
    first, second = await district.republish(), await district.republish()
    assert [(r.key, r.event_type, r.body) for r in first] == [(r.key, r.event_type, r.body) for r in second]


async def test_a_reader_that_missed_events_is_whole_after_the_republish(district: District) -> None:
    await district.check_healing()


async def test_drafts_and_what_is_only_planned_are_nobodys_news(district: District) -> None:
    again = await district.republish()
    async with client_of(district.running, district.asking.district) as client:
        instruments = (await client.get("/readiness/v1/instruments")).json()["items"]
        assessments = (await client.get("/readiness/v1/assessments")).json()["items"]
    drafts = {one["instrument_id"] for one in instruments if one["state"] == "draft"}
    planned = {one["assessment_id"] for one in assessments if one["state"] == "planned"}
    assert (len(drafts), len(planned)) == (1, 1)
    assert {row.key for row in again}.isdisjoint(drafts | planned)


async def test_the_day_of_closing_stays_although_the_district_goes_by_another_calendar_since(
    district: District,
) -> None:
    asking = district.asking
    log = Deliveries(Subscription("test.calendar", {CalendarChanged: record_calendar}), district.running.worker)
    change = CalendarChanged(
        district_id=asking.district, time_zone="Pacific/Kiritimati", version=1, changed_at=asking.at
    )
    await log.send(asking.district, change)
    assert said(await district.republish()) == said(district.rows)


async def test_what_changes_while_a_district_is_told_again_waits_and_is_told_after(district: District) -> None:
    asking = district.asking
    path = await published(asking.client)
    await district.sent()
    async with district.running.worker.transaction(asking.district) as session:
        await republish.district(session, asking.district)
        retiring = asyncio.create_task(asking.client.post(f"{path}/versions/1/retire"))
        await asyncio.sleep(0.3)
        assert not retiring.done()
    assert (await retiring).status_code == 200
    told = said(await district.sent())[asking.district, path.rpartition("/")[2]]
    assert [kind for kind, _ in told] == [InstrumentPublished.event_type, InstrumentRetired.event_type]


@pytest.mark.kafka
async def test_through_kafka_it_heals_a_reader_of_what_a_broker_lost(district: District, stack: Any) -> None:
    kafka, worker = KafkaSettings(bootstrap_servers=stack.bootstrap_servers), district.running.worker
    await ensure_topics(kafka, [READINESS])
    reader = Reader(district.districts, TOLD)
    expected = Reader(district.districts, TOLD)
    await Deliveries(expected.subscription(), worker).deliver(*map(as_sent, district.rows))
    told = {one async for one, _ in republish_all(worker, republish)}
    assert district.asking.district in told
    relay = Relay(service.name, worker, kafka, holder="test")
    consumer = Consumer(reader.subscription(), worker, kafka, holder="test")
    tasks = [asyncio.create_task(relay.run()), asyncio.create_task(consumer.run())]
    try:
        async with asyncio.timeout(30):
            while reader.known != expected.known:  # noqa: ASYNC110 - nobody tells us when it is so
                await asyncio.sleep(0.1)
    finally:
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)


def test_the_operators_command_publishes_it() -> None:
    assert service.republish is republish
