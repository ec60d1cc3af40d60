"""The districts whose items these are: what whoever publishes something is called."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from dashboards.library.queries.owners import Owner, find_owner
from shared.http.session import Publishes


async def owners_of(published_by: Publishes, district_ids: Iterable[UUID]) -> Mapping[UUID, Owner]:
    """Returns these districts by their ids. Who publishes something tells everybody its name, and nothing else."""
    found = {}
    for one in sorted(set(district_ids)):
        async with published_by(one) as session:
            found[one] = await find_owner(session, one)
    return found
