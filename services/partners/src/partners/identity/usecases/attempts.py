"""Failed attempts to prove an identity, counted; what the counts mean is `rules.guessing`'s to say."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.queries import identity
from partners.identity.rules.guessing import Count, of_account
from partners.identity.rules.passwords import wait_before_next_try


async def wait(session: AsyncSession, counts: Sequence[Count], now: datetime) -> timedelta:
    """How long the next try still has to wait."""
    waits = [timedelta(0)]
    for count in counts:
        row = await identity.attempt(session, count.subject)
        if row is not None and row.last_failure >= now - count.limit.remembered:
            limit = count.limit
            waits.append(
                wait_before_next_try(row.failures, row.last_failure, now, free=limit.free, longest=limit.longest)
            )
    return max(waits)


async def note_failure(session: AsyncSession, counts: Sequence[Count], now: datetime) -> None:
    for count in counts:
        await identity.note_failure(session, count.subject, now, now - count.limit.remembered)


async def note_success(session: AsyncSession, counts: Sequence[Count]) -> None:
    """The source's own failures are forgotten, and no longer count among others' either."""
    own, *shared = counts
    row = await identity.attempt(session, own.subject)
    if row is None:
        return
    await identity.forget_failures(session, own.subject)
    for count in shared:
        await identity.take_back_failures(session, count.subject, row.failures)


async def forget(session: AsyncSession, user_name: str) -> None:
    """Whatever was tried at this account counts no longer."""
    await identity.forget_failures_under(session, of_account(user_name))
