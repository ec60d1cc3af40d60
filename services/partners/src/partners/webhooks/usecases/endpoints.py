"""Webhook endpoints, as a district manages them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partners.feeds.usecases import DELIVERIES_WAKE
from partners.webhooks.queries import endpoints as webhooks
from partners.webhooks.rules import mint_secret
from partners.webhooks.schemas import Delivery, Endpoint, EndpointChange, EndpointWithSecret, NewEndpoint, Replayed
from shared.auth.callers import Caller
from shared.auth.sealing import Sealing
from shared.db.wake import wake_after_commit
from shared.errors import Conflict, NotFound, invalid
from shared.http.editing import refuse_stale
from shared.outgoing.client import AddressRefused, NoAnswer, OutboundClient
from shared.values.ids import new_id

MOST_ENDPOINTS = 50
ROTATION = timedelta(hours=24)
"""For so long the old secret signs beside the new one."""

REPLAYED_AT_ONCE = 10_000


async def require_callable(outbound: OutboundClient, url: str) -> None:
    """Refuse an address that we would not call; it is judged again at every call."""
    try:
        await outbound.check(url)
    except AddressRefused as refused:
        raise invalid("/url", f"This address cannot be called: {refused.reason}.") from None
    except NoAnswer:
        raise invalid("/url", "The name of this address cannot be resolved.") from None


async def add(session: AsyncSession, caller: Caller, new: NewEndpoint, key_secret: str) -> EndpointWithSecret:
    """A new endpoint; it gets what is appended to the feed from now on."""
    if await webhooks.count(session) >= MOST_ENDPOINTS:
        raise Conflict(f"A district has at most {MOST_ENDPOINTS} endpoints. Delete one first.")
    row = await webhooks.add(session, caller.district_id, new_id(), new.url, new.kinds)
    return await _with_new_secret(session, row, key_secret)


async def get(session: AsyncSession, endpoint_id: UUID, *, lock: bool = False) -> Row[Any]:
    row = await webhooks.endpoint(session, endpoint_id, lock=lock)
    if row is None:
        raise NotFound("There is no such endpoint.")
    return row


async def edit(session: AsyncSession, endpoint_id: UUID, change: EndpointChange, expected: str) -> Row[Any]:
    row = await get(session, endpoint_id, lock=True)
    refuse_stale(expected, row.version)
    return await webhooks.change(session, endpoint_id, change.url or row.url, change.kinds or row.kinds)


async def drop(session: AsyncSession, endpoint_id: UUID, expected: str) -> None:
    row = await get(session, endpoint_id, lock=True)
    refuse_stale(expected, row.version)
    await webhooks.drop(session, endpoint_id)


async def switch(session: AsyncSession, endpoint_id: UUID, *, active: bool) -> Row[Any]:
    """Off: nothing is queued for it. On again: what waited goes on; `replay` brings what came meanwhile."""
    await get(session, endpoint_id, lock=True)
    wake_after_commit(session, DELIVERIES_WAKE)
    return await webhooks.switch(session, endpoint_id, active=active, reason=None if active else "by request")


async def rotate_secret(session: AsyncSession, endpoint_id: UUID, key_secret: str) -> EndpointWithSecret:
    """A new secret; the one before signs beside it for a day."""
    row = await get(session, endpoint_id, lock=True)
    await webhooks.retire_secrets(session, endpoint_id, datetime.now(UTC) + ROTATION)
    return await _with_new_secret(session, row, key_secret)


async def replay(session: AsyncSession, endpoint_id: UUID, after: int) -> Replayed:
    """Deliver (again) what the feed holds after a position. Receivers know repeats by their `webhook-id`."""
    await get(session, endpoint_id)
    deliveries, last = await webhooks.replay(session, endpoint_id, after, REPLAYED_AT_ONCE)
    wake_after_commit(session, DELIVERIES_WAKE)
    return Replayed(deliveries=deliveries, next=after if last is None else last)


async def queue_test(session: AsyncSession, caller: Caller, endpoint_id: UUID) -> None:
    """Send a test; what came of it is the delivery at position 0."""
    await get(session, endpoint_id)
    await webhooks.queue_test(session, caller.district_id, endpoint_id)
    wake_after_commit(session, DELIVERIES_WAKE)


async def skip(session: AsyncSession, endpoint_id: UUID, position: int) -> Delivery:
    """Leave a delivery out, so that those of its subject behind it go on."""
    await get(session, endpoint_id)
    row = await webhooks.skip(session, endpoint_id, position)
    if row is None:
        raise NotFound("No such delivery waits.")
    wake_after_commit(session, DELIVERIES_WAKE)
    return Delivery.model_validate(row)


def secret_about(district_id: UUID, endpoint_id: UUID, secret_id: UUID) -> str:
    """What a sealed secret is bound to."""
    return f"webhook secret {district_id} {endpoint_id} {secret_id}"


async def _with_new_secret(session: AsyncSession, row: Row[Any], key_secret: str) -> EndpointWithSecret:
    secret, secret_id = mint_secret(), new_id()
    about = secret_about(row.district_id, row.endpoint_id, secret_id)
    sealed = Sealing("partners", key_secret).seal(about, secret.encode())
    await webhooks.add_secret(session, row.district_id, row.endpoint_id, secret_id, sealed)
    return EndpointWithSecret(**Endpoint.model_validate(row).model_dump(), secret=secret)
