"""Items that one district revises and another follows, on a platform whose processes are hurt meanwhile."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from shared.contracts.resources import RESOURCES, ResourceAdopted
from shared.events.event import Record
from tests.integration.apart import Apart, create_topics
from tests.integration.gateway import Gateway
from tests.integration.library import ITEMS, Shelf, content
from tests.integration.platform import Platform, platform
from tests.integration.selecting import found_districts
from tests.integration.topic import by_key, records, sequence_problems


@dataclass
class Followed:
    """An item, its adoption by the follower, and how it was left by its author."""

    item_id: str
    adoption_id: str
    versions: int = 1
    made_of_it: str | None = None
    """The follower's own item, where it was adapted and published."""
    recalled: bool = False

    @property
    def keys(self) -> tuple[str, str]:
        return self.item_id, self.adoption_id


@dataclass
class Following(Apart):
    """What the author publishes and recalls, the follower has to have; `items` are those of which that is asked."""

    author: Shelf
    follower: Shelf
    items: list[Followed] = field(default_factory=list)

    async def followed(self) -> Followed:
        """An item that the follower has adopted, when everybody has heard of it."""
        item_id = await self.author.write(content())
        await self.author.publish(item_id)
        self.items.append(Followed(item_id, await self.follower.adopt(item_id)))
        await self.platform.settled()
        return self.items[-1]

    async def adapted(self) -> Followed:
        """One of which the follower has published an item of its own."""
        one = await self.followed()
        one.made_of_it = str((await self.follower.do(one.adoption_id, "adapt", {}))["own_item_id"])
        await self.follower.publish(one.made_of_it)
        await self.platform.settled()
        return one

    async def revise(self, one: Followed) -> None:
        await self.author.revise(one.item_id)
        one.versions += 1

    async def recall(self, one: Followed) -> None:
        await self.author.stand(one.item_id, "recalled")
        one.recalled = True

    async def dies(self, fault: str) -> None:
        """The library's worker, in which this is broken, kills itself."""
        assert self.died(self.start_broken(fault, "resources", ready=False)) == 9
        await self.let_go()

    async def let_go(self) -> None:
        """What a killed worker held is free at once: others need not wait until its leases have run out, as
        `test_kills` has them do.
        """
        database = self.platform.database("resources")
        try:
            async with database.transaction(None) as session:
                await session.execute(text("update lease set expires_at = now()"))
        finally:
            await database.close()

    async def problems(self) -> list[str]:
        """What is wrong with what the follower holds: a version or a recall is missing, or was told too often."""
        told = by_key(await records(self.platform, RESOURCES.name))
        problems = await self.missing()
        for one in self.items:
            taken = versions_taken(told[self.follower.district.district_id, one.adoption_id])
            problems += [f"{one.item_id} was told too often: {taken}"] if taken != sorted(set(taken)) else []
        return problems

    async def missing(self) -> list[str]:
        """What has not reached the follower."""
        problems = []
        for one in self.items:
            version = (await self.follower.held(one.adoption_id))["version"]
            if one.made_of_it is None and version != one.versions:
                problems.append(f"{one.item_id} is held as {version} of {one.versions}")
            if one.made_of_it is not None and one.recalled and await self._shown(one.made_of_it):
                problems.append(f"{one.item_id} is recalled, and what was made of it is still shown")
        return problems

    async def _shown(self, item_id: str) -> bool:
        return (await self.follower.district.caller.get(f"{ITEMS}/{item_id}"))["content"] is not None

    async def disordered(self, one: Followed) -> list[str]:
        """What is wrong with the sequences of an item and its adoption as they were told."""
        found = [
            await sequence_problems(self.platform, "resources", RESOURCES.name, shelf.district.district_id)
            for shelf in (self.author, self.follower)
        ]
        return [problem for problems in found for problem in problems if problem.startswith(one.keys)]


def versions_taken(told: list[Record]) -> list[int]:
    """The versions that an adoption was told to hold, in order; what was only told again left out."""
    adopted = [one for one in told if one.event_type == ResourceAdopted.event_type and not one.snapshot]
    return [ResourceAdopted.read(one.body or b"").version for one in adopted]


@contextmanager
def library_apart(folder: Path) -> Iterator[Platform]:
    """A platform of partners and the library alone: all calls go through the gateway."""
    with platform(folder) as made:
        create_topics(made)
        made.start("partners", "partners", "run", port=made.port, ready=False)
        made.start("resources api", "resources", "api", ready=False)
        made.start("resources worker", "resources", "worker", ready=False)
        made.wait_answering("partners")
        made.bootstrap()
        for name in made.processes:
            made.wait_ready(name)
        made.through = Gateway(made.ports)
        yield made


@asynccontextmanager
async def following(apart: Platform) -> AsyncIterator[Following]:
    async with AsyncExitStack() as stack:
        author, follower = await found_districts(apart, stack, "Rowan", "Aspen")
        await apart.settled()
        yield Following(apart, Shelf(author), Shelf(follower))
