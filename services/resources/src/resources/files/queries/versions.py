"""The files of published versions in SQL, as far as the session may see the versions: row-level security says whose."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from resources.files.queries.files import FileRecord
from shared.db.query import Command, Query, Scalar, Transaction


class PartFile(NamedTuple):
    """What lies in the store of a part; `size` in bytes."""

    key: str
    name: str
    type_code: str
    size: int
    sha256: str
    scan: str


class VersionFile(NamedTuple):
    """What lies in the store of a published version, once for the same bytes; `size` in bytes."""

    object_id: UUID
    name: str
    type_code: str
    size: int
    sha256: str


_FILES = Query(
    """
    select distinct on (o.sha256) o.object_id, v.name, o.type_code, coalesce(o.size, 0) as size,
      coalesce(o.sha256, '') as sha256
    from version_file v join stored_object o on o.object_id = v.object_id
    where v.item_id = :item_id and v.version = :version and o.sha256 = any(cast(:sha256s as text[]))
      and o.scan in ('clean', 'not_configured')
    order by o.sha256, o.object_id
    """,
    VersionFile,
)
_ADD = Command("""
insert into version_file (item_id, version, part_key, owner_id, file_id, object_id, name)
values (:item_id, :version, :part_key, :owner_id, :file_id, :object_id, :name)
""")
_FIND = Query(
    """
    select o.key, v.name, o.type_code, coalesce(o.size, 0) as size, coalesce(o.sha256, '') as sha256, o.scan
    from version_file v join stored_object o on o.object_id = v.object_id
    where v.item_id = :item_id and v.version = :version and v.part_key = :part_key
    """,
    PartFile,
)
_IS_IN = Scalar(
    "select exists (select from version_file v where v.owner_id = :owner_id and v.file_id = :file_id)", bool
)
_LET_GO = Command("""
with gone as (delete from version_file where item_id = :item_id and owner_id = :owner_id returning object_id)
update stored_object set let_go_at = :now where object_id in (select object_id from gone)
""")


async def add_version_file(
    session: Transaction, owner_id: UUID, item_id: UUID, version: int, part_key: UUID, file: FileRecord
) -> None:
    """From now on a part of a published version is this file, which stays as long as the version shows it."""
    await _ADD.run(
        session,
        item_id=item_id,
        version=version,
        part_key=part_key,
        owner_id=owner_id,
        file_id=file.file_id,
        object_id=file.object_id,
        name=file.name,
    )


async def find_part_file(session: Transaction, item_id: UUID, version: int, part_key: UUID) -> PartFile | None:
    return await _FIND.first(session, item_id=item_id, version=version, part_key=part_key)


async def find_version_files(
    session: Transaction, item_id: UUID, version: int, sha256s: list[str]
) -> list[VersionFile]:
    """Returns those of a version that have these digests and may be handed out."""
    return await _FILES.all(session, item_id=item_id, version=version, sha256s=sha256s)


async def is_in_version(session: Transaction, owner_id: UUID, file_id: UUID) -> bool:
    """Whether a published version of the district has this file."""
    return await _IS_IN.one(session, owner_id=owner_id, file_id=file_id)


async def let_versions_go(session: Transaction, owner_id: UUID, item_id: UUID, now: datetime) -> None:
    """No version of an item hands its files out any more."""
    await _LET_GO.run(session, owner_id=owner_id, item_id=item_id, now=now)
