"""People, and their names, which are in a table of their own."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from rostering.queries.entities import PageSelection, Upsert, identifiers_of, in_page, with_identifiers
from rostering.queries.identifiers import resolve
from rostering.rules.changes import Change, Lookup, Reference
from rostering.rules.entities import Name, Person, PersonRole, Stored
from shared.db.query import Command, Query, Transaction


class PersonRow(NamedTuple):
    """The three names are null for a person who was forgotten."""

    id: UUID
    version: int
    active: bool
    roles: list[PersonRole]
    grade: str | None
    organisation_ids: list[UUID]
    given_name: str | None
    family_name: str | None
    preferred_name: str | None
    sources: list[str]
    sourced_ids: list[str]


_PEOPLE = f"""
select t.id, t.version, t.active, t.roles, t.grade, t.organisation_ids, n.given_name, n.family_name, n.preferred_name,
  i.sources, i.sourced_ids
from {with_identifiers("person")} left join person_name n on n.district_id = t.district_id and n.id = t.id
where t.district_id = :district_id"""  # noqa: S608 - all names are ours
_BY_ID = Query(f"{_PEOPLE} and t.id = any(cast(:ids as uuid[]))", PersonRow)
_PAGE = Query(
    f"""{_PEOPLE}
and (cast(:role as text) is null or cast(:role as text) = any(t.roles))
and (cast(:organisation_id as uuid) is null or t.organisation_ids @> array[cast(:organisation_id as uuid)])
and (cast(:class_id as uuid) is null or exists (select from enrolment e where e.district_id = t.district_id
  and e.person_id = t.id and e.class_id = cast(:class_id as uuid) and e.active))
{in_page("person")}""",
    PersonRow,
)
_UPSERT = Upsert("person", "roles", "grade", "organisation_ids")
_SAVE_NAMES = Command("""
insert into person_name (district_id, id, given_name, family_name, preferred_name)
select :district_id, n.id, n.given_name, n.family_name, n.preferred_name
from unnest(cast(:ids as uuid[]), cast(:given as text[]), cast(:family as text[]), cast(:preferred as text[]))
  as n(id, given_name, family_name, preferred_name)
on conflict (district_id, id) do update
set given_name = excluded.given_name, family_name = excluded.family_name, preferred_name = excluded.preferred_name
""")
_ERASE_NAME = Command("delete from person_name where district_id = :district_id and id = :person_id")


async def find_people(
    session: Transaction, district_id: UUID, references: Iterable[Reference | None]
) -> Lookup[Person]:
    """Returns the people who are referred to, as far as there are any."""
    owners, ids = await resolve(session, district_id, "person", references)
    rows = await _BY_ID.all(session, district_id=district_id, ids=ids) if ids else []
    return Lookup("person", owners, map(_stored, rows))


async def page_of_people(
    session: Transaction,
    district_id: UUID,
    page: PageSelection,
    *,
    role: PersonRole | None = None,
    class_id: UUID | None = None,
    organisation_id: UUID | None = None,
) -> list[Stored[Person]]:
    rows = await _PAGE.all(
        session,
        district_id=district_id,
        **page._asdict(),
        role=role,
        class_id=class_id,
        organisation_id=organisation_id,
    )
    return [_stored(row) for row in rows]


async def save_people(session: Transaction, district_id: UUID, changes: Sequence[Change[Person]]) -> None:
    """Stores people and their names. A name that is gone stays until `erase_name`."""
    await _UPSERT.save(session, district_id, changes)
    named = [(c.stored.id, c.stored.entity.name) for c in changes if c.stored.entity.name is not None]
    if named:
        await _SAVE_NAMES.run(
            session,
            district_id=district_id,
            ids=[person_id for person_id, _ in named],
            given=[name.given_name for _, name in named],
            family=[name.family_name for _, name in named],
            preferred=[name.preferred_name for _, name in named],
        )


async def erase_name(session: Transaction, district_id: UUID, person_id: UUID) -> None:
    await _ERASE_NAME.run(session, district_id=district_id, person_id=person_id)


def _stored(row: PersonRow) -> Stored[Person]:
    name = None
    if row.given_name is not None and row.family_name is not None:
        name = Name(given_name=row.given_name, family_name=row.family_name, preferred_name=row.preferred_name)
    person = Person(
        name=name,
        roles=tuple(row.roles),
        grade=row.grade,
        organisation_ids=tuple(row.organisation_ids),
        active=row.active,
        identifiers=identifiers_of(row.sources, row.sourced_ids),
    )
    return Stored(row.id, row.version, person)
