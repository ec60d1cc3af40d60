"""Deliveries as the worker takes them up and writes down what came of them, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

# Of each endpoint and subject only the first that is not done, so that order holds; one that was given up keeps
# those behind it waiting. The lease comes by the database's clock.
_CLAIM = text("""
with room as (
  select e.endpoint_id, greatest(0, :most - coalesce(b.used, 0)) as free
  from endpoint e left join unnest(cast(:busy as uuid[]), cast(:used as integer[])) as b(endpoint_id, used)
    on b.endpoint_id = e.endpoint_id
  where e.active and (e.slow_until is null or e.slow_until <= now())
), due as (
  select d.district_id, d.endpoint_id, d.position from room r cross join lateral (
    select w.district_id, w.endpoint_id, w.position from delivery w
    where w.endpoint_id = r.endpoint_id and w.state = 'waiting' and w.due_at <= now()
      and (w.attempt_until is null or w.attempt_until < clock_timestamp())
      and not exists (
        select from delivery p
        where p.endpoint_id = w.endpoint_id and p.subject = w.subject and p.position < w.position
          and p.state <> 'done')
    order by w.position limit r.free for update skip locked
  ) d limit :limit
)
update delivery d
set attempt_until = clock_timestamp() + make_interval(secs => :lease_seconds), attempts = d.attempts + 1
from due
where d.district_id = due.district_id and d.endpoint_id = due.endpoint_id and d.position = due.position
returning d.district_id, d.endpoint_id, d.position, d.subject, d.attempts
""")
_KEEP = text("""
update delivery d set attempt_until = clock_timestamp() + make_interval(secs => :lease_seconds)
from unnest(cast(:districts as uuid[]), cast(:endpoints as uuid[]), cast(:positions as bigint[]),
  cast(:attempts as bigint[])) as c(district_id, endpoint_id, position, attempts)
where d.district_id = c.district_id and d.endpoint_id = c.endpoint_id and d.position = c.position
  and d.attempts = c.attempts and d.state = 'waiting'
""")
_CONTENT = text("""
select d.district_id, d.endpoint_id, d.position, d.subject, d.attempts, e.url, f.kind, f.at, f.agreement_id,
  f.discloser_id, f.payload, coalesce(h.epoch, 1) as epoch
from unnest(cast(:districts as uuid[]), cast(:endpoints as uuid[]), cast(:positions as bigint[]))
  as c(district_id, endpoint_id, position)
join delivery d on d.district_id = c.district_id and d.endpoint_id = c.endpoint_id and d.position = c.position
join endpoint e on e.district_id = d.district_id and e.endpoint_id = d.endpoint_id
left join feed f on f.district_id = d.district_id and f.position = d.position
left join feed_head h on h.district_id = d.district_id
""")
_FENCE = """
where district_id = :district_id and endpoint_id = :endpoint_id and position = :position
  and attempts = :attempts and state = 'waiting'
"""
_DONE = text(f"""
update delivery set state = 'done', outcome = :outcome, status = :status, finished_at = clock_timestamp(),
  attempt_until = null {_FENCE}
""")  # noqa: S608 (a constant)
_FAILED = text(f"""
update delivery set state = case when cast(:due_at as timestamptz) is null then 'given_up' else 'waiting' end,
  outcome = :outcome, status = :status, due_at = coalesce(:due_at, due_at), attempt_until = null {_FENCE}
""")  # noqa: S608 (a constant)
_WORKS = text("""
update endpoint set failing_since = null where endpoint_id = :endpoint_id and failing_since is not null
""")
_FAILS = text("""
update endpoint set failing_since = coalesce(failing_since, :now),
  slow_until = greatest(slow_until, cast(:slow_until as timestamptz))
where endpoint_id = :endpoint_id returning failing_since
""")
_DISABLE = text("""
update endpoint set active = false, disabled_for = :reason, version = version + 1
where endpoint_id = :endpoint_id and active
""")
_FORGET = text("""
delete from delivery where ctid = any(array(
  select ctid from delivery where state = 'done' and finished_at < :before limit :limit))
""")


async def claim(
    session: AsyncSession, busy: Mapping[UUID, int], *, most: int, limit: int, lease: timedelta
) -> Sequence[Row[Any]]:
    """Take up what is due: at most `most` at a time of an endpoint, less what is `busy` with it already."""
    parameters = {
        "busy": list(busy),
        "used": list(busy.values()),
        "most": most,
        "limit": limit,
        "lease_seconds": lease.total_seconds(),
    }
    return (await session.execute(_CLAIM, parameters)).all()


async def keep(session: AsyncSession, claimed: Sequence[Row[Any]], lease: timedelta) -> None:
    """Lengthen these claims; not of what another attempt has begun at meanwhile."""
    parameters = {
        "districts": [row.district_id for row in claimed],
        "endpoints": [row.endpoint_id for row in claimed],
        "positions": [row.position for row in claimed],
        "attempts": [row.attempts for row in claimed],
        "lease_seconds": lease.total_seconds(),
    }
    await session.execute(_KEEP, parameters)


async def content(session: AsyncSession, claimed: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """What is to be sent, and where to; a test has no feed row and so no kind."""
    parameters = {
        "districts": [row.district_id for row in claimed],
        "endpoints": [row.endpoint_id for row in claimed],
        "positions": [row.position for row in claimed],
    }
    return (await session.execute(_CONTENT, parameters)).all()


async def done(session: AsyncSession, delivery: Row[Any], outcome: str, status: int | None = None) -> None:
    """Nothing, where another attempt has begun meanwhile."""
    await session.execute(_DONE, {**_key(delivery), "outcome": outcome, "status": status})


async def failed(
    session: AsyncSession, delivery: Row[Any], outcome: str, status: int | None, due_at: datetime | None
) -> None:
    """To be tried again then; given up without a time."""
    await session.execute(_FAILED, {**_key(delivery), "outcome": outcome, "status": status, "due_at": due_at})


async def endpoint_works(session: AsyncSession, endpoint_id: UUID) -> None:
    await session.execute(_WORKS, {"endpoint_id": endpoint_id})


async def endpoint_fails(
    session: AsyncSession, endpoint_id: UUID, now: datetime, slow_until: datetime | None
) -> datetime | None:
    """Since when it has only failed."""
    parameters = {"endpoint_id": endpoint_id, "now": now, "slow_until": slow_until}
    since: datetime | None = await session.scalar(_FAILS, parameters)
    return since


async def disable(session: AsyncSession, endpoint_id: UUID, reason: str) -> None:
    await session.execute(_DISABLE, {"endpoint_id": endpoint_id, "reason": reason})


async def forget(session: AsyncSession, before: datetime, limit: int) -> int:
    """Drop what was finished before; how many."""
    return int((await session.execute(_FORGET, {"before": before, "limit": limit})).rowcount)  # type: ignore[attr-defined]


def _key(delivery: Row[Any]) -> dict[str, Any]:
    return {name: getattr(delivery, name) for name in ("district_id", "endpoint_id", "position", "attempts")}
