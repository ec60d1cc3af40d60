"""Organisations: the district and its schools."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from rostering.queries.entities import PageSelection, Upsert, equal, identifiers_of, in_page, with_identifiers
from rostering.queries.identifiers import resolve
from rostering.rules.changes import Change, Lookup, Reference
from rostering.rules.entities import Organisation, OrganisationKind, Stored
from shared.db.query import Query, Transaction


class OrganisationRow(NamedTuple):
    id: UUID
    version: int
    active: bool
    name: str
    kind: OrganisationKind
    parent_id: UUID | None
    sources: list[str]
    sourced_ids: list[str]


_ORGANISATIONS = f"""
select t.id, t.version, t.active, t.name, t.kind, t.parent_id, i.sources, i.sourced_ids
from {with_identifiers("organisation")} where t.district_id = :district_id"""  # noqa: S608 - all names are ours
_BY_ID = Query(f"{_ORGANISATIONS} and t.id = any(cast(:ids as uuid[]))", OrganisationRow)
_PAGE = Query(
    f"{_ORGANISATIONS} and {equal('kind', 'text')} and {equal('parent_id')} {in_page('organisation')}", OrganisationRow
)
_UPSERT = Upsert("organisation", "name", "kind", "parent_id")


async def find_organisations(
    session: Transaction, district_id: UUID, references: Iterable[Reference | None]
) -> Lookup[Organisation]:
    """Returns the organisations that are referred to, as far as there are any."""
    owners, ids = await resolve(session, district_id, "organisation", references)
    rows = await _BY_ID.all(session, district_id=district_id, ids=ids) if ids else []
    return Lookup("organisation", owners, map(_stored, rows))


async def page_of_organisations(
    session: Transaction,
    district_id: UUID,
    page: PageSelection,
    *,
    kind: OrganisationKind | None = None,
    parent_id: UUID | None = None,
) -> list[Stored[Organisation]]:
    rows = await _PAGE.all(session, district_id=district_id, **page._asdict(), kind=kind, parent_id=parent_id)
    return [_stored(row) for row in rows]


async def save_organisations(session: Transaction, district_id: UUID, changes: Sequence[Change[Organisation]]) -> None:
    await _UPSERT.save(session, district_id, changes)


def _stored(row: OrganisationRow) -> Stored[Organisation]:
    organisation = Organisation(
        name=row.name,
        kind=row.kind,
        parent_id=row.parent_id,
        active=row.active,
        identifiers=identifiers_of(row.sources, row.sourced_ids),
    )
    return Stored(row.id, row.version, organisation)
