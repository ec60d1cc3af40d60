"""The real Apache Kafka: its life and its data."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from devstack import DevstackError, Kafka

pytestmark = pytest.mark.kafka


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    with Kafka(tmp_path_factory.mktemp("kafka") / "data") as running:
        yield running


async def write(broker: str, *values: bytes) -> None:
    async with AIOKafkaProducer(bootstrap_servers=broker, enable_idempotence=True) as producer:
        for value in values:
            await producer.send_and_wait("kept", value)


async def read(broker: str, count: int) -> list[bytes]:
    async with AIOKafkaConsumer("kept", bootstrap_servers=broker, auto_offset_reset="earliest") as consumer:
        return [(await consumer.getone()).value or b"" for _ in range(count)]


async def test_messages_survive_stop_and_kill(kafka: Kafka) -> None:
    broker = kafka.bootstrap_servers
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    await admin.create_topics([NewTopic("kept", 1, 1)])
    await admin.close()
    await write(broker, b"1")
    kafka.stop()
    assert not kafka.running
    kafka.start()
    await write(broker, b"2")
    before = kafka.pid
    kafka.kill()
    assert not kafka.running
    kafka.start()
    assert kafka.pid != before
    await write(broker, b"3")
    assert kafka.bootstrap_servers == broker
    assert await read(broker, 3) == [b"1", b"2", b"3"]


def test_a_restart_may_take_other_ports(tmp_path: Path) -> None:
    with Kafka(tmp_path / "data", durable=True) as first:
        ports = {first.port, first.controller_port}
    with Kafka(tmp_path / "data", durable=True) as second:
        assert not ports & {second.port, second.controller_port}


def test_a_second_broker_on_the_same_data_is_refused(kafka: Kafka) -> None:
    with pytest.raises(DevstackError, match="already runs"):
        Kafka(kafka.data).start()
    assert kafka.running


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(DevstackError, match=f"port {port} is taken"):
            Kafka(tmp_path / "data", port=port).start()


def test_a_broker_that_cannot_start_says_why(tmp_path: Path) -> None:
    kafka = Kafka(tmp_path / "data")
    with kafka:
        pass
    (tmp_path / "data" / "meta.properties").write_text("version=1\nnode.id=7\ncluster.id=x\n")
    with pytest.raises(DevstackError, match=r"(?s)ended while starting.*kafka\.log"):
        kafka.start()


def test_a_stopped_process_is_killed_after_patience(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Kafka(tmp_path / "data") as kafka:
        os.kill(kafka.pid, signal.SIGSTOP)
        kafka.stop(patience=0.2)
        assert not kafka.running
    assert "did not stop" in capsys.readouterr().err
