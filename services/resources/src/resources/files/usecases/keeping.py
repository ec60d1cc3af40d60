"""Files as they are read and deleted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from resources.common.rules.problems import Problem
from resources.files.queries import files, objects, quotas, versions
from resources.files.queries.files import FileRecord
from resources.files.rules import quota
from resources.files.rules.scans import HANDED_OUT, Scan
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
    published version has it.
    """
    found = await files.lock_file(session, file_id)
    if found is None:
        raise NotFound(NO_FILE)
    if await versions.is_in_version(session, district_id, file_id):
        raise Conflict("A published version has this file: take the item down first, if nobody is to have it any more.")
    await files.delete_file(session, file_id, now)
    await objects.let_object_go(session, found.object_id, now)
    left = quota.remove(await quotas.lock_quota(session), found.size)
    await quotas.set_quota(session, district_id, left)


async def take_version_files(
    session: Transaction, taker: Taker, item_id: UUID, version: int, sha256s: list[str], now: datetime
) -> None:
    """Gives a district files of its own of what a published version holds, where it has none of these bytes yet: they
    lie in the store once, and stay when the version goes. They count on its quota. Raises a 409 where it has no room.
    """
    missing = sorted(set(sha256s) - (await files.find_ready(session, sha256s)).keys())
    found = await versions.find_version_files(session, item_id, version, missing)
    if not found:
        return
    await quotas.begin_quota(session, taker.district_id)
    taken = quota.add(await quotas.lock_quota(session, taker.most), sum(one.size for one in found))
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
        )
