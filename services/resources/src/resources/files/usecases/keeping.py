"""Files as they are read and deleted."""

from datetime import datetime
from uuid import UUID

from resources.files.queries import files, objects, quotas, versions
from resources.files.queries.files import FileRecord
from resources.files.rules import quota
from resources.files.rules.scans import HANDED_OUT, Scan
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound

NO_FILE = "There is no such file."


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
