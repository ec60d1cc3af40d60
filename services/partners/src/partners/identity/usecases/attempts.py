"""Failed attempts to prove an identity, counted; `rules.guessing` says what the counts mean."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.queries.attempts import (
    add_failure,
    delete_failures,
    delete_failures_under,
    find_failures,
    subtract_failures,
)
from partners.identity.rules.guessing import Count, of_account
from partners.identity.rules.passwords import wait_before_next_try


async def wait(session: AsyncSession, counts: Sequence[Count], now: datetime) -> timedelta:
    """Returns how long the next try still has to wait."""
    waits = [timedelta(0)]
    for count in counts:
        found = await find_failures(session, count.subject)
        if found is not None and found.last_failure >= now - count.limit.remembered:
            limit = count.limit
            waits.append(
                wait_before_next_try(found.failures, found.last_failure, now, free=limit.free, longest=limit.longest)
            )
    return max(waits)


async def record_failure(session: AsyncSession, counts: Sequence[Count], now: datetime) -> None:
    for count in counts:
        await add_failure(session, count.subject, now, now - count.limit.remembered)


async def record_success(session: AsyncSession, counts: Sequence[Count]) -> None:
    """Forgets the source's own failures, which no longer count among others' either."""
    own, *shared = counts
    found = await find_failures(session, own.subject)
    if found is None:
        return
    await delete_failures(session, own.subject)
    for count in shared:
        await subtract_failures(session, count.subject, found.failures)


async def forget(session: AsyncSession, user_name: str) -> None:
    """Forgets whatever failed at this account."""
    await delete_failures_under(session, of_account(user_name))
