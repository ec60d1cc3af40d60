"""Producers, consumers and topics on aiokafka, with its defaults that lose data turned round.

The only module, with its neighbours in this folder, that imports aiokafka. What it knows of the client's traps:
a producer that met a non-retriable error keeps a hole in its sequence, so it is thrown away; `stop()` and `send` hang
while the broker is down, so both are bounded; `getmany()` must never be cancelled, so it gets a timeout of its own.
"""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Iterable, Sequence
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import (
    InvalidTopicError,
    KafkaError,
    MessageSizeTooLargeError,
    TopicAlreadyExistsError,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
    for_code,
)

from shared.events.event import PARTITIONS, Topic
from shared.settings import KafkaSettings

log = structlog.get_logger(__name__)

_MAX_COMPACTION_LAG = 7 * 24 * 3600 * 1000


class _Seldom(logging.Filter):
    """aiokafka logs some fifteen lines a second while a broker is down; one in ten seconds of each says as much."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.created - self._last.get(str(record.msg), 0.0) < 10:
            return False
        self._last[str(record.msg)] = record.created
        return True


def quieten() -> None:
    for name in (
        "aiokafka",
        "aiokafka.conn",
        "aiokafka.consumer.fetcher",
        "aiokafka.producer.sender",
        "aiokafka.cluster",
    ):
        logger = logging.getLogger(name)
        if not any(isinstance(f, _Seldom) for f in logger.filters):
            logger.addFilter(_Seldom())


def _connection(settings: KafkaSettings) -> dict[str, Any]:
    options: dict[str, Any] = {
        "bootstrap_servers": settings.bootstrap_servers,
        "security_protocol": settings.security_protocol,
        "request_timeout_ms": 10_000,
        "retry_backoff_ms": 100,
        "metadata_max_age_ms": 30_000,
    }
    if "SSL" in settings.security_protocol:
        options["ssl_context"] = ssl.create_default_context(cafile=settings.tls_ca)
    if settings.security_protocol.startswith("SASL"):
        password = settings.sasl_password
        options |= {
            "sasl_mechanism": settings.sasl_mechanism,
            "sasl_plain_username": settings.sasl_username,
            "sasl_plain_password": password.get_secret_value() if password else None,
        }
    return options


class LogProducer:
    """An idempotent producer that is replaced whenever it can no longer be trusted."""

    def __init__(self, settings: KafkaSettings, *, seconds: float = 15) -> None:
        self._settings = settings
        self._seconds = seconds
        self._producer: AIOKafkaProducer | None = None

    async def send(self, records: Sequence["Outgoing"]) -> list[BaseException | None]:
        """Send all, in order, and say what became of each: None once the broker has acknowledged it, `NoAnswer` where
        it has said nothing, else why it refused. Nothing follows a refused record of the same key.
        """
        producer = await self._started()
        answers = await self._answers(producer, records)
        if failures := [answer for answer in answers if answer is not None]:
            log.warning("relay.send_failed", count=len(failures), error=repr(failures[0]))
            await self.close()
        return answers

    async def _answers(
        self, producer: AIOKafkaProducer, records: Sequence["Outgoing"]
    ) -> list[BaseException | None]:  # fmt: skip
        absent = await _absent_topics(producer, {r.topic for r in records})
        answers: list[BaseException | None] = [absent.get(r.topic, NoAnswer()) for r in records]
        futures: dict[int, asyncio.Future[Any]] = {}
        refused: set[tuple[str, str]] = set()
        with contextlib.suppress(TimeoutError, KafkaError):  # what was not sent by then stays without an answer
            async with asyncio.timeout(self._seconds):
                for place, r in enumerate(records):
                    if r.topic in absent or (r.topic, r.key) in refused:
                        continue
                    try:
                        futures[place] = await producer.send(
                            r.topic, value=r.body, key=r.key.encode(), partition=r.partition, headers=r.headers
                        )
                    except MessageSizeTooLargeError as error:
                        answers[place] = error
                        refused.add((r.topic, r.key))
                await _settled(futures.values())
        for place, future in futures.items():
            if future.done():
                answers[place] = future.exception()
            else:
                future.cancel()
        return answers

    async def close(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            await _stop(producer)

    async def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = AIOKafkaProducer(
                **_connection(self._settings),
                enable_idempotence=True,
                acks="all",
                linger_ms=0,
                max_batch_size=262_144,
            )
            try:
                async with asyncio.timeout(self._seconds):
                    await producer.start()
            except BaseException:
                await _stop(producer)
                raise
            self._producer = producer
        return self._producer


class NoAnswer(Exception):
    """The broker has not said what became of a record: it may be in the log or not."""


TOPIC_REFUSED = (UnknownTopicOrPartitionError, InvalidTopicError, TopicAuthorizationFailedError)
"""Refusals that concern a topic, and not just the record that met them."""

_TOPIC_SECONDS = 1.0
_STOP_SECONDS = 5.0


async def _absent_topics(producer: AIOKafkaProducer, topics: Iterable[str]) -> dict[str, KafkaError]:
    """Topics that the broker does not know; found out before sending, because `send` would wait long for each."""
    absent: dict[str, KafkaError] = {}
    for topic in topics:
        try:
            async with asyncio.timeout(_TOPIC_SECONDS):
                await producer.partitions_for(topic)
        except KafkaError as error:
            absent[topic] = error
        except TimeoutError:
            absent[topic] = UnknownTopicOrPartitionError(topic)
    return absent


async def _settled(futures: Iterable["asyncio.Future[Any]"]) -> None:
    """Wait for all; once one has failed, not long for the others: a refused batch leaves a hole in the producer's
    sequence, behind which aiokafka may never answer.
    """
    pending = set(futures)
    if pending:
        _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_EXCEPTION)
    if pending:
        await asyncio.wait(pending, timeout=1)


async def _stop(producer: AIOKafkaProducer) -> None:
    """Stop it, or, where the broker is away and `stop` would hang, take it apart: a producer left behind would go on
    trying to send its old records long after they were sent again.
    """
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await producer.stop()
    except (TimeoutError, KafkaError, OSError):
        producer._message_accumulator.fail_all(NoAnswer())
        if producer._sender.sender_task is not None:
            producer._sender.sender_task.cancel()
        with contextlib.suppress(TimeoutError, KafkaError, OSError):
            await asyncio.wait_for(producer.client.close(), _STOP_SECONDS)


class Outgoing:
    """One record on its way to Kafka."""

    __slots__ = ("body", "headers", "key", "partition", "topic")

    def __init__(
        self, topic: str, partition: int, key: str, headers: list[tuple[str, bytes]], body: bytes | None
    ) -> None:
        self.topic, self.partition, self.key, self.headers, self.body = topic, partition, key, headers, body


def log_consumer(settings: KafkaSettings, *, client: str) -> AIOKafkaConsumer:
    """A consumer without a group: its partitions come from leases and its offsets from the database (ADR 0004)."""
    return AIOKafkaConsumer(
        **_connection(settings),
        client_id=client,
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        max_partition_fetch_bytes=1_048_576,
        fetch_max_wait_ms=500,
    )


async def end_offsets(
    settings: KafkaSettings, topics: Iterable[str], *, seconds: float = 15
) -> dict[tuple[str, int], int]:
    """Where the log ends now, per topic and partition: the offset that the next record will get."""
    reader = log_consumer(settings, client="end-offsets")
    try:
        async with asyncio.timeout(seconds):
            await reader.start()
            places = [TopicPartition(topic, number) for topic in sorted(topics) for number in range(PARTITIONS)]
            reader.assign(places)
            ends = await reader.end_offsets(places)
    finally:
        with contextlib.suppress(TimeoutError, KafkaError):
            await asyncio.wait_for(reader.stop(), 5)
    return {(place.topic, place.partition): end for place, end in ends.items()}


async def ensure_topics(settings: KafkaSettings, topics: Iterable[Topic], *, seconds: float = 30) -> None:
    """Create what is missing. Retries while the broker has no controller yet, which aiokafka answers with an
    AttributeError.
    """
    wanted = {topic.name: topic for topic in topics}
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        admin = AIOKafkaAdminClient(**{k: v for k, v in _connection(settings).items() if k != "retry_backoff_ms"})
        try:
            await asyncio.wait_for(admin.start(), 10)
            missing = [wanted[name] for name in sorted(wanted.keys() - set(await admin.list_topics()))]
            if missing:
                await _create(admin, missing, settings.replication)
            return
        except (KafkaError, AttributeError, TimeoutError, OSError) as error:
            if asyncio.get_running_loop().time() > deadline:
                raise
            log.info("topics.waiting_for_kafka", error=repr(error))
            await asyncio.sleep(0.5)
        finally:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(admin.close(), 5)


async def _create(admin: AIOKafkaAdminClient, topics: list[Topic], replication: int) -> None:
    answer = await admin.create_topics(
        [NewTopic(t.name, PARTITIONS, replication, topic_configs=topic_settings(t)) for t in topics]
    )
    for name, code, *_ in answer.topic_errors:
        error = for_code(code)
        if code and error is not TopicAlreadyExistsError:
            raise error(f"topic {name} was not created")


def topic_settings(topic: Topic) -> dict[str, str]:
    """Kafka's own settings of a topic; deploy/k8s says the same to its operator, and a test compares."""
    if topic.compacted:
        return {
            "cleanup.policy": "compact",
            "max.compaction.lag.ms": str(_MAX_COMPACTION_LAG),
            "delete.retention.ms": str(_MAX_COMPACTION_LAG),
            "segment.ms": str(24 * 3600 * 1000),
            **topic.settings,
        }
    return {
        "cleanup.policy": "delete",
        "retention.ms": str(topic.retention_days * 24 * 3600 * 1000),
        **topic.settings,
    }
