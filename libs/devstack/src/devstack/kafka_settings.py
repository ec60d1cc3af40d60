"""A Kafka broker's settings for one small node that starts quickly."""

SETTINGS = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "inter.broker.listener.name": "PLAINTEXT",
    "num.partitions": "6",
    # A misspelt topic must fail, not appear.
    "auto.create.topics.enable": "false",
    # One node can keep one copy.
    "default.replication.factor": "1",
    "min.insync.replicas": "1",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    # 50 by default: the greatest part of a start.
    "offsets.topic.num.partitions": "1",
    "transaction.state.log.num.partitions": "1",
    # 3 s by default, for many members to arrive together.
    "group.initial.rebalance.delay.ms": "0",
    # Lets tests use short sessions.
    "group.min.session.timeout.ms": "1000",
    "num.network.threads": "2",
    "num.io.threads": "2",
    "background.threads": "2",
    "num.recovery.threads.per.data.dir": "1",
    # 128 MiB by default.
    "log.cleaner.dedupe.buffer.size": "2097152",
    "log.segment.bytes": "16777216",
    "log.index.size.max.bytes": "1048576",
    "log.retention.check.interval.ms": "60000",
    # After a SIGKILL the old registration must expire before the new start is let in: 3 s instead of 9.
    "broker.heartbeat.interval.ms": "500",
    "broker.session.timeout.ms": "3000",
}
# Kafka leaves writing to the disk to the operating system and trusts in replicas; one node alone has none.
DURABLE_SETTINGS = {"log.flush.interval.messages": "1"}


def addresses(port: int, controller_port: int) -> dict[str, str]:
    """The settings that say where it listens."""
    return {
        "listeners": f"PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{port}",
        # Not bootstrap.servers with "format --standalone": that writes the port into the data, for good.
        "controller.quorum.voters": f"1@127.0.0.1:{controller_port}",
    }
