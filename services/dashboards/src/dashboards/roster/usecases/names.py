"""What to call people and places."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.queries.reader import Reader
from dashboards.roster.queries.people import DescribedPerson, Name, list_names
from dashboards.roster.queries.places import Class, School, list_classes
from dashboards.roster.queries.signed_in import NamedPerson, find_person
from dashboards.roster.queries.visibility import VISIBILITY
from dashboards.roster.schemas import ClassSummary, SchoolSummary
from shared.auth.callers import Caller
from shared.auth.claims import Role
from shared.db.query import Transaction

SEE_ALL = ("leader", "operator", "system")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, as the head of a page says it, the zone of their district's days, and whether they are named to
    read its concerns; a name or a district that is not known is None.
    """

    name: str | None
    role: Role
    district: str | None
    zone: str
    reads_concerns: bool


async def who_is(session: Transaction, caller: Caller) -> SignedIn:
    """The caller, for the head of their own page."""
    found = await find_person(session, caller.district_id, caller.person_id)
    name = called(found) if found.given_name is not None else None
    return SignedIn(name, caller.role, found.district, found.time_zone, found.reads_concerns)


async def names_of(session: AsyncSession, caller: Caller, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What to call these people on a page that is being rendered; stored nowhere."""
    reader = await Reader.live(session, caller.district_id)
    rows = await list_names(reader, ids)
    return {row.person_id: called(row) for row in rows}


def called(name: Name | NamedPerson | DescribedPerson) -> str:
    """A name as pages say it."""
    return f"{name.preferred_name or name.given_name} {name.family_name}"


async def own_people(session: AsyncSession, caller: Caller) -> tuple[list[ClassSummary], list[UUID]]:
    """The classes and, for a family, the learners that somebody without the whole district starts from."""
    reader = await Reader.live(session, caller.district_id)
    visible = await VISIBILITY.learners(session, caller, generation=reader.generation)
    taught = await VISIBILITY.classes_taught(session, caller, generation=reader.generation)
    return class_summaries(await list_classes(reader, sorted(taught))), sorted(visible.learner_ids or ())


def class_summaries(rows: Sequence[Class]) -> list[ClassSummary]:
    return [ClassSummary(class_id=row.class_id, title=row.title, organisation_id=row.organisation_id) for row in rows]


def school_summaries(rows: Sequence[School]) -> list[SchoolSummary]:
    return [SchoolSummary(organisation_id=row.organisation_id, name=row.name) for row in rows]
