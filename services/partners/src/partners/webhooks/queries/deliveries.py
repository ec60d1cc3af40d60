"""Deliveries as the worker claims them and records their outcomes, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.query import Command, Query, Scalar
from shared.values.json_types import JsonObject


class ClaimedDelivery(NamedTuple):
    """A delivery that this attempt has claimed; `attempts` counts it, which distinguishes it from a later one."""

    district_id: UUID
    endpoint_id: UUID
    position: int
    subject: str
    attempts: int


class DeliveryContent(NamedTuple):
    """What a claimed delivery sends, and where to; a test has no feed row, so no kind."""

    district_id: UUID
    endpoint_id: UUID
    position: int
    subject: str
    attempts: int
    url: str
    kind: str | None
    at: datetime | None
    agreement_id: UUID | None
    discloser_id: UUID | None
    payload: JsonObject | None
    epoch: int


# Of each endpoint and subject only the first that is not done, so that order holds; one that was given up keeps
# those behind it waiting. The lease comes by the database's clock.
_CLAIM = Query(
    """
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
    """,
    ClaimedDelivery,
)
_EXTEND = Command("""
update delivery d set attempt_until = clock_timestamp() + make_interval(secs => :lease_seconds)
from unnest(cast(:districts as uuid[]), cast(:endpoints as uuid[]), cast(:positions as bigint[]),
  cast(:attempts as bigint[])) as c(district_id, endpoint_id, position, attempts)
where d.district_id = c.district_id and d.endpoint_id = c.endpoint_id and d.position = c.position
  and d.attempts = c.attempts and d.state = 'waiting'
""")
_CONTENT = Query(
    """
    select d.district_id, d.endpoint_id, d.position, d.subject, d.attempts, e.url, f.kind, f.at, f.agreement_id,
      f.discloser_id, f.payload, coalesce(h.epoch, 1) as epoch
    from unnest(cast(:districts as uuid[]), cast(:endpoints as uuid[]), cast(:positions as bigint[]))
      as c(district_id, endpoint_id, position)
    join delivery d on d.district_id = c.district_id and d.endpoint_id = c.endpoint_id and d.position = c.position
    join endpoint e on e.district_id = d.district_id and e.endpoint_id = d.endpoint_id
    left join feed f on f.district_id = d.district_id and f.position = d.position
    left join feed_head h on h.district_id = d.district_id
    """,
    DeliveryContent,
)
_STILL_CLAIMED = """
where district_id = :district_id and endpoint_id = :endpoint_id and position = :position
  and attempts = :attempts and state = 'waiting'
"""
_DONE = Command(f"""
update delivery set state = 'done', outcome = :outcome, status = :status, finished_at = clock_timestamp(),
  attempt_until = null {_STILL_CLAIMED}
""")  # noqa: S608 (a constant)
_FAILED = Command(f"""
update delivery set state = case when cast(:due_at as timestamptz) is null then 'given_up' else 'waiting' end,
  outcome = :outcome, status = :status, due_at = coalesce(:due_at, due_at), attempt_until = null {_STILL_CLAIMED}
""")  # noqa: S608 (a constant)
_ENDPOINT_WORKS = Command("""
update endpoint set failing_since = null where endpoint_id = :endpoint_id and failing_since is not null
""")
_ENDPOINT_FAILS = Scalar(
    """
    update endpoint set failing_since = coalesce(failing_since, :now),
      slow_until = greatest(slow_until, cast(:slow_until as timestamptz))
    where endpoint_id = :endpoint_id returning failing_since
    """,
    datetime,
)
_DISABLE_ENDPOINT = Command("""
update endpoint set active = false, disabled_for = :reason, version = version + 1
where endpoint_id = :endpoint_id and active
""")
_DELETE_DONE = Command("""
delete from delivery where ctid = any(array(
  select ctid from delivery where state = 'done' and finished_at < :before limit :limit))
""")


async def claim(
    session: AsyncSession, busy: Mapping[UUID, int], *, most: int, limit: int, lease: timedelta
) -> list[ClaimedDelivery]:
    """Claims what is due: at most `most` at a time of an endpoint, less what is `busy` with it already."""
    return await _CLAIM.all(
        session,
        busy=list(busy),
        used=list(busy.values()),
        most=most,
        limit=limit,
        lease_seconds=lease.total_seconds(),
    )


async def extend_claims(session: AsyncSession, claimed: Sequence[DeliveryContent], lease: timedelta) -> None:
    """Extends these claims, except where another attempt has begun meanwhile."""
    await _EXTEND.run(
        session,
        districts=[one.district_id for one in claimed],
        endpoints=[one.endpoint_id for one in claimed],
        positions=[one.position for one in claimed],
        attempts=[one.attempts for one in claimed],
        lease_seconds=lease.total_seconds(),
    )


async def find_content(session: AsyncSession, claimed: Sequence[ClaimedDelivery]) -> list[DeliveryContent]:
    """Returns what is to be sent, and where to."""
    return await _CONTENT.all(
        session,
        districts=[one.district_id for one in claimed],
        endpoints=[one.endpoint_id for one in claimed],
        positions=[one.position for one in claimed],
    )


async def set_done(session: AsyncSession, delivery: DeliveryContent, outcome: str, status: int | None = None) -> None:
    """Stores the outcome; nothing, where another attempt has begun meanwhile."""
    await _DONE.run(
        session,
        district_id=delivery.district_id,
        endpoint_id=delivery.endpoint_id,
        position=delivery.position,
        attempts=delivery.attempts,
        outcome=outcome,
        status=status,
    )


async def set_failed(
    session: AsyncSession, delivery: DeliveryContent, outcome: str, status: int | None, due_at: datetime | None
) -> None:
    """Stores that the attempt failed: the next one is due then, or the delivery is given up where there is no time."""
    await _FAILED.run(
        session,
        district_id=delivery.district_id,
        endpoint_id=delivery.endpoint_id,
        position=delivery.position,
        attempts=delivery.attempts,
        outcome=outcome,
        status=status,
        due_at=due_at,
    )


async def set_endpoint_works(session: AsyncSession, endpoint_id: UUID) -> None:
    await _ENDPOINT_WORKS.run(session, endpoint_id=endpoint_id)


async def set_endpoint_fails(
    session: AsyncSession, endpoint_id: UUID, now: datetime, slow_until: datetime | None
) -> datetime | None:
    """Stores that an endpoint fails; returns since when it has only failed."""
    return await _ENDPOINT_FAILS.get(session, endpoint_id=endpoint_id, now=now, slow_until=slow_until)


async def disable_endpoint(session: AsyncSession, endpoint_id: UUID, reason: str) -> None:
    await _DISABLE_ENDPOINT.run(session, endpoint_id=endpoint_id, reason=reason)


async def delete_done(session: AsyncSession, before: datetime, limit: int) -> int:
    """Deletes what was done before; returns how many."""
    return await _DELETE_DONE.run(session, before=before, limit=limit)
