"""Who listens to a district's stream, and of whom each may hear."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from shared.testing import DISTRICT_A

HEARS = {
    ("system", None): {"ana", "ben", "cruz"},
    ("leader", "leader"): {"ana", "ben", "cruz"},
    ("educator", "teacher"): {"ana", "ben"},
    ("family", "parent"): {"ana"},
    ("learner", "ben"): {"ben"},
    ("educator", "leader"): set(),
}
"""The learners of whom somebody of this role, as this person, hears."""


def token(world: Any, role: str = "system", person: str | None = None, **more: Any) -> str:
    district_id, person_id = more.get("district_id", DISTRICT_A), world.uid(person) if person else None
    signed: str = world.running.tokens.token(district_id, "dashboards.read", role=role, person_id=person_id)
    return signed


@asynccontextmanager
async def everybody_listens(district: Any, listen: Any) -> AsyncIterator[dict[Any, Any]]:
    """A stream for each in `HEARS`, past its first frame."""
    async with AsyncExitStack() as stack:
        streams = {
            who: await stack.enter_async_context(listen(district.running, token(district, *who))) for who in HEARS
        }
        for listening in streams.values():
            await listening.frame()
        yield streams
