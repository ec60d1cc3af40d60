"""Topics: made where they are missing, looked at before they are read, and where they end."""

import asyncio
import contextlib
from collections.abc import Iterable

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import (
    ClusterAuthorizationFailedError,
    KafkaError,
    TopicAlreadyExistsError,
    TopicAuthorizationFailedError,
    for_code,
)
from aiokafka.protocol.metadata import MetadataRequest

from shared.events.event import PARTITIONS, Topic
from shared.events.kafka import TOPIC_REFUSED, connection, log_consumer, missing
from shared.settings import KafkaSettings

log = structlog.get_logger(__name__)

_MAX_COMPACTION_LAG = 7 * 24 * 3600 * 1000
_FORBIDDEN = (ClusterAuthorizationFailedError, TopicAuthorizationFailedError)


class TopicUnreadable(KafkaError):  # type: ignore[misc] # aiokafka has no types
    """A topic that cannot be read; the message names it and says what to do."""


class TopicsNotMade(KafkaError):  # type: ignore[misc] # aiokafka has no types
    """Kafka does not let us create topics; the message names them and says what to do."""


async def ensure_readable(reader: AIOKafkaConsumer, topics: Iterable[str], *, seconds: float = 15) -> None:
    """Look, before they are assigned, whether the broker shows us these topics.

    Raises:
        TopicUnreadable: one is missing or forbidden.
    """
    client = reader._client
    # By name, for a cluster may have very many, and without having a misspelt one made.
    asked = MetadataRequest(sorted(set(topics)), allow_auto_topic_creation=False)
    answer = await asyncio.wait_for(client.send(client.get_random_node(), asked), seconds)
    for topic in answer.to_object()["topics"]:
        refusal = for_code(topic["error_code"])
        if refusal is TopicAuthorizationFailedError:
            raise TopicUnreadable(
                f"Kafka does not show us the topic {topic['topic']}: grant us Describe and Read on it."
            )
        if refusal in TOPIC_REFUSED:
            raise TopicUnreadable(missing(topic["topic"]))


async def end_offsets(
    settings: KafkaSettings, topics: Iterable[str], *, seconds: float = 15
) -> dict[tuple[str, int], int]:
    """Where the log ends now, per topic and partition: the offset that the next record will get."""
    reader = log_consumer(settings, client="end-offsets")
    try:
        async with asyncio.timeout(seconds):
            await reader.start()
            places = [TopicPartition(topic, number) for topic in sorted(topics) for number in range(PARTITIONS)]
            await ensure_readable(reader, topics)
            reader.assign(places)
            ends = await reader.end_offsets(places)
    finally:
        with contextlib.suppress(TimeoutError, KafkaError):
            await asyncio.wait_for(reader.stop(), 5)
    return {(place.topic, place.partition): end for place, end in ends.items()}


async def ensure_topics(settings: KafkaSettings, topics: Iterable[Topic], *, seconds: float = 30) -> None:
    """Create what is missing. Retries while the broker has no controller yet, which aiokafka answers with an
    AttributeError.

    Raises:
        TopicsNotMade: we may not.
    """
    wanted = {topic.name: topic for topic in topics}
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        admin = AIOKafkaAdminClient(**{k: v for k, v in connection(settings).items() if k != "retry_backoff_ms"})
        try:
            await asyncio.wait_for(admin.start(), 10)
            absent = [wanted[name] for name in sorted(wanted.keys() - set(await admin.list_topics()))]
            if absent:
                await _create(admin, absent, settings.replication)
            return
        except _FORBIDDEN as error:
            raise TopicsNotMade(
                f"{error}: let somebody who may create {', '.join(sorted(wanted))}, then set KAFKA_CREATE_TOPICS=false."
            ) from error
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
