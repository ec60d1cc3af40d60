"""Failed attempts to prove an identity, in SQL."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.query import Command, Query, Scalar


class Failures(NamedTuple):
    """How often proving an identity has failed, and when last."""

    failures: int
    last_failure: datetime


_FAILURES = Query("select failures, last_failure from attempt where subject = :subject", Failures)
_ADD_FAILURE = Command("""
insert into attempt as a (subject, failures, last_failure) values (:subject, 1, :now)
on conflict (subject) do update
set failures = case when a.last_failure < :remembered_since then 1 else a.failures + 1 end, last_failure = :now
""")
_DELETE = Command("delete from attempt where subject = :subject")
_SUBTRACT = Command("update attempt set failures = greatest(0, failures - :failures) where subject = :subject")
_DELETE_UNDER = Command("delete from attempt where starts_with(subject, :prefix)")
_DELETE_OLD = Command("delete from attempt where last_failure < :before")
_TRY_LOCK = Scalar("select pg_try_advisory_xact_lock(hashtextextended(:subject, 0))", bool)


async def find_failures(session: AsyncSession, subject: str) -> Failures | None:
    return await _FAILURES.first(session, subject=subject)


async def add_failure(session: AsyncSession, subject: str, now: datetime, remembered_since: datetime) -> None:
    """Counts one more; failures from before `remembered_since` count no longer."""
    await _ADD_FAILURE.run(session, subject=subject, now=now, remembered_since=remembered_since)


async def delete_failures(session: AsyncSession, subject: str) -> None:
    await _DELETE.run(session, subject=subject)


async def subtract_failures(session: AsyncSession, subject: str, failures: int) -> None:
    await _SUBTRACT.run(session, subject=subject, failures=failures)


async def delete_failures_under(session: AsyncSession, prefix: str) -> None:
    """Deletes the failures of every subject that begins with the prefix."""
    await _DELETE_UNDER.run(session, prefix=prefix)


async def delete_failures_before(session: AsyncSession, before: datetime) -> None:
    await _DELETE_OLD.run(session, before=before)


async def try_lock(session: AsyncSession, subject: str) -> bool:
    """Claims this subject until the transaction ends; False while another transaction has it."""
    return await _TRY_LOCK.one(session, subject=subject)
