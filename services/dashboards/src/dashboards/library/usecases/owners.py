"""The districts whose items these are: what whoever publishes something is called."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from dashboards.roster.queries.signed_in import find_person
from shared.http.session import Publishes


class Owner(NamedTuple):
    """A district by its name, which is None where it is not known, and the zone of its days."""

    name: str | None
    zone: str


async def owners_of(published_by: Publishes, district_ids: Iterable[UUID]) -> Mapping[UUID, Owner]:
    """Returns these districts by their ids. Who publishes something tells everybody its name, and nothing else."""
    found = {}
    for one in sorted(set(district_ids)):
        async with published_by(one) as session:
            known = await find_person(session, one, None)
        found[one] = Owner(known.district, known.time_zone)
    return found
