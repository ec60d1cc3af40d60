"""Files as they are read and deleted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from resources.common.rules.problems import Problem
from resources.files.queries import adopted, files, objects, quotas, versions
from resources.files.queries.adopted import HeldVersion
from resources.files.queries.files import FileRecord
from resources.files.rules import quota
from resources.files.rules.quota import Quota
from resources.files.rules.scans import HANDED_OUT, Scan
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound
from shared.values.ids import new_id

NO_FILE = "There is no such file."


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes files for a district, which may store `most` bytes."""

    district_id: UUID
    subject: str
    most: int


async def require_file(session: Transaction, file_id: UUID) -> FileRecord:
    """Returns a file of the session's district. Raises a 404."""
    found = await files.find_file(session, file_id)
    if found is None:
        raise NotFound(NO_FILE)
    return found


async def require_content(session: Transaction, file_id: UUID) -> FileRecord:
    """Returns a file whose bytes may be handed out. Raises a 404, or a 409 where they may not."""
    found = await require_file(session, file_id)
    if Scan(found.scan) not in HANDED_OUT:
        raise Conflict("This file is not handed out, for a look for viruses found something in it.")
    return found


async def delete_file(session: Transaction, district_id: UUID, file_id: UUID, now: datetime) -> None:
    """Deletes a file of the district. Its bytes go when nothing else refers to them. Raises a 404, and a 409 where a
    published version has it, or what the district has adopted.
    """
    await require_file(session, file_id)
    quota_now = await quotas.lock_quota(session)  # before the file, as for whoever takes one
    found = await files.lock_file(session, file_id)
    if found is None:
        raise NotFound(NO_FILE)
    if await versions.is_in_version(session, district_id, file_id):
        raise Conflict("A published version has this file: take the item down first, if nobody is to have it any more.")
    if await adopted.is_adopted(session, file_id):
        raise Conflict("What your district has adopted has this file: end the adoption first.")
    await _remove(session, district_id, found, quota_now, now)


async def remove_released(session: Transaction, now: datetime) -> bool:
    """A job's run: removes a file that came with an adoption, which holds it no more, unless something else of the
    district's has it; returns whether there may be more. One at a time, for files of several districts share bytes.
    """
    for one in await adopted.find_released(session, 1):
        await set_tenant(session, one.district_id)
        quota_now = await quotas.lock_quota(session)
        if not await adopted.forget_released(session, one):
            return True
        found = await files.lock_file(session, one.file_id)
        if found is not None and await adopted.is_left(session, one.district_id, one.file_id):
            await _remove(session, one.district_id, found, quota_now, now)
        else:
            await objects.let_object_go(session, one.object_id, now)
        return True
    return False


async def hold_version_files(
    session: Transaction,
    taker: Taker,
    held: HeldVersion,
    sha256s: list[str],
    kept: list[str],
    now: datetime,
) -> None:
    """Has an adoption hold the files of a version, which are the district's own from then on, and no others than those
    with the digests `kept`. Raises as `take_version_files`.
    """
    await take_version_files(session, taker, held.item_id, held.version, sha256s, now)
    if sha256s:
        await adopted.hold_files(session, taker.district_id, held, sha256s)
    await adopted.release_files(session, held.adoption_id, [*sha256s, *kept], now)


async def _remove(session: Transaction, district_id: UUID, found: FileRecord, quota_now: Quota, now: datetime) -> None:
    await files.delete_file(session, found.file_id, now)
    await objects.let_object_go(session, found.object_id, now)
    await quotas.set_quota(session, district_id, quota.remove(quota_now, found.size))


async def take_version_files(
    session: Transaction, taker: Taker, item_id: UUID, version: int, sha256s: list[str], now: datetime
) -> None:
    """Gives a district files of its own of what a published version holds, where it has none of these bytes yet: they
    lie in the store once, and stay when the version goes. They count on its quota. Raises a 409 where it has no room.
    """
    if not sha256s:
        return
    await quotas.begin_quota(session, taker.district_id)
    quota_now = await quotas.lock_quota(session, taker.most)
    missing = sorted(set(sha256s) - (await files.lock_ready(session, sha256s)).keys())
    found = await versions.find_version_files(session, item_id, version, missing)
    taken = quota.add(quota_now, sum(one.size for one in found))
    if isinstance(taken, Problem):
        raise Conflict(taken.detail)
    await quotas.set_quota(session, taker.district_id, taken)
    for one in found:
        await files.add_file(
            session,
            taker.district_id,
            new_id(),
            one.object_id,
            name=one.name,
            type_code=one.type_code,
            size=one.size,
            sha256=one.sha256,
            sent_sha256=one.sha256,
            uploaded_by=taker.subject,
            now=now,
            taken=True,
        )
