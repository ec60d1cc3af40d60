"""Webhook endpoints, their secrets and what they have been sent, in SQL."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.webhooks import models
from shared.db.query import Command, Query, Scalar, columns


class EndpointRecord(NamedTuple):
    """An address to which a district wants what is new in its feed to be delivered."""

    district_id: UUID
    endpoint_id: UUID
    url: str
    kinds: list[str]
    active: bool
    disabled_for: str | None
    failing_since: datetime | None
    slow_until: datetime | None
    version: int
    created_at: datetime


class DeliveryRecord(NamedTuple):
    """A feed row on its way to an endpoint."""

    district_id: UUID
    endpoint_id: UUID
    position: int
    subject: str
    state: str
    outcome: str | None
    attempts: int
    due_at: datetime
    attempt_until: datetime | None
    status: int | None
    finished_at: datetime | None


class SealedSecret(NamedTuple):
    """A secret that signs an endpoint's webhooks, encrypted."""

    secret_id: UUID
    sealed: bytes


class QueuedAgain(NamedTuple):
    """How many deliveries were queued again, and the position of the last of them."""

    deliveries: int
    last: int | None


_COLUMNS = columns(models.Endpoint)
_ADD = Query(
    f"""
    insert into endpoint (district_id, endpoint_id, url, kinds) values (:district_id, :endpoint_id, :url, :kinds)
    returning {_COLUMNS}
    """,  # noqa: S608
    EndpointRecord,
)
_ENDPOINT = Query(f"select {_COLUMNS} from endpoint where endpoint_id = :endpoint_id", EndpointRecord)  # noqa: S608
_LOCK = Query(f"select {_COLUMNS} from endpoint where endpoint_id = :endpoint_id for update", EndpointRecord)  # noqa: S608
_LIST = Query(
    f"""
    select {_COLUMNS} from endpoint where cast(:after as uuid) is null or endpoint_id > cast(:after as uuid)
    order by endpoint_id limit :limit
    """,  # noqa: S608
    EndpointRecord,
)
_COUNT = Scalar("select count(*) from endpoint", int)
_CHANGE = Query(
    f"""
    update endpoint set url = :url, kinds = :kinds, version = version + 1
    where endpoint_id = :endpoint_id returning {_COLUMNS}
    """,  # noqa: S608
    EndpointRecord,
)
_SWITCH = Query(
    f"""
    update endpoint set active = :active, disabled_for = :reason, failing_since = null, slow_until = null,
      version = version + 1
    where endpoint_id = :endpoint_id returning {_COLUMNS}
    """,  # noqa: S608
    EndpointRecord,
)
_DELETE = Command("delete from endpoint where endpoint_id = :endpoint_id")
_ADD_SECRET = Command("""
insert into endpoint_secret (district_id, endpoint_id, secret_id, sealed)
values (:district_id, :endpoint_id, :secret_id, :sealed)
""")
_EXPIRE_SECRETS = Command("""
update endpoint_secret set expires_at = :expires_at where endpoint_id = :endpoint_id and expires_at is null
""")
_DELETE_EXPIRING_SECRETS = Command("""
delete from endpoint_secret where endpoint_id = :endpoint_id and expires_at is not null
""")
_SECRETS = Query(
    """
    select secret_id, sealed from endpoint_secret
    where district_id = :district_id and endpoint_id = :endpoint_id and (expires_at is null or expires_at > :now)
    order by secret_id desc
    """,
    SealedSecret,
)
# What is under way is left alone: when it is done, it is done.
_QUEUE_AGAIN = Query(
    """
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
    """,
    QueuedAgain,
)
_QUEUE_TEST = Command("""
insert into delivery as d (district_id, endpoint_id, position, subject)
values (:district_id, :endpoint_id, 0, 'test')
on conflict (district_id, endpoint_id, position) do update
set state = 'waiting', outcome = null, attempts = 0, due_at = now(), status = null, finished_at = null
""")
_SKIP = Query(
    f"""
    update delivery set state = 'done', outcome = 'skipped', finished_at = now(), attempt_until = null
    where endpoint_id = :endpoint_id and position = :position and state <> 'done' returning {columns(models.Delivery)}
    """,  # noqa: S608
    DeliveryRecord,
)
_DELIVERIES = Query(
    f"""
    select {columns(models.Delivery)} from delivery
    where endpoint_id = :endpoint_id and position > :after and (cast(:state as text) is null or state = :state)
    order by position limit :limit
    """,  # noqa: S608
    DeliveryRecord,
)


async def add_endpoint(
    session: AsyncSession, district_id: UUID, endpoint_id: UUID, url: str, kinds: Iterable[str]
) -> EndpointRecord:
    return await _ADD.one(session, district_id=district_id, endpoint_id=endpoint_id, url=url, kinds=sorted(set(kinds)))


async def find_endpoint(session: AsyncSession, endpoint_id: UUID, *, lock: bool = False) -> EndpointRecord | None:
    return await (_LOCK if lock else _ENDPOINT).first(session, endpoint_id=endpoint_id)


async def find_endpoints(session: AsyncSession, after: UUID | None, limit: int) -> list[EndpointRecord]:
    return await _LIST.all(session, after=after, limit=limit)


async def count_endpoints(session: AsyncSession) -> int:
    return await _COUNT.one(session)


async def change_endpoint(session: AsyncSession, endpoint_id: UUID, url: str, kinds: Iterable[str]) -> EndpointRecord:
    return await _CHANGE.one(session, endpoint_id=endpoint_id, url=url, kinds=sorted(set(kinds)))


async def switch_endpoint(
    session: AsyncSession, endpoint_id: UUID, *, active: bool, reason: str | None = None
) -> EndpointRecord:
    """Switches an endpoint on or off; either way its failures so far are forgotten."""
    return await _SWITCH.one(session, endpoint_id=endpoint_id, active=active, reason=reason)


async def delete_endpoint(session: AsyncSession, endpoint_id: UUID) -> None:
    await _DELETE.run(session, endpoint_id=endpoint_id)


async def add_secret(
    session: AsyncSession, district_id: UUID, endpoint_id: UUID, secret_id: UUID, sealed: bytes
) -> None:
    await _ADD_SECRET.run(session, district_id=district_id, endpoint_id=endpoint_id, secret_id=secret_id, sealed=sealed)


async def retire_secrets(session: AsyncSession, endpoint_id: UUID, expires_at: datetime) -> None:
    """Lets the newest secret sign until then, beside its successor; deletes older ones, which were expiring already."""
    await _DELETE_EXPIRING_SECRETS.run(session, endpoint_id=endpoint_id)
    await _EXPIRE_SECRETS.run(session, endpoint_id=endpoint_id, expires_at=expires_at)


async def find_secrets(
    session: AsyncSession, district_id: UUID, endpoint_id: UUID, now: datetime
) -> list[SealedSecret]:
    """Returns the secrets that sign now, newest first."""
    return await _SECRETS.all(session, district_id=district_id, endpoint_id=endpoint_id, now=now)


async def queue_again(session: AsyncSession, endpoint_id: UUID, after: int, limit: int) -> QueuedAgain:
    """Queues what the feed holds after a position, delivered before or not."""
    return await _QUEUE_AGAIN.one(session, endpoint_id=endpoint_id, after=after, limit=limit)


async def queue_test(session: AsyncSession, district_id: UUID, endpoint_id: UUID) -> None:
    await _QUEUE_TEST.run(session, district_id=district_id, endpoint_id=endpoint_id)


async def skip_delivery(session: AsyncSession, endpoint_id: UUID, position: int) -> DeliveryRecord | None:
    """Marks a delivery as done without making it; returns None where none waits at this position."""
    return await _SKIP.first(session, endpoint_id=endpoint_id, position=position)


async def find_deliveries(
    session: AsyncSession, endpoint_id: UUID, after: int, state: str | None, limit: int
) -> list[DeliveryRecord]:
    return await _DELIVERIES.all(session, endpoint_id=endpoint_id, after=after, state=state, limit=limit)
