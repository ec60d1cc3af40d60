"""Terms."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from rostering.queries.entities import PageSelection, Upsert, identifiers_of, in_page, with_identifiers
from rostering.queries.identifiers import resolve
from rostering.rules.changes import Change, Lookup, Reference
from rostering.rules.entities import Stored, Term
from shared.db.query import Query, Transaction


class TermRow(NamedTuple):
    id: UUID
    version: int
    active: bool
    title: str
    starts_on: date
    ends_on: date
    sources: list[str]
    sourced_ids: list[str]


_TERMS = f"""
select t.id, t.version, t.active, t.title, t.starts_on, t.ends_on, i.sources, i.sourced_ids
from {with_identifiers("term")} where t.district_id = :district_id"""  # noqa: S608 - all names are ours
_BY_ID = Query(f"{_TERMS} and t.id = any(cast(:ids as uuid[]))", TermRow)
_PAGE = Query(f"{_TERMS} {in_page('term')}", TermRow)
_UPSERT = Upsert("term", "title", "starts_on", "ends_on")


async def find_terms(session: Transaction, district_id: UUID, references: Iterable[Reference | None]) -> Lookup[Term]:
    """Returns the terms that are referred to, as far as there are any."""
    owners, ids = await resolve(session, district_id, "term", references)
    rows = await _BY_ID.all(session, district_id=district_id, ids=ids) if ids else []
    return Lookup("term", owners, map(_stored, rows))


async def page_of_terms(
    session: Transaction,
    district_id: UUID,
    page: PageSelection,
) -> list[Stored[Term]]:
    rows = await _PAGE.all(session, district_id=district_id, **page._asdict())
    return [_stored(row) for row in rows]


async def save_terms(session: Transaction, district_id: UUID, changes: Sequence[Change[Term]]) -> None:
    await _UPSERT.save(session, district_id, changes)


def _stored(row: TermRow) -> Stored[Term]:
    term = Term(
        title=row.title,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        active=row.active,
        identifiers=identifiers_of(row.sources, row.sourced_ids),
    )
    return Stored(row.id, row.version, term)
