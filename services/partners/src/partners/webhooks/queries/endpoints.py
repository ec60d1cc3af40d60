"""Webhook endpoints and their secrets, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from partners.webhooks import models
from shared.db.query import columns

_ADD = text(f"""
insert into endpoint (district_id, endpoint_id, url, kinds) values (:district_id, :endpoint_id, :url, :kinds)
returning {columns(models.Endpoint)}
""")  # noqa: S608
_ENDPOINT = text(f"select {columns(models.Endpoint)} from endpoint where endpoint_id = :endpoint_id")  # noqa: S608
_LOCK = text(f"select {columns(models.Endpoint)} from endpoint where endpoint_id = :endpoint_id for update")  # noqa: S608
_LIST = text(f"""
select {columns(models.Endpoint)} from endpoint
  where cast(:after as uuid) is null or endpoint_id > cast(:after as uuid)
order by endpoint_id limit :limit
""")  # noqa: S608
_COUNT = text("select count(*) from endpoint")
_CHANGE = text(f"""
update endpoint set url = :url, kinds = :kinds, version = version + 1 where endpoint_id = :endpoint_id
  returning {columns(models.Endpoint)}
""")  # noqa: S608
_SWITCH = text(f"""
update endpoint set active = :active, disabled_for = :reason, failing_since = null, slow_until = null,
  version = version + 1
where endpoint_id = :endpoint_id returning {columns(models.Endpoint)}
""")  # noqa: S608
_DROP = text("delete from endpoint where endpoint_id = :endpoint_id")
_ADD_SECRET = text("""
insert into endpoint_secret (district_id, endpoint_id, secret_id, sealed)
values (:district_id, :endpoint_id, :secret_id, :sealed)
""")
_EXPIRE_SECRETS = text("""
update endpoint_secret set expires_at = :expires_at where endpoint_id = :endpoint_id and expires_at is null
""")
_FORGET_SECRETS = text("delete from endpoint_secret where endpoint_id = :endpoint_id and expires_at is not null")
_SECRETS = text("""
select secret_id, sealed from endpoint_secret
where district_id = :district_id and endpoint_id = :endpoint_id and (expires_at is null or expires_at > :now)
order by secret_id desc
""")
# What is under way is left alone: when it is done, it is done.
_REPLAY = text("""
with again as (
  insert into delivery as d (district_id, endpoint_id, position, subject)
  select f.district_id, e.endpoint_id, f.position, f.subject
  from feed f join endpoint e on e.district_id = f.district_id
    and case f.kind when 'mastery.amended' then 'mastery.disclosed' else f.kind end = any(e.kinds)
  where e.endpoint_id = :endpoint_id and f.position > :after
  order by f.position limit :limit
  on conflict (district_id, endpoint_id, position) do update
  set state = 'waiting', outcome = null, attempts = 0, due_at = now(), status = null, finished_at = null
  returning position
)
select count(*) as deliveries, max(position) as last from again
""")
_TEST = text("""
insert into delivery as d (district_id, endpoint_id, position, subject)
values (:district_id, :endpoint_id, 0, 'test')
on conflict (district_id, endpoint_id, position) do update
set state = 'waiting', outcome = null, attempts = 0, due_at = now(), status = null, finished_at = null
""")
_SKIP = text(f"""
update delivery set state = 'done', outcome = 'skipped', finished_at = now(), attempt_until = null
where endpoint_id = :endpoint_id and position = :position and state <> 'done' returning {columns(models.Delivery)}
""")  # noqa: S608
_DELIVERIES = text(f"""
select {columns(models.Delivery)} from delivery
where endpoint_id = :endpoint_id and position > :after and (cast(:state as text) is null or state = :state)
order by position limit :limit
""")  # noqa: S608


async def add(session: AsyncSession, district_id: UUID, endpoint_id: UUID, url: str, kinds: Sequence[str]) -> Row[Any]:
    parameters = {"district_id": district_id, "endpoint_id": endpoint_id, "url": url, "kinds": sorted(set(kinds))}
    return (await session.execute(_ADD, parameters)).one()


async def endpoint(session: AsyncSession, endpoint_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    return (await session.execute(_LOCK if lock else _ENDPOINT, {"endpoint_id": endpoint_id})).one_or_none()


async def page(session: AsyncSession, after: UUID | None, limit: int) -> Sequence[Row[Any]]:
    return (await session.execute(_LIST, {"after": after, "limit": limit})).all()


async def count(session: AsyncSession) -> int:
    return int(await session.scalar(_COUNT) or 0)


async def change(session: AsyncSession, endpoint_id: UUID, url: str, kinds: Sequence[str]) -> Row[Any]:
    parameters = {"endpoint_id": endpoint_id, "url": url, "kinds": sorted(set(kinds))}
    return (await session.execute(_CHANGE, parameters)).one()


async def switch(session: AsyncSession, endpoint_id: UUID, *, active: bool, reason: str | None = None) -> Row[Any]:
    """On or off; either way its failures so far are forgotten."""
    return (await session.execute(_SWITCH, {"endpoint_id": endpoint_id, "active": active, "reason": reason})).one()


async def drop(session: AsyncSession, endpoint_id: UUID) -> None:
    await session.execute(_DROP, {"endpoint_id": endpoint_id})


async def add_secret(
    session: AsyncSession, district_id: UUID, endpoint_id: UUID, secret_id: UUID, sealed: bytes
) -> None:
    parameters = {"district_id": district_id, "endpoint_id": endpoint_id, "secret_id": secret_id, "sealed": sealed}
    await session.execute(_ADD_SECRET, parameters)


async def retire_secrets(session: AsyncSession, endpoint_id: UUID, expires_at: datetime) -> None:
    """The newest signs until then, beside its successor; older ones, which were on their way out, go at once."""
    await session.execute(_FORGET_SECRETS, {"endpoint_id": endpoint_id})
    await session.execute(_EXPIRE_SECRETS, {"endpoint_id": endpoint_id, "expires_at": expires_at})


async def secrets_of(session: AsyncSession, district_id: UUID, endpoint_id: UUID, now: datetime) -> Sequence[Row[Any]]:
    parameters = {"district_id": district_id, "endpoint_id": endpoint_id, "now": now}
    return (await session.execute(_SECRETS, parameters)).all()


async def replay(session: AsyncSession, endpoint_id: UUID, after: int, limit: int) -> tuple[int, int | None]:
    """Deliver (again) what the feed holds after a position; how many, and the last of them."""
    row = (await session.execute(_REPLAY, {"endpoint_id": endpoint_id, "after": after, "limit": limit})).one()
    return row.deliveries, row.last


async def queue_test(session: AsyncSession, district_id: UUID, endpoint_id: UUID) -> None:
    await session.execute(_TEST, {"district_id": district_id, "endpoint_id": endpoint_id})


async def skip(session: AsyncSession, endpoint_id: UUID, position: int) -> Row[Any] | None:
    return (await session.execute(_SKIP, {"endpoint_id": endpoint_id, "position": position})).one_or_none()


async def deliveries(
    session: AsyncSession, endpoint_id: UUID, after: int, state: str | None, limit: int
) -> Sequence[Row[Any]]:
    parameters = {"endpoint_id": endpoint_id, "after": after, "state": state, "limit": limit}
    return (await session.execute(_DELIVERIES, parameters)).all()
