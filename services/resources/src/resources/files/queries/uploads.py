"""Uploads in SQL, as their senders see them."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from resources.files.rules.uploads import ENDS, State, Upload
from shared.db.query import Command, Query, Transaction


class UploadRecord(NamedTuple):
    """An upload. `received` and `length` in bytes."""

    district_id: UUID
    upload_id: UUID
    sender: str
    name: str
    type_code: str
    metadata: str
    announced: str | None
    length: int
    received: int
    state: str
    problem: str | None
    file_id: UUID | None
    created_at: datetime
    expires_at: datetime

    @property
    def judged(self) -> Upload:
        """What the rules look at."""
        return Upload(
            self.district_id,
            self.sender,
            State(self.state),
            self.length,
            self.received,
            self.expires_at,
            self.announced,
        )


COLUMNS = """
u.district_id, u.upload_id, u.sender, u.name, u.type_code, u.metadata, u.announced, u.length, u.received, u.state,
u.problem, u.file_id, u.created_at, u.expires_at
"""
_FIND = Query(f"select {COLUMNS} from upload u where u.upload_id = :upload_id", UploadRecord)  # noqa: S608
_LOCK = Query(f"select {COLUMNS} from upload u where u.upload_id = :upload_id for update", UploadRecord)  # noqa: S608
_ADD = Command("""
insert into upload (district_id, upload_id, sender, name, type_code, metadata, announced, length, received, state,
  attempts, due_at, created_at, expires_at)
values (:district_id, :upload_id, :sender, :name, :type_code, :metadata, :announced, :length, 0, 'created', 0, :now,
  :now, :expires_at)
""")
_SET_RECEIVED = Command("""
update upload set received = :received, state = :state, expires_at = :expires_at, due_at = :now
where upload_id = :upload_id
""")
_END = Command("""
update upload set state = :state, problem = :problem, file_id = :file_id, ended_at = :now where upload_id = :upload_id
""")


async def find_upload(session: Transaction, upload_id: UUID) -> UploadRecord | None:
    return await _FIND.first(session, upload_id=upload_id)


async def lock_upload(session: Transaction, upload_id: UUID) -> UploadRecord | None:
    """Returns an upload of the session's district, which nobody else changes until the commit."""
    return await _LOCK.first(session, upload_id=upload_id)


async def add_upload(
    session: Transaction,
    district_id: UUID,
    upload_id: UUID,
    sender: str,
    *,
    name: str,
    type_code: str,
    metadata: str,
    announced: str | None,
    length: int,
    expires_at: datetime,
    now: datetime,
) -> None:
    await _ADD.run(
        session,
        district_id=district_id,
        upload_id=upload_id,
        sender=sender,
        name=name,
        type_code=type_code,
        metadata=metadata,
        announced=announced,
        length=length,
        expires_at=expires_at,
        now=now,
    )


async def set_received(
    session: Transaction, upload_id: UUID, received: int, state: State, expires_at: datetime, now: datetime
) -> None:
    await _SET_RECEIVED.run(
        session, upload_id=upload_id, received=received, state=state, expires_at=expires_at, now=now
    )


async def end_upload(
    session: Transaction,
    upload_id: UUID,
    state: State,
    now: datetime,
    *,
    problem: str | None = None,
    file_id: UUID | None = None,
) -> None:
    """Enters one of the ends; what happens to the quota is for the caller."""
    if state not in ENDS:
        raise ValueError(f"{state} is no end of an upload")
    await _END.run(session, upload_id=upload_id, state=state, problem=problem, file_id=file_id, now=now)
