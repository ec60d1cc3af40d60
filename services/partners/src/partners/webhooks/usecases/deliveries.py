"""Deliveries, as the worker makes them: take up what is due, and write down what came of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.queries import agreements
from partners.agreements.rules import effective
from partners.agreements.usecases import agreement_of
from partners.webhooks.queries import deliveries
from partners.webhooks.queries import endpoints as webhooks
from partners.webhooks.rules import Delivered, Disable, Outcome, RetryLater, disabled_after, next_attempt
from partners.webhooks.usecases.endpoints import secret_about
from shared.auth.sealing import Sealing

LEASE = timedelta(seconds=60)
"""Longer than a call may take, and renewed while one does. Then another worker may try."""

_random = SystemRandom()


@dataclass(frozen=True)
class Message:
    """One attempt to be made: where to, what, and what signs it."""

    delivery: Row[Any]
    url: str
    message_id: str
    body: bytes
    signing_secrets: list[str]


async def take_up(
    session: AsyncSession, busy: Mapping[UUID, int], key_secret: str, *, most: int, limit: int
) -> list[Message]:
    """Claim what is due; drop what its agreement permits no longer."""
    if limit <= 0:
        return []
    claimed = await deliveries.claim(session, busy, most=most, limit=limit, lease=LEASE)
    if not claimed:
        return []
    now = datetime.now(UTC)
    rows = await deliveries.content(session, claimed)
    permitted = await _permitted(session, rows, now)
    secrets: dict[UUID, list[str]] = {}
    messages = []
    for row in rows:
        if row.agreement_id is not None and row.agreement_id not in permitted:
            await deliveries.done(session, row, "withheld")
            continue
        if row.endpoint_id not in secrets:
            secrets[row.endpoint_id] = await _secrets(session, row, key_secret, now)
        message_id = f"msg_{row.district_id.hex}_{row.epoch}_{row.position}"
        messages.append(Message(row, row.url, message_id, body_of(row, now), secrets[row.endpoint_id]))
    return messages


async def keep_claims(session: AsyncSession, messages: Sequence[Message]) -> None:
    """Claim anew what is being delivered, unless somebody else has taken it up meanwhile."""
    if messages:
        await deliveries.keep(session, [message.delivery for message in messages], LEASE)


async def write_down(
    session: AsyncSession, delivery: Row[Any], outcome: Outcome, status: int | None, why: str | None
) -> None:
    """What came of an attempt, for the delivery and for its endpoint. `why` names a call that got no answer.

    The endpoint's row comes first, as it does where an endpoint is dropped: no deadlock.
    """
    now = datetime.now(UTC)
    if isinstance(outcome, Delivered):
        await deliveries.endpoint_works(session, delivery.endpoint_id)
        await deliveries.done(session, delivery, "delivered", status)
        return
    said = why or f"status {status}"
    if isinstance(outcome, Disable):
        await deliveries.disable(session, delivery.endpoint_id, "it answered 410 Gone")
        await deliveries.failed(session, delivery, said, status, now)
        return
    due_at = next_attempt(delivery.attempts, now, _random, outcome)
    slow_until = now + outcome.after if isinstance(outcome, RetryLater) and outcome.slow_down else None
    since = await deliveries.endpoint_fails(session, delivery.endpoint_id, now, slow_until)
    if disabled_after(since, now):
        await deliveries.disable(session, delivery.endpoint_id, "it has only failed for five days")
    await deliveries.failed(session, delivery, said, status, due_at)


def body_of(row: Row[Any], now: datetime) -> bytes:
    """The message, as Standard Webhooks lays it out; the data is the change feed's row."""
    if row.kind is None:
        content = {"type": "test", "timestamp": now.isoformat(), "data": {"position": row.position}}
    else:
        data = {"position": row.position, "epoch": row.epoch}
        if row.agreement_id is not None:
            data |= {"agreement_id": str(row.agreement_id), "discloser_id": str(row.discloser_id)}
        content = {"type": row.kind, "timestamp": row.at.isoformat(), "data": {**data, **row.payload}}
    return json.dumps(content, separators=(",", ":")).encode()


async def _permitted(session: AsyncSession, rows: Sequence[Row[Any]], now: datetime) -> set[UUID]:
    ids = sorted({row.agreement_id for row in rows if row.agreement_id is not None})
    found = await agreements.by_ids(session, ids) if ids else []
    return {row.agreement_id for row in found if effective(agreement_of(row), now)}


async def _secrets(session: AsyncSession, row: Row[Any], key_secret: str, now: datetime) -> list[str]:
    sealed = await webhooks.secrets_of(session, row.district_id, row.endpoint_id, now)
    sealing = Sealing("partners", key_secret)
    return [
        sealing.unseal(secret_about(row.district_id, row.endpoint_id, s.secret_id), s.sealed).decode() for s in sealed
    ]
