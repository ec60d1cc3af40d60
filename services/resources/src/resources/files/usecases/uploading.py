"""Uploads begin, are asked about and end."""

from datetime import datetime
from uuid import UUID

from resources.common.rules.problems import Problem
from resources.files.queries import quotas, uploads
from resources.files.queries.uploads import UploadRecord
from resources.files.rules import quota
from resources.files.rules.file_types import BY_EXTENSION
from resources.files.rules.tus.decisions import (
    Asker,
    Body,
    Creation,
    Refusal,
    Sent,
    decide_head,
    decide_patch,
    decide_termination,
)
from resources.files.rules.uploads import Act, State, after, expiry, on_quota
from resources.files.usecases.refusing import QuotaExceeded, TusRefused
from shared.db.query import Transaction
from shared.errors import NotFound
from shared.values.ids import new_id

NO_UPLOAD = "There is no such upload of yours; those that have ended are forgotten after a month."


async def create_upload(
    session: Transaction, asker: Asker, creation: Creation, metadata: str, most: int, now: datetime
) -> UploadRecord:
    """Keeps room for a file of the district, which may store `most` bytes. Raises a 413 where there is none."""
    await quotas.begin_quota(session, asker.district_id)
    reserved = quota.reserve(await quotas.lock_quota(session, most), creation.length)
    if isinstance(reserved, Problem):
        raise QuotaExceeded(reserved.detail)
    await quotas.set_quota(session, asker.district_id, reserved)
    upload_id = new_id()
    await uploads.add_upload(
        session,
        asker.district_id,
        upload_id,
        asker.sender,
        name=creation.name.text,
        type_code=BY_EXTENSION[creation.name.extension].code,
        metadata=metadata,
        announced=creation.sha256,
        length=creation.length,
        expires_at=expiry(now, now),
        now=now,
    )
    return await require_upload(session, upload_id)


async def require_upload(session: Transaction, upload_id: UUID) -> UploadRecord:
    """Raises a 404."""
    found = await uploads.find_upload(session, upload_id)
    if found is None:
        raise NotFound(NO_UPLOAD)
    return found


async def ask_progress(session: Transaction, asker: Asker, upload_id: UUID, sent: Sent, now: datetime) -> UploadRecord:
    """Returns an upload of the asker's that can go on, or is complete. Raises what tus refuses."""
    found = await uploads.find_upload(session, upload_id)
    decided = decide_head(sent, found.judged if found else None, asker, now)
    return _granted(found, decided)


async def admit_body(
    session: Transaction, asker: Asker, upload_id: UUID, sent: Sent, now: datetime
) -> tuple[UploadRecord, Body | None]:
    """Returns the upload and how to read a body that is sent to it; without one, there is nothing to do. Raises what
    tus refuses.
    """
    found = await uploads.lock_upload(session, upload_id)
    decided = decide_patch(sent, found.judged if found else None, asker, now)
    return _granted(found, decided), decided if isinstance(decided, Body) else None


async def cancel_upload(session: Transaction, asker: Asker, upload_id: UUID, sent: Sent, now: datetime) -> None:
    """Ends an upload of the asker's. Raises what tus refuses."""
    found = await uploads.lock_upload(session, upload_id)
    await end(
        session, _granted(found, decide_termination(sent, found.judged if found else None, asker, now)), Act.CANCEL, now
    )


async def end(
    session: Transaction,
    upload: UploadRecord,
    act: Act,
    now: datetime,
    *,
    problem: str | None = None,
    file_id: UUID | None = None,
    stored: int = 0,
) -> None:
    """Enters an end of an upload that the session holds, and gives its room back; `stored` bytes are used now."""
    before = State(upload.state)
    reached = after(before, act)
    if reached is None:
        raise ValueError(f"{act} does not end an upload that is {before}")
    held = await quotas.lock_quota(session)
    left = quota.end_upload(held, on_quota(before, reached), upload.length, stored)
    await quotas.set_quota(session, upload.district_id, left)
    await uploads.end_upload(session, upload.upload_id, reached, now, problem=problem, file_id=file_id)


def _granted(found: UploadRecord | None, decided: object) -> UploadRecord:
    if isinstance(decided, Refusal):
        raise TusRefused(decided)
    assert found is not None  # noqa: S101 - what is unknown is refused
    return found
