"""Topics that are missing, or that Kafka does not let us read: said by name at once, until it is mended."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.admin import CreateAclsRequest
from noted.events import make_event, note_effects
from noted.log import until
from noted.main import service
from noted.readers import Readers, running

from devstack.kafka import Kafka
from shared.db.database import Database
from shared.events import publish
from shared.events.apply import Subscription
from shared.events.event import Topic
from shared.events.kafka import LogProducer, Outgoing
from shared.events.topics import TopicsNotMade, TopicUnreadable, end_offsets, ensure_topics
from shared.run.process import Process
from shared.settings import KafkaSettings
from shared.testing import DISTRICT_A

pytestmark = [pytest.mark.kafka]

TOPIC, CLUSTER = 2, 4
ALL, READ, CREATE, DESCRIBE = 2, 3, 5, 8
_LITERAL, DENY, ALLOW = 3, 2, 3


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaSettings]:
    """A broker that lets everybody do what nobody has been granted."""
    settings = {
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found": "true",
    }
    with Kafka(tmp_path_factory.mktemp("guarded") / "kafka", settings=settings) as broker:
        yield KafkaSettings(bootstrap_servers=broker.bootstrap_servers)


async def grant(
    kafka: KafkaSettings, kind: int, name: str, principal: str, operation: int, permission: int = ALLOW
) -> None:
    """With this, what others do to it is refused; those who do not sign in are User:ANONYMOUS."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap_servers)
    await admin.start()
    try:
        wanted = CreateAclsRequest(kind, name, _LITERAL, f"User:{principal}", "*", operation, permission)
        answer = await admin._send_request(wanted)
        assert [code for code, _ in answer.creation_responses] == [0], answer
    finally:
        await admin.close()


def reader_of(worker: Database, kafka: KafkaSettings) -> Readers:
    made = Readers(worker, kafka)
    made.event = make_event()
    return made


async def test_a_missing_topic_is_named_and_is_read_once_it_is_there(worker: Database, kafka: KafkaSettings) -> None:
    readers = reader_of(worker, kafka)
    consumer = readers.consumer()
    async with running(consumer):
        await until(lambda: _says(consumer, f"no topic {readers.event.topic.name}."))
        assert not consumer.ready.is_set()
        await ensure_topics(kafka, [readers.event.topic])
        await readers.write("k")
        await readers.applied(1)
        assert consumer.problem is None


async def test_a_topic_that_is_not_shown_to_us_is_named(worker: Database, guarded: KafkaSettings) -> None:
    readers = reader_of(worker, guarded)
    await ensure_topics(guarded, [readers.event.topic])
    await grant(guarded, TOPIC, readers.event.topic.name, "somebody", READ)
    consumer = readers.consumer()
    async with running(consumer):
        await until(lambda: _says(consumer, readers.event.topic.name, "grant us Describe"))
        await grant(guarded, TOPIC, readers.event.topic.name, "ANONYMOUS", DESCRIBE)
        await until(lambda: _says(consumer, readers.event.topic.name, "grant us Read"))
        await grant(guarded, TOPIC, readers.event.topic.name, "ANONYMOUS", READ)
        await until(lambda: _says(consumer))


async def _says(consumer: Any, *words: str) -> bool:
    return all(word in (consumer.problem or "") for word in words) and bool(words) == (consumer.problem is not None)


async def test_topics_that_we_may_not_make_are_named_at_once(guarded: KafkaSettings) -> None:
    wanted = Topic(f"test-{uuid4().hex[:12]}")
    await grant(guarded, CLUSTER, "kafka-cluster", "ANONYMOUS", ALL)
    await grant(guarded, CLUSTER, "kafka-cluster", "ANONYMOUS", CREATE, DENY)
    await grant(guarded, TOPIC, wanted.name, "somebody", CREATE)
    with pytest.raises(TopicsNotMade, match=f"{wanted.name}.*KAFKA_CREATE_TOPICS=false"):
        await asyncio.wait_for(ensure_topics(guarded, [wanted]), 10)


async def test_where_a_missing_topic_ends_is_a_refusal_and_no_time_out(kafka: KafkaSettings) -> None:
    name = f"test-{uuid4().hex[:12]}"
    with pytest.raises(TopicUnreadable, match=name):
        await asyncio.wait_for(end_offsets(kafka, [name]), 10)


async def test_a_record_for_a_missing_topic_is_refused_with_its_name_and_what_to_do(kafka: KafkaSettings) -> None:
    name, producer = f"test-{uuid4().hex[:12]}", LogProducer(kafka)
    [answer] = await producer.send([Outgoing(name, 0, "k", [], b"{}")])
    await producer.close()
    assert name in str(answer)
    assert "KAFKA_CREATE_TOPICS" in str(answer)


async def test_a_worker_that_cannot_write_to_a_topic_says_so_in_its_readiness_until_it_is_there(
    app: Database, kafka: KafkaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrap_servers)
    monkeypatch.setenv("KAFKA_CREATE_TOPICS", "false")
    monkeypatch.setattr("shared.events.relay._STALL_SECONDS", 1.0)
    event = make_event()
    process = Process([replace(service, subscriptions=[])], api=False, worker=True)
    async with AsyncExitStack() as stack:
        await process._start(stack)
        transport = httpx.ASGITransport(process)
        http = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://test"))

        async def named() -> bool:
            said = (await http.get("/readyz")).json()["problems"].get("noted.worker", "")
            return event.topic.name in said and "KAFKA_CREATE_TOPICS" in said

        async def ready() -> bool:
            return (await http.get("/readyz")).status_code == 200

        await until(ready)
        async with app.transaction(DISTRICT_A) as session:
            await publish(session, DISTRICT_A, event(note="k", words="w"))
        await until(named)
        await ensure_topics(kafka, [event.topic])
        await until(ready)


async def test_a_worker_whose_topic_is_missing_says_so_in_its_readiness(
    urls: Any, kafka: KafkaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrap_servers)
    monkeypatch.setenv("KAFKA_CREATE_TOPICS", "false")
    event = make_event()
    reading = replace(service, subscriptions=[Subscription("reader", {event: note_effects})])
    process = Process([reading], api=False, worker=True)
    async with AsyncExitStack() as stack:
        await process._start(stack)
        transport = httpx.ASGITransport(process)
        http = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://test"))

        async def named() -> bool:
            answer = await http.get("/readyz")
            said = answer.json()["problems"].get("noted.worker", "")
            return answer.status_code == 503 and event.topic.name in said and "KAFKA_CREATE_TOPICS" in said

        async def ready() -> bool:
            return (await http.get("/readyz")).status_code == 200

        await until(named)
        await ensure_topics(kafka, [event.topic])
        await until(ready)
