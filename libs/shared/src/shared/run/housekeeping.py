"""What every service's database sheds by the clock: idempotency keys and the inboxes of its consumers.

A service lists these among its jobs: `[*housekeeping_jobs("rostering"), ...]`. A run deletes a bounded batch, so
that no transaction grows long however much has gathered; the job comes again at once while there is more.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.query import Scalar
from shared.http.idempotency import KEEP_HOURS
from shared.run.jobs import Job

BATCH = 5000
INBOX_DAYS = 35
"""Longer than any topic we consume keeps its events (`Topic.retention_days`): an event that can still come again is
still known.
"""
_EVERY_SECONDS = 900.0


def _purge(table: str, moment: str, keep: str) -> Scalar[int]:
    return Scalar(
        f"""
with gone as (
  delete from {table} where ctid = any(array(
    select ctid from {table} where {moment} < now() - interval '{keep}' order by {moment} limit :batch
    for update skip locked))
  returning true
) select count(*) from gone
""",  # noqa: S608
        int,
    )


_PURGES = {
    "idempotency": _purge("idempotency", "created_at", f"{KEEP_HOURS} hours"),
    "inbox": _purge("consumer_inbox", "received_at", f"{INBOX_DAYS} days"),
}


def housekeeping_jobs(service: str, *, batch: int = BATCH) -> list[Job]:
    """The jobs that keep a service's platform tables small; `service` makes their names its own in one process."""
    return [_job(f"{service}.purge-{what}", statement, batch) for what, statement in _PURGES.items()]


def _job(name: str, statement: Scalar[int], batch: int) -> Job:
    async def work(session: AsyncSession) -> bool:
        return await statement.one(session, batch=batch) == batch

    return Job(name, _EVERY_SECONDS, work)
