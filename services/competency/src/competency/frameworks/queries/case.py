"""Records of CASE as they are given out, the district's own and those that a licence opens to it.

Every statement names its district where it writes: row-level security lets others' open records be read.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

_PUT = text("""
insert into case_record as c (district_id, framework_id, kind, identifier, position, edition, active, licence, origin,
  destination, record)
select :district_id, :framework_id, n.kind, n.identifier, n.position, :edition, true, :licence, n.origin,
  n.destination, n.record
from unnest(cast(:kinds as text[]), cast(:ids as uuid[]), cast(:positions as int[]), cast(:origins as text[]),
  cast(:destinations as text[]), cast(:records as jsonb[]))
  as n(kind, identifier, position, origin, destination, record)
on conflict (district_id, framework_id, kind, identifier) do update set position = excluded.position,
  edition = excluded.edition, active = true, licence = excluded.licence, origin = excluded.origin,
  destination = excluded.destination, record = excluded.record
where c.kind = 'CFDocuments' or (c.record, c.position, c.active, c.licence) is distinct from
  (excluded.record, excluded.position, true, excluded.licence)
""")
_RETIRE = text("""
update case_record c set active = false, licence = :licence
where district_id = :district_id and framework_id = :framework_id and kind = 'CFItems'
  and not (identifier = any(cast(:items as uuid[])))
""")
_DROP = text("""
delete from case_record c where district_id = :district_id and framework_id = :framework_id
  and (kind <> 'CFItems' or :forget) and not exists (
    select from unnest(cast(:kinds as text[]), cast(:ids as uuid[])) as n(kind, identifier)
    where n.kind = c.kind and n.identifier = c.identifier)
""")
_SET_LICENCE = text("""
update case_record set licence = :licence where district_id = :district_id and framework_id = :framework_id
  and licence <> :licence
""")
# The district's own record before another's of the same identifier, one in use before a retired one.
_FIND = text("""
select district_id, framework_id, edition, licence, record, cast(record as text) as body from case_record
where kind = :kind and identifier = :identifier
order by district_id <> :district_id, not active, district_id, framework_id limit 1
""")
_DOCUMENT_OF = text("""
select district_id, framework_id, edition, licence from case_record
where district_id = :owner and framework_id = :framework_id and kind = 'CFDocuments'
""")
_DOCUMENTS = text("""
select distinct on (identifier) record from case_record where kind = 'CFDocuments'
order by identifier, district_id <> :district_id, district_id
""")
_ALIKE = text("""
select identifier, record from case_record
where district_id = :owner and framework_id = :framework_id and kind = :kind and active order by position
""")
_TOUCHING = text("""
select record - 'CFDocumentURI' from case_record where district_id = :owner and active
  and (origin = :identifier or destination = :identifier) order by framework_id, position
""")
_PACKAGE = text("""
select kind, cast(jsonb_agg(record - array['CFDocumentURI', 'CFPackageURI'] order by position) as text) as body
from case_record where district_id = :owner and framework_id = :framework_id and active group by kind
""")


class Written(NamedTuple):
    """A record to keep: the name of its list, its place there, its ends where it is an association, and its JSON."""

    kind: str
    identifier: UUID
    position: int
    origin: str | None
    destination: str | None
    record: str


async def put_records(
    session: AsyncSession,
    district_id: UUID,
    framework_id: UUID,
    edition: int,
    *,
    licence: str,
    records: Sequence[Written],
) -> None:
    """Write these records of the framework."""
    columns = {
        "district_id": district_id,
        "framework_id": framework_id,
        "edition": edition,
        "licence": licence,
        "kinds": [r.kind for r in records],
        "ids": [r.identifier for r in records],
        "positions": [r.position for r in records],
        "origins": [r.origin for r in records],
        "destinations": [r.destination for r in records],
        "records": [r.record for r in records],
    }
    await session.execute(_PUT, columns)


async def drop_others(
    session: AsyncSession,
    district_id: UUID,
    framework_id: UUID,
    *,
    licence: str,
    records: Sequence[Written],
    forget: bool,
) -> None:
    """Make these the framework's records and no others. Items that are left over are retired, or gone where `forget`
    is set.
    """
    framework = {"district_id": district_id, "framework_id": framework_id}
    kept = {"kinds": [r.kind for r in records], "ids": [r.identifier for r in records]}
    if not forget:
        items = [r.identifier for r in records if r.kind == "CFItems"]
        await session.execute(_RETIRE, framework | {"items": items, "licence": licence})
    await session.execute(_DROP, framework | kept | {"forget": forget})


async def set_licence(session: AsyncSession, district_id: UUID, framework_id: UUID, licence: str) -> None:
    parameters = {"district_id": district_id, "framework_id": framework_id, "licence": licence}
    await session.execute(_SET_LICENCE, parameters)


async def find(session: AsyncSession, district_id: UUID, kind: str, identifier: UUID) -> Row[Any] | None:
    """The record that this district sees under the identifier, with whose it is."""
    parameters = {"district_id": district_id, "kind": kind, "identifier": identifier}
    return (await session.execute(_FIND, parameters)).one_or_none()


async def document_of(session: AsyncSession, owner: UUID, framework_id: UUID) -> Row[Any] | None:
    """A certain district's framework, where it may be read."""
    return (await session.execute(_DOCUMENT_OF, {"owner": owner, "framework_id": framework_id})).one_or_none()


async def documents(session: AsyncSession, district_id: UUID) -> Sequence[dict[str, Any]]:
    return (await session.scalars(_DOCUMENTS, {"district_id": district_id})).all()


async def alike(session: AsyncSession, owner: UUID, framework_id: UUID, kind: str) -> Sequence[Row[Any]]:
    """All records of the kind in the framework, in their order."""
    return (await session.execute(_ALIKE, {"owner": owner, "framework_id": framework_id, "kind": kind})).all()


async def touching(session: AsyncSession, owner: UUID, identifier: UUID) -> Sequence[dict[str, Any]]:
    """The associations from and to an item, in all frameworks of its district that may be read."""
    return (await session.scalars(_TOUCHING, {"owner": owner, "identifier": str(identifier)})).all()


async def package_parts(session: AsyncSession, owner: UUID, framework_id: UUID) -> dict[str, str]:
    """The lists of a package, each as JSON text, by their names; PostgreSQL writes them."""
    rows = await session.execute(_PACKAGE, {"owner": owner, "framework_id": framework_id})
    return {row.kind: row.body for row in rows}
