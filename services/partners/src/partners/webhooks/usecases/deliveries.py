"""Deliveries, as the worker makes them: what is due is claimed, and what came of it recorded."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.queries import find_agreements_by_ids
from partners.agreements.rules import effective
from partners.agreements.usecases import agreement_of
from partners.webhooks.queries.deliveries import (
    DeliveryContent,
    claim,
    disable_endpoint,
    extend_claims,
    find_content,
    set_done,
    set_endpoint_fails,
    set_endpoint_works,
    set_failed,
)
from partners.webhooks.queries.endpoints import find_secrets
from partners.webhooks.rules import Delivered, Disable, Outcome, RetryLater, disabled_after, next_attempt
from partners.webhooks.usecases.endpoints import sealing_context
from shared.auth.sealing import Sealing
from shared.values.json_types import JsonObject

LEASE = timedelta(seconds=60)
"""Longer than a call may take, and renewed while one does. Then another worker may try."""

_random = SystemRandom()


@dataclass(frozen=True)
class Message:
    """One attempt to be made: where to, what, and what signs it."""

    delivery: DeliveryContent
    url: str
    message_id: str
    body: bytes
    signing_secrets: list[str]


async def claim_due(
    session: AsyncSession, busy: Mapping[UUID, int], key_secret: str, now: datetime, *, most: int, limit: int
) -> list[Message]:
    """Claims what is due; what its agreement permits no longer is withheld."""
    if limit <= 0:
        return []
    claimed = await claim(session, busy, most=most, limit=limit, lease=LEASE)
    if not claimed:
        return []
    rows = await find_content(session, claimed)
    permitted = await _permitted(session, rows, now)
    secrets: dict[UUID, list[str]] = {}
    messages = []
    for row in rows:
        if row.agreement_id is not None and row.agreement_id not in permitted:
            await set_done(session, row, "withheld")
            continue
        if row.endpoint_id not in secrets:
            secrets[row.endpoint_id] = await _secrets(session, row, key_secret, now)
        message_id = f"msg_{row.district_id.hex}_{row.epoch}_{row.position}"
        messages.append(Message(row, row.url, message_id, body_of(row, now), secrets[row.endpoint_id]))
    return messages


async def extend(session: AsyncSession, messages: Sequence[Message]) -> None:
    """Extends the claims on what is being delivered, unless another attempt has begun meanwhile."""
    if messages:
        await extend_claims(session, [message.delivery for message in messages], LEASE)


async def record_outcome(
    session: AsyncSession,
    delivery: DeliveryContent,
    outcome: Outcome,
    status: int | None,
    why: str | None,
    now: datetime,
) -> None:
    """Records what came of an attempt, for the delivery and for its endpoint. `why` says why there was no answer.

    The endpoint's row comes first, as it does where an endpoint is dropped: no deadlock.
    """
    if isinstance(outcome, Delivered):
        await set_endpoint_works(session, delivery.endpoint_id)
        await set_done(session, delivery, "delivered", status)
        return
    outcome_text = why or f"status {status}"
    if isinstance(outcome, Disable):
        await disable_endpoint(session, delivery.endpoint_id, "it answered 410 Gone")
        await set_failed(session, delivery, outcome_text, status, now)
        return
    due_at = next_attempt(delivery.attempts, now, _random, outcome)
    slow_until = now + outcome.after if isinstance(outcome, RetryLater) and outcome.slow_down else None
    since = await set_endpoint_fails(session, delivery.endpoint_id, now, slow_until)
    if disabled_after(since, now):
        await disable_endpoint(session, delivery.endpoint_id, "it has only failed for five days")
    await set_failed(session, delivery, outcome_text, status, due_at)


def body_of(row: DeliveryContent, now: datetime) -> bytes:
    """Returns the message as Standard Webhooks lays it out; the data is the change feed's row."""
    content: JsonObject
    if row.kind is None or row.at is None or row.payload is None:
        content = {"type": "test", "timestamp": now.isoformat(), "data": {"position": row.position}}
    else:
        data: JsonObject = {"position": row.position, "epoch": row.epoch}
        if row.agreement_id is not None:
            data |= {"agreement_id": str(row.agreement_id), "discloser_id": str(row.discloser_id)}
        content = {"type": row.kind, "timestamp": row.at.isoformat(), "data": {**data, **row.payload}}
    return json.dumps(content, separators=(",", ":")).encode()


async def _permitted(session: AsyncSession, rows: Sequence[DeliveryContent], now: datetime) -> set[UUID]:
    ids = sorted({row.agreement_id for row in rows if row.agreement_id is not None})
    found = await find_agreements_by_ids(session, ids) if ids else []
    return {one.agreement_id for one in found if effective(agreement_of(one), now)}


async def _secrets(session: AsyncSession, row: DeliveryContent, key_secret: str, now: datetime) -> list[str]:
    sealed = await find_secrets(session, row.district_id, row.endpoint_id, now)
    sealing = Sealing("partners", key_secret)
    return [
        sealing.unseal(sealing_context(row.district_id, row.endpoint_id, s.secret_id), s.sealed).decode()
        for s in sealed
    ]
