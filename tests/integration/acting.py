"""A host and its partner that agree on one action after the other, on a platform whose workers are hurt meanwhile."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.integration.apart import Apart
from tests.integration.assessing import TODAY
from tests.integration.coached import ACTIONS, Coached, found_coached
from tests.integration.platform import Platform
from tests.integration.selecting import District
from tests.integration.topic import sequence_problems

Step = tuple[str, str, str]
"""What was done: its kind, the action, the day."""
KINDS = ("action_agreed", "resource_used", "action_completed", "action_dropped")


@dataclass
class Acting(Apart):
    """What the two were told is done about the gap has to be in the timelines of both."""

    two: Coached
    gap_id: str
    done: list[Step] = field(default_factory=list)

    async def proposed(self, **more: Any) -> str:
        """An action to be agreed on, when everybody has heard of all that was before; its path."""
        path = await self.two.propose(self.gap_id, **more)
        await self.platform.settled()
        return path

    async def agree(self, path: str) -> None:
        await self.two.agree(path)
        self.happened("action_agreed", path)

    async def use(self, path: str) -> None:
        await self.two.use(path)
        self.happened("resource_used", path)

    async def confirm(self, path: str) -> None:
        await self.two.confirm_done(path)
        self.happened("action_completed", path)

    def happened(self, kind: str, path: str) -> None:
        self.done.append((kind, path.rpartition("/")[2], str(TODAY)))

    async def state(self, path: str) -> str:
        return str((await self.two.host.caller.get(path))["state"])

    async def timeline(self, district: District) -> list[dict[str, Any]]:
        """All that dashboards have of the gap, for a district: a host knows of none of which it was told nothing."""
        known = await district.caller.all("/dashboards/v1/gaps")
        if self.gap_id not in {one["gap_id"] for one in known}:
            return []
        found = await district.caller.get(f"/dashboards/v1/gaps/{self.gap_id}/timeline")
        return list(found["entries"])

    async def timelines(self) -> list[list[dict[str, Any]]]:
        """Of both districts."""
        return [await self.timeline(one) for one in self.two.both]

    async def problems(self) -> list[str]:
        """What is wrong with the timelines of both: what was done is missing, or is there twice, or nobody did it; and
        what of it coaching itself does not have.
        """
        problems = []
        for one in self.two.both:
            told = Counter(
                (entry["kind"], entry["of_id"], entry["day"])
                for entry in await self.timeline(one)
                if entry["kind"] in KINDS
            )
            done = Counter(self.done)
            problems += [f"{one.name}: {step} is missing" for step in done - told]
            problems += [f"{one.name}: {step} was told too often" for step in told - done]
            agreed = {found["action_id"] for found in await one.caller.all(ACTIONS) if found["agreed_on"]}
            wanted = {action for kind, action, _ in self.done if kind == "action_agreed"}
            problems += [f"{one.name}: {action} is agreed for one only" for action in sorted(agreed ^ wanted)]
        return problems

    async def disordered(self) -> list[str]:
        """What is wrong with the sequences of coaching that the two were told."""
        topic = "trellis.coaching.v1"
        found = [await sequence_problems(self.platform, "coaching", topic, one.district_id) for one in self.two.both]
        return [problem for problems in found for problem in problems]


@asynccontextmanager
async def acting(apart: Platform) -> AsyncIterator[Acting]:
    async with AsyncExitStack() as stack:
        two = await found_coached(apart, stack, "Maple", "Linden")
        await two.join("educator", two.partner, "educator")
        await two.share()
        gap_id = await two.gap("below_target")
        await two.bring(gap_id)
        await apart.settled()
        yield Acting(apart, two, gap_id)
