"""A platform whose workers are processes of their own, each to be hurt, stopped and started by itself."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shared.cli import installed_services
from shared.events.topics import ensure_topics
from shared.settings import KafkaSettings
from tests.integration.platform import Platform, platform
from tests.integration.waiting import until


@dataclass
class Apart:
    """All requests are answered by one process; some services have a worker each, of their own."""

    platform: Platform

    async def has_told(self, service: str) -> None:
        """Waits until Kafka has all that a service has to tell, whoever has read it."""

        async def nothing_waits() -> bool:
            return await self.platform.waiting(service) == 0

        await until(nothing_waits, seconds=60)

    def start(self, service: str) -> None:
        self.platform.start(f"{service} worker", service, "worker")

    def start_broken(self, fault: str, service: str, process: str = "worker", *, ready: bool = True) -> str:
        """A process of the service with this fault; returns its name."""
        self.platform.start(fault, fault, service, process, module="tests.integration.killed", ready=ready)
        return fault

    def stop(self, name: str) -> None:
        """Ends a process in good order, so that the next need not wait for its leases."""
        self.platform.kill(name, signal.SIGINT)

    def died(self, name: str) -> int:
        """Waits until a process has killed itself."""
        return self.platform.processes.pop(name).wait(60)


def start_processes(made: Platform, services: list[str]) -> None:
    if "all" not in made.processes:
        made.start("all", "all", "api", port=made.port, ready=False)
    for service in services:
        made.start(f"{service} worker", service, "worker", ready=False)
    for name in made.processes:
        made.wait_ready(name)


def create_topics(made: Platform) -> None:
    """Every service's: a worker waits for those that it reads."""
    kafka = KafkaSettings(bootstrap_servers=made.stack.bootstrap_servers)
    topics = [topic for service in installed_services().values() for topic in service.topics]
    asyncio.run(ensure_topics(kafka, topics))


@contextmanager
def workers_apart(folder: Path, *services: str) -> Iterator[Platform]:
    """A platform of which only the workers of these services run, each as a process of its own."""
    with platform(folder) as made:
        create_topics(made)
        made.start("all", "all", "api", port=made.port, ready=False)
        made.wait_answering("all")
        made.bootstrap()
        start_processes(made, list(services))
        yield made
