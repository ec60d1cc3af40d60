"""Uploads as they are checked, one worker at each, and as they expire, in SQL. Of all districts: for workers."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from resources.files.queries.uploads import COLUMNS, UploadRecord
from shared.db.query import Command, Query, Scalar, Transaction

HELD = timedelta(minutes=5)
"""For so long a worker that says nothing more keeps others from the upload that it has taken up."""


class TakenUpload(NamedTuple):
    """An upload that a worker has taken up; `attempts` counts this time, and tells it from a later one."""

    district_id: UUID
    upload_id: UUID
    attempts: int


class Expired(NamedTuple):
    """An upload whose time is over."""

    district_id: UUID
    upload_id: UUID


_TAKE = Query(
    """
    update upload u set state = 'checking', attempts = u.attempts + 1, due_at = cast(:now as timestamptz) + :held
    from (
      select w.district_id, w.upload_id from upload w where w.state in ('received', 'checking') and w.due_at <= :now
      order by w.due_at limit 1 for update skip locked) next
    where u.district_id = next.district_id and u.upload_id = next.upload_id
    returning u.district_id, u.upload_id, u.attempts
    """,
    TakenUpload,
)
_HOLD = Scalar(
    """
    update upload set due_at = cast(:now as timestamptz) + :held
    where upload_id = :upload_id and state = 'checking' and attempts = :attempts returning true
    """,
    bool,
)
_OURS = Query(
    f"""
    select {COLUMNS} from upload u
    where u.upload_id = :upload_id and u.state = 'checking' and u.attempts = :attempts for update
    """,  # noqa: S608
    UploadRecord,
)
_GIVE_BACK = Command("""
update upload set state = 'received', due_at = :due_at, attempts = attempts - cast(:uncounted as int)
where upload_id = :upload_id and state = 'checking' and attempts = :attempts
""")
_EXPIRED = Query(
    """
    select u.district_id, u.upload_id from upload u
    where u.state in ('created', 'receiving') and u.expires_at <= :now order by u.expires_at limit :limit
    """,
    Expired,
)
_FORGET = Scalar(
    """
    with gone as (
      delete from upload u where (u.district_id, u.upload_id) in (
        select e.district_id, e.upload_id from upload e
        where e.ended_at < :before and not exists (select from upload_piece p
          where p.district_id = e.district_id and p.upload_id = e.upload_id)
        order by e.ended_at limit :limit)
      returning true)
    select count(*) from gone
    """,
    int,
)


async def take_next(session: Transaction, now: datetime) -> TakenUpload | None:
    """Takes up the upload that waits longest, or one whose worker has said nothing for long."""
    return await _TAKE.first(session, now=now, held=HELD)


async def hold(session: Transaction, taken: TakenUpload, now: datetime) -> bool:
    """Says that the worker is still at it; returns whether the upload is still its own."""
    return bool(await _HOLD.get(session, upload_id=taken.upload_id, attempts=taken.attempts, now=now, held=HELD))


async def lock_taken(session: Transaction, taken: TakenUpload) -> UploadRecord | None:
    """Returns the upload, held until the commit; None where another worker has it by now, or it has ended."""
    return await _OURS.first(session, upload_id=taken.upload_id, attempts=taken.attempts)


async def give_back(session: Transaction, taken: TakenUpload, due_at: datetime, *, counts: bool) -> None:
    """It waits again until then; where the attempt does not count, as if it had not been made."""
    await _GIVE_BACK.run(
        session, upload_id=taken.upload_id, attempts=taken.attempts, due_at=due_at, uncounted=0 if counts else 1
    )


async def find_expired(session: Transaction, now: datetime, limit: int) -> list[Expired]:
    return await _EXPIRED.all(session, now=now, limit=limit)


async def forget_ended(session: Transaction, before: datetime, limit: int) -> int:
    """Forgets uploads that ended before then and of which no piece is left; returns how many."""
    return await _FORGET.one(session, before=before, limit=limit)
