"""Who is signed in, in one statement: every page needs it."""

from typing import NamedTuple
from uuid import UUID

from dashboards.common.queries.generations import LIVE
from dashboards.roster.queries.places import district_name
from shared.db.query import Query, Transaction
from shared.roster.calendars import zone_of

_HERE = "{0}.generation = live.generation and {0}.district_id = :district_id"


class NamedPerson(NamedTuple):
    """A person of a district by their own names, where they are known, and by its name; its zone; and whether they are
    named to read its concerns.
    """

    given_name: str | None
    family_name: str | None
    preferred_name: str | None
    district: str | None
    time_zone: str
    reads_concerns: bool


_PERSON = Query(
    f"""
select n.given_name, n.family_name, n.preferred_name, ({district_name(_HERE)}) as district,
  {zone_of(":district_id", generation="live.generation")} as time_zone,
  coalesce((select cast(:person_id as uuid) = any(s.person_ids) from safeguarding_people s where {_HERE.format("s")}),
    false) as reads_concerns
from {LIVE} left join person_name n on {_HERE.format("n")} and n.person_id = cast(:person_id as uuid)
""",  # noqa: S608
    NamedPerson,
)


async def find_person(session: Transaction, district_id: UUID, person_id: UUID | None) -> NamedPerson:
    """Also where nothing is known of the person, or it is none."""
    return await _PERSON.one(session, district_id=district_id, person_id=person_id)
