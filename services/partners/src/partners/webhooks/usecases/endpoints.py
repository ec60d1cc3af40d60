"""Webhook endpoints, as a district manages them."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.feeds.usecases import DELIVERIES_WAKE
from partners.webhooks.queries.endpoints import (
    DeliveryRecord,
    EndpointRecord,
    QueuedAgain,
    add_endpoint,
    add_secret,
    change_endpoint,
    count_endpoints,
    delete_endpoint,
    find_endpoint,
    queue_again,
    queue_test,
    retire_secrets,
    skip_delivery,
    switch_endpoint,
)
from partners.webhooks.rules import mint_secret
from partners.webhooks.schemas import EndpointChange, NewEndpoint
from shared.auth.callers import Caller
from shared.auth.sealing import Sealing
from shared.db.wake import wake_after_commit
from shared.errors import Conflict, NotFound, invalid
from shared.http.editing import ensure_current
from shared.outgoing.client import AddressRefused, NoAnswer, OutboundClient
from shared.values.ids import new_id

MOST_ENDPOINTS = 50
ROTATION = timedelta(hours=24)
"""For so long the old secret signs beside the new one."""

REPLAYED_AT_ONCE = 10_000


class EndpointAndSecret(NamedTuple):
    """An endpoint and its new signing secret, which is stored encrypted."""

    endpoint: EndpointRecord
    secret: str


async def ensure_callable(outbound: OutboundClient, url: str) -> None:
    """Raises Invalid for an address that we would not call; it is checked again at every call."""
    try:
        await outbound.check(url)
    except AddressRefused as refused:
        raise invalid("/url", f"This address cannot be called: {refused.reason}.") from None
    except NoAnswer:
        raise invalid("/url", "The name of this address cannot be resolved.") from None


async def add(session: AsyncSession, caller: Caller, new: NewEndpoint, key_secret: str) -> EndpointAndSecret:
    """Adds an endpoint; it gets what is appended to the feed from now on."""
    if await count_endpoints(session) >= MOST_ENDPOINTS:
        raise Conflict(f"A district has at most {MOST_ENDPOINTS} endpoints. Delete one first.")
    endpoint = await add_endpoint(session, caller.district_id, new_id(), new.url, new.kinds)
    return await _with_new_secret(session, endpoint, key_secret)


async def get(session: AsyncSession, endpoint_id: UUID, *, lock: bool = False) -> EndpointRecord:
    """Returns an endpoint of the session's district.

    Raises:
        NotFound: there is none.
    """
    endpoint = await find_endpoint(session, endpoint_id, lock=lock)
    if endpoint is None:
        raise NotFound("There is no such endpoint.")
    return endpoint


async def edit(session: AsyncSession, endpoint_id: UUID, change: EndpointChange, expected: str) -> EndpointRecord:
    endpoint = await get(session, endpoint_id, lock=True)
    ensure_current(expected, endpoint.version)
    return await change_endpoint(session, endpoint_id, change.url or endpoint.url, change.kinds or endpoint.kinds)


async def drop(session: AsyncSession, endpoint_id: UUID, expected: str) -> None:
    endpoint = await get(session, endpoint_id, lock=True)
    ensure_current(expected, endpoint.version)
    await delete_endpoint(session, endpoint_id)


async def switch(session: AsyncSession, endpoint_id: UUID, *, active: bool) -> EndpointRecord:
    """Switches an endpoint off: nothing is queued for it; or on: what waited goes on, `replay` brings the rest."""
    await get(session, endpoint_id, lock=True)
    wake_after_commit(session, DELIVERIES_WAKE)
    return await switch_endpoint(session, endpoint_id, active=active, reason=None if active else "by request")


async def rotate_secret(session: AsyncSession, endpoint_id: UUID, key_secret: str, now: datetime) -> EndpointAndSecret:
    """Adds a secret; the one before signs beside it for a day."""
    endpoint = await get(session, endpoint_id, lock=True)
    await retire_secrets(session, endpoint_id, now + ROTATION)
    return await _with_new_secret(session, endpoint, key_secret)


async def replay(session: AsyncSession, endpoint_id: UUID, after: int) -> QueuedAgain:
    """Queues what the feed holds after a position, delivered before or not. Receivers know repeats by `webhook-id`."""
    await get(session, endpoint_id)
    queued = await queue_again(session, endpoint_id, after, REPLAYED_AT_ONCE)
    wake_after_commit(session, DELIVERIES_WAKE)
    return queued


async def send_test(session: AsyncSession, caller: Caller, endpoint_id: UUID) -> None:
    """Queues a test; what came of it is the delivery at position 0."""
    await get(session, endpoint_id)
    await queue_test(session, caller.district_id, endpoint_id)
    wake_after_commit(session, DELIVERIES_WAKE)


async def skip(session: AsyncSession, endpoint_id: UUID, position: int) -> DeliveryRecord:
    """Leaves a delivery out, so that those of its subject behind it go on."""
    await get(session, endpoint_id)
    delivery = await skip_delivery(session, endpoint_id, position)
    if delivery is None:
        raise NotFound("No such delivery waits.")
    wake_after_commit(session, DELIVERIES_WAKE)
    return delivery


def sealing_context(district_id: UUID, endpoint_id: UUID, secret_id: UUID) -> str:
    """Returns what a sealed secret is bound to."""
    return f"webhook secret {district_id} {endpoint_id} {secret_id}"


async def _with_new_secret(session: AsyncSession, endpoint: EndpointRecord, key_secret: str) -> EndpointAndSecret:
    secret, secret_id = mint_secret(), new_id()
    about = sealing_context(endpoint.district_id, endpoint.endpoint_id, secret_id)
    sealed = Sealing("partners", key_secret).seal(about, secret.encode())
    await add_secret(session, endpoint.district_id, endpoint.endpoint_id, secret_id, sealed)
    return EndpointAndSecret(endpoint, secret)
