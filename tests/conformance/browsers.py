"""People of the first district in their browsers, and where its pages are."""

from collections.abc import Mapping

from tests.conformance.pages import OF_THE_NAMED, PLACES
from tests.conformance.world import World

READS = (
    "dashboards.read", "competency.read", "coaching.read", "coaching.safeguard", "coaching.take-part", "coaching.write",
    "readiness.read", "readiness.write", "readiness.review", "readiness.take-part", "resources.read", "resources.write",
    "resources.curate", "partners.read", "partners.manage",
)  # fmt: skip


def signed_in(world: World, *scopes: str, seconds: float = 600, who: str = "learner") -> dict[str, str]:
    """The headers of a leader's browser, in the first district."""
    token = world.issuer.token(
        world.a.client.district_id, *scopes, role="leader", seconds=seconds, person_id=world.a.ids[who]
    )
    return {"Cookie": f"trellis_session={token}", "Sec-Fetch-Site": "same-origin"}


def reader_of(page: str, world: World) -> dict[str, str]:
    """The same of whoever may read this page."""
    return signed_in(world, *READS, who="educator" if page in OF_THE_NAMED else "learner")


def path_of(page: str, kinds: Mapping[str, str], world: World, ids: Mapping[str, str]) -> str:
    return page.format_map(PLACES | {name: world.a.ids[kind] for name, kind in kinds.items()} | dict(ids))
