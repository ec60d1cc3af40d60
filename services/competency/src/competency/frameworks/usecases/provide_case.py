"""Giving CASE out: the twelve answers of the standard, from records as they were stored."""

import json
from uuid import UUID

from competency.frameworks.queries.case import (
    FoundRecord,
    associations_of_item,
    find_definitions,
    find_documents,
    find_record,
    package_lists,
)
from competency.frameworks.rules.case.export import with_those_below
from competency.frameworks.rules.case.query import DOCUMENT
from competency.frameworks.rules.case.text import CaseJson
from shared.db.query import Transaction
from shared.errors import NotFound
from shared.ims.query import Query
from shared.ims.selection import Page, select

_DEFINITIONS = ("CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings")


async def select_documents(session: Transaction, district_id: UUID, query: Query) -> Page:
    """Returns the page that the query asks for, of the frameworks that the district may read.

    A page without documents is an empty list: the schema wants at least one, and clients expect to be told "none".
    """
    return select(await find_documents(session, district_id), query, DOCUMENT)


async def read_package(session: Transaction, district_id: UUID, identifier: UUID) -> str:
    """Returns a whole framework in its newest edition, as JSON text."""
    found = await require_record(session, district_id, "CFDocuments", identifier)
    return await package_text(session, found.district_id, found.framework_id)


async def package_text(session: Transaction, owner: UUID, framework_id: UUID) -> str:
    """Returns the package of a framework that is there and may be read, as JSON text."""
    parts = await package_lists(session, owner, framework_id)
    definitions = ",".join(f'"{name}":{parts.get(name, "[]")}' for name in _DEFINITIONS)
    lists = ",".join(f'"{name}":{parts.get(name, "[]")}' for name in ("CFItems", "CFAssociations", "CFRubrics"))
    return f'{{"CFDocument":{parts["CFDocuments"][1:-1]},"CFDefinitions":{{{definitions}}},{lists}}}'


async def read_record(session: Transaction, district_id: UUID, kind: str, identifier: UUID) -> str:
    """Returns one record by itself, as JSON text."""
    return (await require_record(session, district_id, kind, identifier)).body


async def read_with_those_below(
    session: Transaction, district_id: UUID, kind: str, identifier: UUID
) -> dict[str, list[CaseJson]]:
    """Returns a definition, then those below it in the hierarchy of its framework."""
    found = await require_record(session, district_id, kind, identifier)
    definitions = await find_definitions(session, found.district_id, found.framework_id, kind)
    about = next(one for one in definitions if one.identifier == identifier)
    return {kind: [one.record for one in with_those_below(about, definitions)]}


async def read_item_associations(session: Transaction, district_id: UUID, identifier: UUID) -> str:
    """Returns an item with the associations from and to it, as JSON text. Raises a 404 where there are none, for CASE
    wants at least one.
    """
    found = await require_record(session, district_id, "CFItems", identifier)
    associations = await associations_of_item(session, found.district_id, identifier)
    if not associations:
        raise NotFound("The item has no associations.")
    return f'{{"CFItem":{found.body},"CFAssociations":{json.dumps(associations)}}}'


async def require_record(session: Transaction, district_id: UUID, kind: str, identifier: UUID) -> FoundRecord:
    """Returns the record, the district's own or one that a licence opens. Raises a 404."""
    found = await find_record(session, district_id, kind, identifier)
    if found is None:
        raise NotFound("There is no such record, or its framework's licence does not open it to this district.")
    return found
