"""A host whose places are accepted one after the other, on a platform whose workers can be hurt meanwhile."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shared.cli import installed_services
from shared.events.topics import ensure_topics
from shared.settings import KafkaSettings
from tests.integration.platform import Platform, platform
from tests.integration.selecting import (
    AGREEMENTS,
    Applied,
    District,
    Host,
    chosen,
    draft_problems,
    found_districts,
    found_host,
)
from tests.integration.waiting import until


@dataclass
class Accepting:
    """All requests are answered by one process; readiness and partners have a worker each, of their own."""

    platform: Platform
    host: Host
    district: District
    accepted: list[Applied] = field(default_factory=list)

    async def chosen(self) -> Applied:
        """A place to be accepted, when everybody has heard of it."""
        place = await chosen(self.host, self.district)
        await self.platform.settled()
        return place

    async def accept(self, place: Applied) -> None:
        await place.answer("accept")
        self.accepted.append(place)

    async def problems(self) -> list[str]:
        """What is wrong with the drafts of all places that were accepted so far."""
        return await draft_problems(self.host, self.accepted)

    async def drafts(self) -> list[Any]:
        """All agreements that the host is a party to."""
        return await self.host.caller.all(AGREEMENTS)

    async def told(self) -> None:
        """Waits until Kafka has all that readiness has to tell, whoever has read it."""

        async def nothing_waits() -> bool:
            return await self.waiting() == 0

        await until(nothing_waits, seconds=60)

    async def waiting(self) -> int:
        """How many events of readiness are not known to be in Kafka."""
        return await self.platform.waiting("readiness")

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


@contextmanager
def workers_apart(folder: Path) -> Iterator[Platform]:
    """A platform of which only the workers of readiness and partners run, each as a process of its own."""
    with platform(folder) as made:
        kafka = KafkaSettings(bootstrap_servers=made.stack.bootstrap_servers)
        topics = [topic for service in installed_services().values() for topic in service.topics]
        asyncio.run(ensure_topics(kafka, topics))
        made.start("all", "all", "api", port=made.port, ready=False)
        made.wait_answering("all")
        made.bootstrap()
        for service in ("partners", "readiness"):
            made.start(f"{service} worker", service, "worker", ready=False)
        for name in made.processes:
            made.wait_ready(name)
        yield made


@asynccontextmanager
async def accepting(apart: Platform) -> AsyncIterator[Accepting]:
    async with AsyncExitStack() as stack:
        host = await found_host(apart, stack, "Hazel", reviewers=2)
        (district,) = await found_districts(apart, stack, "Alder")
        await apart.settled()
        yield Accepting(apart, host, district)
