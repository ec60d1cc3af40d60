"""The files that adoptions hold, in SQL: of the session's district, and as a worker finds what was let go."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from resources.files.queries.versions import PartFile
from shared.db.query import Command, Query, Scalar, Transaction


class HeldVersion(NamedTuple):
    """The version that an adoption holds."""

    adoption_id: UUID
    item_id: UUID
    version: int


class ReleasedFile(NamedTuple):
    """A file that an adoption holds no more."""

    district_id: UUID
    adoption_id: UUID
    sha256: str
    file_id: UUID
    object_id: UUID


_HOLD = Command("""
insert into adoption_file (district_id, adoption_id, sha256, file_id, object_id, name)
select distinct on (f.sha256) f.district_id, cast(:adoption_id as uuid), f.sha256, f.file_id, f.object_id,
  coalesce((
    select v.name from version_file v join stored_object same on same.object_id = v.object_id
    where v.item_id = :item_id and v.version = :version and same.sha256 = f.sha256 order by v.part_key limit 1), f.name)
from file f join stored_object o on o.object_id = f.object_id
where f.district_id = :district_id and f.deleted_at is null and f.sha256 = any(cast(:sha256s as text[]))
  and o.scan in ('clean', 'not_configured')
order by f.sha256, f.file_id desc
on conflict (district_id, adoption_id, sha256) do update set released_at = null
""")
_RELEASE = Command("""
update adoption_file f set released_at = :now
where f.adoption_id = :adoption_id and f.released_at is null and f.sha256 <> all(cast(:kept as text[]))
""")
_FIND = Query(
    """
    select o.key, f.name, o.type_code, coalesce(o.size, 0) as size, f.sha256, o.scan
    from adoption_file f join stored_object o on o.object_id = f.object_id
    where f.adoption_id = :adoption_id and f.sha256 = :sha256 and f.released_at is null
    """,
    PartFile,
)
_IS_HELD = Scalar(
    "select exists (select from adoption_file f where f.file_id = :file_id and f.released_at is null)", bool
)
_RELEASED = Query(
    """
    select f.district_id, f.adoption_id, f.sha256, f.file_id, f.object_id from adoption_file f
    where f.released_at is not null order by f.released_at, f.adoption_id, f.sha256 limit :limit
    """,
    ReleasedFile,
)
_FORGET = Command("""
delete from adoption_file f
where f.district_id = :district_id and f.adoption_id = :adoption_id and f.sha256 = :sha256 and f.released_at is not null
""")
_IS_LEFT = Scalar(
    """
    select f.taken and f.deleted_at is null
      and not exists (select from adoption_file a where a.district_id = f.district_id and a.file_id = f.file_id)
      and not exists (select from version_file v where v.owner_id = f.district_id and v.file_id = f.file_id)
      and not exists (
        select from item_version v where v.district_id = f.district_id and v.state <> 'published'
          and v.content -> 'parts' @> jsonb_build_array(jsonb_build_object('source', f.sha256)))
    from file f where f.district_id = :district_id and f.file_id = :file_id
    """,
    bool,
)


async def hold_files(session: Transaction, district_id: UUID, held: HeldVersion, sha256s: list[str]) -> None:
    """Has an adoption hold the district's files with these digests, under the names that the version gives them."""
    await _HOLD.run(session, district_id=district_id, **held._asdict(), sha256s=sha256s)


async def release_files(session: Transaction, adoption_id: UUID, kept: list[str], now: datetime) -> None:
    """Has an adoption hold no other files than those with these digests."""
    await _RELEASE.run(session, adoption_id=adoption_id, kept=kept, now=now)


async def find_held_file(session: Transaction, adoption_id: UUID, sha256: str) -> PartFile | None:
    return await _FIND.first(session, adoption_id=adoption_id, sha256=sha256)


async def is_adopted(session: Transaction, file_id: UUID) -> bool:
    """Whether an adoption of the district's holds this file."""
    return await _IS_HELD.one(session, file_id=file_id)


async def find_released(session: Transaction, limit: int) -> list[ReleasedFile]:
    """Returns what adoptions of all districts hold no more. For the worker."""
    return await _RELEASED.all(session, limit=limit)


async def forget_released(session: Transaction, found: ReleasedFile) -> bool:
    """Returns whether it was still released: an adoption may hold it again."""
    gone = await _FORGET.run(session, district_id=found.district_id, adoption_id=found.adoption_id, sha256=found.sha256)
    return gone == 1


async def is_left(session: Transaction, district_id: UUID, file_id: UUID) -> bool:
    """Whether a file came with an adoption, and nothing of the district's has it any more: no adoption, no version, no
    draft.
    """
    return await _IS_LEFT.get(session, district_id=district_id, file_id=file_id) is True
