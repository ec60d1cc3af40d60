"""Classes."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from rostering.queries.entities import PageSelection, Upsert, equal, identifiers_of, in_page, with_identifiers
from rostering.queries.identifiers import resolve
from rostering.rules.changes import Change, Lookup, Reference
from rostering.rules.entities import Class, Stored
from shared.db.query import Query, Transaction


class ClassRow(NamedTuple):
    id: UUID
    version: int
    active: bool
    title: str
    organisation_id: UUID
    term_id: UUID | None
    sources: list[str]
    sourced_ids: list[str]


_CLASSES = f"""
select t.id, t.version, t.active, t.title, t.organisation_id, t.term_id, i.sources, i.sourced_ids
from {with_identifiers("class")} where t.district_id = :district_id"""  # noqa: S608 - all names are ours
_BY_ID = Query(f"{_CLASSES} and t.id = any(cast(:ids as uuid[]))", ClassRow)
_PAGE = Query(f"{_CLASSES} and {equal('organisation_id')} and {equal('term_id')} {in_page('class')}", ClassRow)
_UPSERT = Upsert("class", "title", "organisation_id", "term_id")


async def find_classes(
    session: Transaction, district_id: UUID, references: Iterable[Reference | None]
) -> Lookup[Class]:
    """Returns the classes that are referred to, as far as there are any."""
    owners, ids = await resolve(session, district_id, "class", references)
    rows = await _BY_ID.all(session, district_id=district_id, ids=ids) if ids else []
    return Lookup("class", owners, map(_stored, rows))


async def page_of_classes(
    session: Transaction,
    district_id: UUID,
    page: PageSelection,
    *,
    organisation_id: UUID | None = None,
    term_id: UUID | None = None,
) -> list[Stored[Class]]:
    rows = await _PAGE.all(
        session, district_id=district_id, **page._asdict(), organisation_id=organisation_id, term_id=term_id
    )
    return [_stored(row) for row in rows]


async def save_classes(session: Transaction, district_id: UUID, changes: Sequence[Change[Class]]) -> None:
    await _UPSERT.save(session, district_id, changes)


def _stored(row: ClassRow) -> Stored[Class]:
    class_ = Class(
        title=row.title,
        organisation_id=row.organisation_id,
        term_id=row.term_id,
        active=row.active,
        identifiers=identifiers_of(row.sources, row.sourced_ids),
    )
    return Stored(row.id, row.version, class_)
