"""A host whose places are accepted one after the other, on a platform whose workers can be hurt meanwhile."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.integration.apart import Apart
from tests.integration.platform import Platform
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


@dataclass
class Accepting(Apart):
    """All requests are answered by one process; readiness and partners have a worker each, of their own."""

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
        await self.has_told("readiness")

    async def waiting(self) -> int:
        """How many events of readiness are not known to be in Kafka."""
        return await self.platform.waiting("readiness")


@asynccontextmanager
async def accepting(apart: Platform) -> AsyncIterator[Accepting]:
    async with AsyncExitStack() as stack:
        host = await found_host(apart, stack, "Hazel", reviewers=2)
        (district,) = await found_districts(apart, stack, "Alder")
        await apart.settled()
        yield Accepting(apart, host, district)
