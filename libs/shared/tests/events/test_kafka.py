"""Topics and producers: made once, and never hanging on a broker that is away."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from noted.log import read_topic

from libs.shared.tests.wire import Wire
from shared.events.event import PARTITIONS, Topic
from shared.events.kafka import LogProducer, NoAnswer, Outgoing
from shared.events.topics import ensure_topics, topic_settings
from shared.settings import KafkaSettings

pytestmark = pytest.mark.kafka


def topic(**options: Any) -> Topic:
    return Topic(f"test-{uuid4().hex[:12]}", **options)


def record(where: Topic, body: bytes = b"{}") -> Outgoing:
    return Outgoing(where.name, 0, "k", [], body)


async def settings_of(kafka: KafkaSettings, name: str) -> dict[str, str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap_servers)
    await admin.start()
    try:
        for _ in range(50):  # a topic is made a moment before every part of the broker knows of it
            [answer] = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
            if found := {entry[0]: entry[1] for entry in answer.resources[0][4]}:
                return found
            await asyncio.sleep(0.1)
        raise AssertionError(f"the broker knows nothing of {name}")
    finally:
        await admin.close()


async def test_topics_are_made_once_however_often_and_by_however_many(kafka: KafkaSettings) -> None:
    topics = [topic(), topic(compacted=True)]
    await asyncio.gather(*(ensure_topics(kafka, topics) for _ in range(4)))
    await ensure_topics(kafka, topics)
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap_servers)
    await admin.start()
    try:
        for found in await admin.describe_topics([t.name for t in topics]):
            assert len(found["partitions"]) == PARTITIONS
    finally:
        await admin.close()


@pytest.mark.parametrize(
    "made", [topic(retention_days=3), topic(compacted=True), topic(settings={"segment.ms": "60000"})]
)
async def test_a_topic_has_the_settings_it_was_declared_with(kafka: KafkaSettings, made: Topic) -> None:
    await ensure_topics(kafka, [made])
    found = await settings_of(kafka, made.name)
    assert topic_settings(made).items() <= found.items()
    assert found["cleanup.policy"] == ("compact" if made.compacted else "delete")


async def test_topics_are_waited_for_while_the_broker_is_away(wire: Wire, kafka: KafkaSettings) -> None:
    wanted = topic()
    wire.sever()
    waiting = asyncio.create_task(ensure_topics(wire.kafka, [wanted], seconds=20))
    await asyncio.sleep(1)
    assert not waiting.done()
    wire.mend()
    await waiting
    assert await settings_of(kafka, wanted.name)


async def test_waiting_for_topics_has_an_end(wire: Wire) -> None:
    wire.sever()
    with pytest.raises(Exception, match=r".*"):
        await asyncio.wait_for(ensure_topics(wire.kafka, [topic()], seconds=0.5), 10)


async def test_a_producer_says_of_each_record_what_became_of_it(kafka: KafkaSettings) -> None:
    there, missing = topic(), topic()
    await ensure_topics(kafka, [there])
    producer = LogProducer(kafka)
    answers = await producer.send([record(there), record(missing), record(there)])
    await producer.close()
    assert [answer is None for answer in answers] == [True, False, True]
    assert len(await read_topic(kafka, there.name)) == 2


async def test_a_producer_is_replaced_after_a_refusal_and_goes_on(kafka: KafkaSettings) -> None:
    small = replace(topic(), settings={"max.message.bytes": "20000"})
    await ensure_topics(kafka, [small])
    producer = LogProducer(kafka)
    assert [a is None for a in await producer.send([record(small)])] == [True]
    assert [a is None for a in await producer.send([record(small, b"x" * 50_000)])] == [False]
    assert [a is None for a in await producer.send([record(small), record(small)])] == [True, True]
    await producer.close()
    assert len(await read_topic(kafka, small.name)) == 3


async def test_a_record_too_large_for_the_client_is_refused_and_what_follows_it_is_held_back(
    kafka: KafkaSettings,
) -> None:
    there = topic()
    await ensure_topics(kafka, [there])
    producer = LogProducer(kafka)
    answers = await producer.send([record(there), record(there, b"x" * 2_000_000), record(there)])
    await producer.close()
    assert [answer is None for answer in answers] == [True, False, False]
    assert len(await read_topic(kafka, there.name)) == 1


async def test_sending_and_closing_are_bounded_while_the_broker_is_away(wire: Wire, kafka: KafkaSettings) -> None:
    there = topic()
    await ensure_topics(kafka, [there])
    before = asyncio.all_tasks()
    producer = LogProducer(wire.kafka, seconds=2)
    assert await producer.send([record(there)]) == [None]
    wire.sever()
    started = asyncio.get_running_loop().time()
    [answer] = await producer.send([record(there)])
    assert isinstance(answer, NoAnswer)
    assert asyncio.get_running_loop().time() - started < 10
    with pytest.raises(Exception, match=r".*"):
        await producer.send([record(there)])
    await producer.close()
    await asyncio.sleep(0.5)
    coroutines: list[Any] = [task.get_coro() for task in asyncio.all_tasks() - before]
    left = [each for each in coroutines if "aiokafka" in each.cr_code.co_filename]
    assert left == []


async def test_what_a_closed_producer_had_not_sent_does_not_come_later(wire: Wire, kafka: KafkaSettings) -> None:
    """It is sent again from the outbox; an old copy that turned up long after would be out of order."""
    there = topic()
    await ensure_topics(kafka, [there])
    producer = LogProducer(wire.kafka, seconds=2)
    await producer.send([record(there)])
    wire.sever()
    await producer.send([record(there, b"old")])
    wire.mend()
    assert await producer.send([record(there, b"new")]) == [None]
    await producer.close()
    await asyncio.sleep(1)
    assert [r.value for r in await read_topic(kafka, there.name)] == [b"{}", b"new"]
