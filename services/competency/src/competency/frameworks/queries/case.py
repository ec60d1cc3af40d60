"""Reads and writes records of CASE as they are given out, the district's own and those that a licence opens to it.

Every statement that writes names its district: row-level security lets others' open records be read.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from competency.frameworks.rules.case.licence import Openness, OpennessName
from competency.frameworks.rules.case.text import CaseJson
from shared.db.query import Command, Query, Scalar, Transaction


class NewCaseRecord(NamedTuple):
    """A record to store: the name of its list in CASE, its place there, its ends where it is an association, and its
    JSON as text.
    """

    kind: str
    identifier: UUID
    position: int
    origin: str | None
    destination: str | None
    record: str


class FoundRecord(NamedTuple):
    """A record that the district may read: whose it is, what the framework's licence allows, and its JSON as text."""

    district_id: UUID
    framework_id: UUID
    edition: int
    licence: OpennessName
    body: str


class Definition(NamedTuple):
    """A definition with the code that says where it stands in the hierarchy; `record` is its JSON."""

    identifier: UUID
    hierarchy_code: str
    record: CaseJson


class PackageList(NamedTuple):
    """One of a package's lists, by its name, as JSON text."""

    kind: str
    body: str


_SAVE = Command("""
insert into case_record as c (district_id, framework_id, kind, identifier, position, edition, active, licence, origin,
  destination, record)
select cast(:district_id as uuid), cast(:framework_id as uuid), n.kind, n.identifier, n.position,
  cast(:edition as int), true, cast(:licence as text), n.origin, n.destination, n.record
from unnest(cast(:kinds as text[]), cast(:ids as uuid[]), cast(:positions as int[]), cast(:origins as text[]),
  cast(:destinations as text[]), cast(:records as jsonb[]))
  as n(kind, identifier, position, origin, destination, record)
on conflict (district_id, framework_id, kind, identifier) do update set position = excluded.position,
  edition = excluded.edition, active = true, licence = excluded.licence, origin = excluded.origin,
  destination = excluded.destination, record = excluded.record
where c.kind = 'CFDocuments' or (c.record, c.position, c.active, c.licence) is distinct from
  (excluded.record, excluded.position, true, excluded.licence)
""")
_RETIRE_ITEMS = Command("""
update case_record c set active = false, licence = :licence
where district_id = :district_id and framework_id = :framework_id and kind = 'CFItems'
  and not (identifier = any(cast(:items as uuid[])))
""")
_DELETE_OTHERS = Command("""
delete from case_record c where district_id = :district_id and framework_id = :framework_id
  and (kind <> 'CFItems' or :items_too) and not exists (
    select from unnest(cast(:kinds as text[]), cast(:ids as uuid[])) as n(kind, identifier)
    where n.kind = c.kind and n.identifier = c.identifier)
""")
_SET_LICENCE = Command("""
update case_record set licence = :licence where district_id = :district_id and framework_id = :framework_id
  and licence <> :licence
""")
# The district's own record before another's of the same identifier, one in use before a retired one.
_FIND = Query(
    """
select district_id, framework_id, edition, licence, cast(record as text) as body from case_record
where kind = :kind and identifier = :identifier
order by district_id <> :district_id, not active, district_id, framework_id limit 1
""",
    FoundRecord,
)
_FIND_DOCUMENT = Query(
    """
select district_id, framework_id, edition, licence, cast(record as text) as body from case_record
where district_id = :owner and framework_id = :framework_id and kind = 'CFDocuments'
""",
    FoundRecord,
)
_DOCUMENTS = Scalar[CaseJson](
    """
select distinct on (identifier) record from case_record where kind = 'CFDocuments'
order by identifier, district_id <> :district_id, district_id
""",
    dict,
)
_DEFINITIONS = Query(
    """
select identifier, coalesce(record ->> 'hierarchyCode', '') as hierarchy_code, record from case_record
where district_id = :owner and framework_id = :framework_id and kind = :kind and active order by position
""",
    Definition,
)
_ASSOCIATIONS = Scalar[CaseJson](
    """
select record - 'CFDocumentURI' from case_record where district_id = :owner and active
  and (origin = :identifier or destination = :identifier) order by framework_id, position
""",
    dict,
)
_PACKAGE = Query(
    """
select kind, cast(jsonb_agg(record - array['CFDocumentURI', 'CFPackageURI'] order by position) as text) as body
from case_record where district_id = :owner and framework_id = :framework_id and active group by kind
""",
    PackageList,
)


async def save_records(
    session: Transaction,
    district_id: UUID,
    framework_id: UUID,
    edition: int,
    *,
    licence: Openness,
    records: Sequence[NewCaseRecord],
) -> None:
    """Stores these records of the framework."""
    await _SAVE.run(
        session,
        district_id=district_id,
        framework_id=framework_id,
        edition=edition,
        licence=licence.value,
        kinds=[record.kind for record in records],
        ids=[record.identifier for record in records],
        positions=[record.position for record in records],
        origins=[record.origin for record in records],
        destinations=[record.destination for record in records],
        records=[record.record for record in records],
    )


async def remove_other_records(
    session: Transaction,
    district_id: UUID,
    framework_id: UUID,
    *,
    licence: Openness,
    records: Sequence[NewCaseRecord],
    delete_items: bool,
) -> None:
    """Leaves the framework with these records alone: other items are retired, or deleted with `delete_items`, and
    everything else is deleted.
    """
    if not delete_items:
        items = [record.identifier for record in records if record.kind == "CFItems"]
        await _RETIRE_ITEMS.run(
            session, district_id=district_id, framework_id=framework_id, items=items, licence=licence.value
        )
    await _DELETE_OTHERS.run(
        session,
        district_id=district_id,
        framework_id=framework_id,
        kinds=[record.kind for record in records],
        ids=[record.identifier for record in records],
        items_too=delete_items,
    )


async def set_licence(session: Transaction, district_id: UUID, framework_id: UUID, licence: Openness) -> None:
    """Stores what the framework's licence allows with each of its records."""
    await _SET_LICENCE.run(session, district_id=district_id, framework_id=framework_id, licence=licence.value)


async def find_record(session: Transaction, district_id: UUID, kind: str, identifier: UUID) -> FoundRecord | None:
    """Returns the record that this district sees under the identifier."""
    return await _FIND.first(session, district_id=district_id, kind=kind, identifier=identifier)


async def find_document(session: Transaction, owner: UUID, framework_id: UUID) -> FoundRecord | None:
    """Returns the document of a certain district's framework; None where it may not be read."""
    return await _FIND_DOCUMENT.first(session, owner=owner, framework_id=framework_id)


async def find_documents(session: Transaction, district_id: UUID) -> list[CaseJson]:
    """Returns the documents of all frameworks that the district may read."""
    return await _DOCUMENTS.all(session, district_id=district_id)


async def find_definitions(session: Transaction, owner: UUID, framework_id: UUID, kind: str) -> list[Definition]:
    """Returns all definitions of the kind in the framework, in their order."""
    return await _DEFINITIONS.all(session, owner=owner, framework_id=framework_id, kind=kind)


async def associations_of_item(session: Transaction, owner: UUID, identifier: UUID) -> list[CaseJson]:
    """Returns the associations from and to an item, in all frameworks of its district that may be read."""
    return await _ASSOCIATIONS.all(session, owner=owner, identifier=str(identifier))


async def package_lists(session: Transaction, owner: UUID, framework_id: UUID) -> dict[str, str]:
    """Returns the lists of a package by their names, each as JSON text that PostgreSQL writes."""
    return {row.kind: row.body for row in await _PACKAGE.all(session, owner=owner, framework_id=framework_id)}
