"""Files in SQL."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Transaction


class FileRecord(NamedTuple):
    """A file with what lies in the store of it; `size` in bytes."""

    file_id: UUID
    object_id: UUID
    key: str
    name: str
    type_code: str
    size: int
    sha256: str
    sent_sha256: str
    scan: str
    uploaded_by: str
    created_at: datetime


_COLUMNS = """
f.file_id, o.object_id, o.key, f.name, f.type_code, f.size, f.sha256, f.sent_sha256, o.scan, f.uploaded_by,
f.created_at
"""
_SELECT = f"select {_COLUMNS} from file f join stored_object o on o.object_id = f.object_id"  # noqa: S608
_FIND = Query(f"{_SELECT} where f.file_id = :file_id", FileRecord)
_LOCK = Query(f"{_SELECT} where f.file_id = :file_id for no key update of f", FileRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or f.file_id > cast(:after as uuid))
      and (cast(:sha256 as text) is null or cast(:sha256 as text) in (f.sha256, f.sent_sha256))
    order by f.file_id limit :limit
    """,
    FileRecord,
)
_ADD = Command("""
insert into file (district_id, file_id, object_id, name, type_code, size, sha256, sent_sha256, uploaded_by, created_at,
  taken)
values (:district_id, :file_id, :object_id, :name, :type_code, :size, :sha256, :sent_sha256, :uploaded_by, :now, :taken)
""")
_DELETE = Command("update file set object_id = null, deleted_at = :now where file_id = :file_id")
_READY = f"""
{_SELECT}
where f.deleted_at is null and f.sha256 = any(cast(:sha256s as text[])) and o.scan in ('clean', 'not_configured')
order by f.file_id
"""
_FIND_READY = Query(_READY, FileRecord)
_LOCK_READY = Query(f"{_READY} for share of f", FileRecord)


async def find_file(session: Transaction, file_id: UUID) -> FileRecord | None:
    """Returns a file of the session's district that is not deleted."""
    return await _FIND.first(session, file_id=file_id)


async def lock_file(session: Transaction, file_id: UUID) -> FileRecord | None:
    """The same; nobody else refers to it or deletes it until the commit."""
    return await _LOCK.first(session, file_id=file_id)


async def find_files(session: Transaction, after: UUID | None, sha256: str | None, limit: int) -> list[FileRecord]:
    """Returns the district's files, in the order in which they came; with a digest, those with just these bytes."""
    return await _PAGE.all(session, after=after, sha256=sha256, limit=limit)


async def add_file(
    session: Transaction,
    district_id: UUID,
    file_id: UUID,
    object_id: UUID,
    *,
    name: str,
    type_code: str,
    size: int,
    sha256: str,
    sent_sha256: str,
    uploaded_by: str,
    now: datetime,
    taken: bool = False,
) -> None:
    """Adds a file of the district's; `taken`: it comes with what is adopted."""
    await _ADD.run(
        session,
        district_id=district_id,
        file_id=file_id,
        object_id=object_id,
        name=name,
        type_code=type_code,
        size=size,
        sha256=sha256,
        sent_sha256=sent_sha256,
        uploaded_by=uploaded_by,
        now=now,
        taken=taken,
    )


async def delete_file(session: Transaction, file_id: UUID, now: datetime) -> None:
    """Its row stays, and no longer keeps what lies in the store."""
    await _DELETE.run(session, file_id=file_id, now=now)


async def find_ready(session: Transaction, sha256s: list[str]) -> dict[str, FileRecord]:
    """Returns the newest file of the district for each of these digests, where there is one that may be handed out."""
    return {one.sha256: one for one in await _FIND_READY.all(session, sha256s=sha256s)}


async def lock_ready(session: Transaction, sha256s: list[str]) -> dict[str, FileRecord]:
    """The same; nobody deletes one of them until the commit."""
    return {one.sha256: one for one in await _LOCK_READY.all(session, sha256s=sha256s)}
