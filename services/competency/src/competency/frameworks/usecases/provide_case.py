"""Giving CASE out: the twelve answers of the standard, from records as they were kept."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from competency.frameworks.queries import case as queries
from competency.frameworks.rules.case import selection as case_selection
from competency.frameworks.rules.case.export import with_those_below
from competency.frameworks.rules.case.query import read_query
from shared.errors import NotFound

_DEFINITIONS = ("CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings")


@dataclass(frozen=True, slots=True)
class Documents:
    """A page of documents with what its headers say."""

    body: dict[str, Any]
    total: int
    link: str


@dataclass(frozen=True, slots=True)
class _Coded:
    identifier: UUID
    hierarchy_code: str
    record: dict[str, Any]


async def read_documents(
    session: AsyncSession, district_id: UUID, parameters: Iterable[tuple[str, str]], url: str
) -> Documents:
    """The frameworks that the district may read. Raises `QueryRefused`.

    A page without documents is an empty list: the schema wants one at least, and clients expect to be told "none".
    """
    query = read_query(parameters)
    page = case_selection.select(await queries.documents(session, district_id), query)
    link = case_selection.link_header(url, query, page.total)
    return Documents({"CFDocuments": list(page.documents)}, page.total, link)


async def read_package(session: AsyncSession, district_id: UUID, identifier: UUID) -> str:
    """A framework whole, in its newest edition, as JSON text."""
    found = await find(session, district_id, "CFDocuments", identifier)
    return await package_text(session, found.district_id, found.framework_id)


async def package_text(session: AsyncSession, owner: UUID, framework_id: UUID) -> str:
    """The package of a framework that is there and may be read."""
    parts = await queries.package_parts(session, owner, framework_id)
    definitions = ",".join(f'"{name}":{parts.get(name, "[]")}' for name in _DEFINITIONS)
    lists = ",".join(f'"{name}":{parts.get(name, "[]")}' for name in ("CFItems", "CFAssociations", "CFRubrics"))
    return f'{{"CFDocument":{parts["CFDocuments"][1:-1]},"CFDefinitions":{{{definitions}}},{lists}}}'


async def read_record(session: AsyncSession, district_id: UUID, kind: str, identifier: UUID) -> str:
    """One record by itself, as JSON text."""
    found = await find(session, district_id, kind, identifier)
    return str(found.body)


async def read_with_those_below(
    session: AsyncSession, district_id: UUID, kind: str, identifier: UUID
) -> dict[str, list[Any]]:
    """A definition, then those below it in the hierarchy of its framework."""
    found = await find(session, district_id, kind, identifier)
    rows = await queries.alike(session, found.district_id, found.framework_id, kind)
    all_ = [_Coded(row.identifier, row.record.get("hierarchyCode", ""), row.record) for row in rows]
    about = next(one for one in all_ if one.identifier == identifier)
    return {kind: [one.record for one in with_those_below(about, all_)]}


async def read_item_associations(session: AsyncSession, district_id: UUID, identifier: UUID) -> str:
    """An item with the associations from and to it; a 404 where there are none, for CASE wants one at least."""
    found = await find(session, district_id, "CFItems", identifier)
    associations = await queries.touching(session, found.district_id, identifier)
    if not associations:
        raise NotFound("The item has no associations.")
    return f'{{"CFItem":{found.body},"CFAssociations":{json.dumps(list(associations))}}}'


async def find(session: AsyncSession, district_id: UUID, kind: str, identifier: UUID) -> Row[Any]:
    """The record, the district's own or one that a licence opens. Raises a 404."""
    found = await queries.find(session, district_id, kind, identifier)
    if found is None:
        raise NotFound("There is no such record, or its framework's licence does not open it to this district.")
    return found
