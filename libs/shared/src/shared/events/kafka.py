"""Producers and consumers on aiokafka, with its defaults that lose data turned round.

The only module, with its neighbours in this folder, that imports aiokafka. What it knows of the client's traps:
a producer that met a non-retriable error keeps a hole in its sequence, so it is thrown away; `stop()` and `send` hang
while the broker is down, so both are bounded; `getmany()` must never be cancelled, so it gets a timeout of its own;
`assign()` of a topic that is missing or forbidden spins without an error, so `shared.events.topics` looks first.
"""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Iterable, Sequence
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import (
    InvalidTopicError,
    KafkaError,
    MessageSizeTooLargeError,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
)

from shared.settings import KafkaSettings

log = structlog.get_logger(__name__)


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


def limit_client_logs() -> None:
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


def connection(settings: KafkaSettings) -> dict[str, Any]:
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
                **connection(self._settings),
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


def missing(topic: str) -> str:
    return (
        f"Kafka has no topic {topic}. Create it (deploy/k8s/components/kafka-topics has them all), or set "
        "KAFKA_CREATE_TOPICS=true."
    )


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
            absent[topic] = UnknownTopicOrPartitionError(missing(topic))
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
        **connection(settings),
        client_id=client,
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        max_partition_fetch_bytes=1_048_576,
        fetch_max_wait_ms=500,
    )
