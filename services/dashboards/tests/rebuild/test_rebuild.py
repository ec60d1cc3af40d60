"""Rebuilding from the real Kafka: equal to what it replaces, nothing lost on the way, and streams are told."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from aiokafka.errors import KafkaError
from sqlalchemy import text

from dashboards.handlers import read_models, rebuilding
from dashboards.models import READ_MODELS
from dashboards.rebuild.usecases import RebuildRefused, fingerprint, rebuild
from services.dashboards.tests import gaps_told
from services.dashboards.tests import planning_told as told
from services.dashboards.tests.small_district import safeguarding
from shared.contracts.rostering import OrganisationChanged
from shared.db.leases import Leases
from shared.events import Event, Topic
from shared.events.apply import Subscription
from shared.events.consumer import Consumer
from shared.events.event import headers_of, partition_of
from shared.events.kafka import LogProducer, Outgoing
from shared.events.topics import end_offsets, ensure_topics
from shared.settings import KafkaSettings
from shared.values.ids import new_id

pytestmark = [pytest.mark.kafka, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

CONSUMER = read_models.consumer


@dataclass(frozen=True)
class _OwnTopics(Subscription):
    """The same subscription on topics of this test's own: on the platform's, other tests' events lie too."""

    prefix: str = ""

    def topic_of(self, event: type[Event]) -> str:
        return self.prefix + super().topic_of(event)


class Log:
    """The log as relays write it, a live consumer, and rebuilds; in a district that no other test knows."""

    def __init__(self, world: Any, kafka: KafkaSettings, prefix: str) -> None:
        self.world, self.kafka, self.prefix = world, kafka, prefix
        self.database = world.running.worker
        self.district_id = uuid4()
        self._producer = LogProducer(kafka)
        self._sequences: dict[tuple[str, str], int] = {}
        self.live_subscription = _OwnTopics(CONSUMER, read_models.handlers, prefix=prefix)
        self.rebuilding = _OwnTopics(CONSUMER, rebuilding.handlers, prefix=prefix)

    async def write(self, *events: Event, first_sequence: int = 1) -> None:
        outgoing = []
        for event in events:
            counter = (event.topic.name, event.key)
            self._sequences[counter] = self._sequences.get(counter, first_sequence - 1) + 1
            headers = headers_of(
                event_type=event.event_type, event_id=new_id(), source="/test", key=event.key,
                occurred_at=datetime.now(UTC), district_id=self.district_id, incarnation=1,
                sequence=self._sequences[counter], snapshot=False, traceparent=None,
            )  # fmt: skip
            body = event.model_dump_json(exclude_none=True).encode()
            topic = self.prefix + event.topic.name
            outgoing.append(Outgoing(topic, partition_of(event.key), event.key, headers, body))
        assert not any(await self._producer.send(outgoing))

    async def close(self) -> None:
        await self._producer.close()

    @asynccontextmanager
    async def live(self) -> AsyncIterator[None]:
        consumer = Consumer(self.live_subscription, self.database, self.kafka, holder="live")
        task = asyncio.create_task(consumer.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def rebuild(self, **options: Any) -> Any:
        options = {"grace_seconds": 0.0} | options
        return await rebuild(self.database, self.kafka, self.live_subscription, self.rebuilding, **options)

    async def state(self, generation: int) -> dict[str, str]:
        return await fingerprint(self.database, generation, [self.district_id])

    async def ask(self, sql: str, **parameters: Any) -> Any:
        async with self.database.transaction(self.district_id) as session:
            return await session.scalar(text(sql), parameters)

    async def until(self, sql: str, wanted: Any, **parameters: Any) -> None:
        async with asyncio.timeout(60):
            while await self.ask(sql, **parameters) != wanted:  # noqa: ASYNC110 - the database has no event for it
                await asyncio.sleep(0.1)

    async def applied(self, generation: int = 1) -> None:
        """Wait until all that was written has been taken in."""
        total = sum(self._sequences.values())
        counted = "select coalesce(sum(sequence), 0) from consumer_key where epoch = :epoch and district_id = :district"
        await self.until(counted, total, epoch=generation, district=self.district_id)


@pytest_asyncio.fixture(scope="module")
async def topics(stack: Any) -> tuple[KafkaSettings, str]:
    """One set of topics for all these tests: a broker counts its partitions."""
    kafka = KafkaSettings(bootstrap_servers=stack.bootstrap_servers)
    prefix = f"test-{uuid4().hex[:8]}."
    names = [prefix + name for name in read_models.topics]
    await ensure_topics(kafka, [Topic(name) for name in names])
    async with asyncio.timeout(60):
        while True:  # a new topic has its leaders a little later
            try:
                await end_offsets(kafka, names)
                return kafka, prefix
            except (KafkaError, TimeoutError):
                await asyncio.sleep(0.5)


@pytest_asyncio.fixture
async def log(topics: tuple[KafkaSettings, str], world: Any) -> AsyncIterator[Log]:
    log = Log(world, *topics)
    try:
        yield log
    finally:
        await log.close()


def changes(world: Any, rounds: int) -> Sequence[Event]:
    return [
        world.mastery(learner, item, f"{1 + (n + len(item)) % 4}", minutes=n)
        for n in range(rounds)
        for learner in ("ana", "ben", "cruz")
        for item in ("MA.NQ.1", "MA.NQ.2", "MA.AL.1", "LI.WK.1")
    ]


async def test_a_rebuilt_model_says_what_the_old_one_said_and_takes_its_place(log: Log, world: Any, story: Any) -> None:
    async with log.live():
        await log.write(*story["roster"](), *story["framework"](), *story["network"](), *changes(world, 30))
        await log.write(
            told.asked("ana"), told.paced("ana"), *gaps_told.whole_story(), gaps_told.joined(), safeguarding()
        )
        await log.applied()
        assert await log.ask("select count(*) from gap_news") == 1
        assert await log.ask("select count(*) from coaching_news") == 4
        assert await log.ask("select count(*) from learner_news") == 2
        before = await log.state(1)
        assert [int(value.split(":")[0]) > 0 for value in before.values()] == [True] * (len(READ_MODELS) - 4)
        done = await log.rebuild(compare=True)
        assert (done.epoch, await log.ask("select epoch from consumer_epoch")) == (2, 2)
        assert done.records >= 360
        assert await log.state(2) == before
        for model in READ_MODELS:
            left = f"select count(*) from {model.__tablename__} where generation = 1"
            assert await log.ask(left) == 0, model
        for table in ("offset", "inbox", "key", "parked"):
            assert await log.ask(f"select count(*) from consumer_{table} where epoch = 1") == 0
        await log.write(world.mastery("ana", "MA.NQ.1", "4", minutes=99))
        await log.applied(2)
        assert await world.head(log.district_id) == 1
        assert await log.ask("select count(*) from learner_news") == 0
        assert await log.ask("select count(*) from gap_news") == 0
        assert await log.ask("select count(*) from coaching_news") == 0
        await log.write(told.taken("ana"))
        await log.applied(2)
        assert await log.ask("select position from learner_news where generation = 2") == 2
        async with world.client(district_id=log.district_id) as client:
            answer = (await client.get(f"/dashboards/v1/learners/{world.uid('ana')}")).json()
        assert answer["areas"][0]["topics"][0]["items"][0]["score"] == 4


async def test_a_rebuild_under_writes_loses_none_of_them(log: Log, world: Any, story: Any) -> None:
    async def keep_writing() -> None:
        for n in range(60):
            await log.write(*changes(world, 2), world.mastery("ana", "MA.NQ.1", "2", minutes=n))
            await asyncio.sleep(0.05)

    async with log.live():
        await log.write(*story["roster"](), *story["framework"]())
        writing = asyncio.create_task(keep_writing())
        await asyncio.sleep(0.5)
        await log.rebuild()
        await writing
        await log.applied(2)
        state = await log.state(2)
        await log.rebuild(compare=True)
        assert await log.state(3) == state
        assert (
            await log.ask(
                "select count(*) from consumer_key where parked is not null and district_id = :d", d=log.district_id
            )
            == 0
        )


async def test_open_streams_are_told_and_go_on_in_the_new_generation(
    log: Log, world: Any, story: Any, listen: Any
) -> None:
    async with log.live():
        await log.write(*story["roster"](), *changes(world, 1))
        await log.applied()
        token = world.running.tokens.token(log.district_id, "dashboards.read")
        async with listen(world.running, token) as listening:
            ready = await listening.frame()
            await log.rebuild()
            reset = await listening.frame(10)
            assert (ready.id.split("-")[0], reset.event, reset.id) == ("1", "reset", "2-0")
            await log.write(world.mastery("ana", "MA.NQ.1", "3.5", minutes=9))
            frame = await listening.frame(10)
            assert (frame.id, frame.data["score"]) == ("2-1", 3.5)
        async with listen(world.running, token, last_event_id=ready.id) as listening:
            assert (await listening.frame()).event == "reset"


async def test_a_model_that_differs_is_not_swapped_in_when_compared(log: Log, world: Any, story: Any) -> None:
    async with log.live():
        await log.write(*story["roster"](), *changes(world, 1))
        await log.applied()
        await log.ask("update organisation set name = 'tampered' where name = 'North School' returning 1")
        with pytest.raises(RebuildRefused, match="organisation"):
            await log.rebuild(compare=True)
        assert await log.ask("select coalesce(max(epoch), 1) from consumer_epoch") == 1
        assert await log.ask("select count(*) from learner_mastery where generation = 2") == 0
        await log.write(world.mastery("ana", "MA.NQ.1", "4", minutes=99))
        await log.applied()
        await log.rebuild()
        assert await log.ask("select count(*) from organisation where name = 'North School'") == 1


async def test_two_rebuilds_do_not_run_at_once(log: Log) -> None:
    other = Leases(log.database, "rebuild", [CONSUMER], holder="somebody else")
    await other.renew()
    with pytest.raises(RebuildRefused, match="under way"):
        await log.rebuild()
    await other.release()


async def test_without_a_live_consumer_a_rebuild_reads_the_whole_log(log: Log, world: Any, story: Any) -> None:
    await log.write(*story["roster"](), *changes(world, 100))
    done = await log.rebuild()
    assert done.records >= len(story["roster"]()) + 1200
    assert await log.ask("select count(*) from learner_mastery where generation = 2") == 12


async def test_a_live_model_that_is_behind_the_log_is_waited_for_before_it_is_compared(
    log: Log, world: Any, story: Any
) -> None:
    await log.write(*story["roster"](), *changes(world, 60))
    rebuilding = asyncio.create_task(log.rebuild(compare=True))
    await log.applied(generation=2)
    async with log.live():
        done = await rebuilding
    assert done.epoch == 2


async def test_what_an_abandoned_rebuild_left_is_cleared_first(log: Log, world: Any, story: Any) -> None:
    async with log.live():
        await log.write(*story["roster"]())
        await log.applied()
        await log.ask(
            "insert into organisation (generation, district_id, organisation_id, name, kind, active)"
            " values (2, :district, :id, 'left over', 'school', true) returning 1",
            district=log.district_id, id=uuid4(),
        )  # fmt: skip
        await log.rebuild(compare=True)
        assert await log.ask("select count(*) from organisation where name = 'left over'") == 0


# The last one: it leaves a key behind in these tests' topics that no rebuild can fill.
async def test_a_log_that_no_longer_goes_back_to_the_beginning_is_not_swapped_in(log: Log, world: Any) -> None:
    north = OrganisationChanged(organisation_id=world.uid("north"), name="North", kind="school")
    async with log.live():
        await log.write(north, first_sequence=7)
        here = f"where epoch = 1 and district_id = '{log.district_id}'"
        await log.until(f"select count(*) from consumer_key {here} and parked is not null", 1)
        await log.ask(f"update consumer_key set parked = null, sequence = 7 {here} returning 1")
        with pytest.raises(RebuildRefused, match="republish"):
            await log.rebuild()
        assert await log.ask("select coalesce(max(epoch), 1) from consumer_epoch") == 1
