"""Appending to a district's feed, with what belongs to it in the same transaction: the log, its events, webhooks."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.feeds.queries import NewFeedRow, append_log, append_rows, find_log_head, raise_heads
from partners.feeds.rules import LogEntry, chained
from shared.contracts.partners import AggregateDisclosureLogged, MasteryDisclosureLogged
from shared.db.wake import wake_after_commit
from shared.events.outbox import publish
from shared.values.json_types import JsonObject

DELIVERIES_WAKE = "partners.deliveries"

MASTERY_CHANGED = "mastery.changed"
MASTERY_DISCLOSED = "mastery.disclosed"
MASTERY_AMENDED = "mastery.amended"
AGGREGATE_DISCLOSED = "aggregate.disclosed"


class LoggedDisclosure(Protocol):
    """What the event about an entry of the log is made of."""

    @property
    def agreement_id(self) -> UUID: ...
    @property
    def item_id(self) -> UUID: ...
    @property
    def pseudonym(self) -> UUID | None: ...


@dataclass(frozen=True)
class DisclosureReason:
    """Why a row may be in another district's feed, for the discloser's log."""

    agreement_id: UUID
    purpose: str
    granularity: str
    element: str
    item_id: UUID
    learner_id: UUID | None = None
    pseudonym: UUID | None = None
    how: str = "change feed"


@dataclass(frozen=True)
class Entry:
    """A row to be added to a district's feed; where that is not the discloser, `disclosed` says why it may be."""

    district_id: UUID
    kind: str
    subject: str
    payload: JsonObject
    disclosed: DisclosureReason | None = None


async def append(session: AsyncSession, discloser_id: UUID, entries: Sequence[Entry], at: datetime) -> None:
    """Appends to the feeds, logs what goes to others, publishes each entry of the log to the discloser's own readers,
    and queues the webhooks: all of it or nothing.

    The session speaks for the discloser and holds the feeds (`lock_feeds`).

    Raises:
        ValueError: an entry would disclose something under no agreement.
    """
    if any((entry.district_id != discloser_id) is not (entry.disclosed is not None) for entry in entries):
        raise ValueError("what another district is told is a disclosure under an agreement, and nothing else is")
    if not entries:
        return
    positions = await _positions(session, entries)
    rows = [
        NewFeedRow(
            district_id=entry.district_id,
            position=position,
            kind=entry.kind,
            subject=entry.subject,
            agreement_id=entry.disclosed.agreement_id if entry.disclosed else None,
            discloser_id=discloser_id if entry.disclosed else None,
            payload=json.dumps(entry.payload),
        )
        for entry, position in zip(entries, positions, strict=True)
    ]
    if await append_rows(session, rows, at):
        wake_after_commit(session, DELIVERIES_WAKE)
    await _log(session, discloser_id, entries, positions, at)


async def _positions(session: AsyncSession, entries: Sequence[Entry]) -> list[int]:
    added = Counter(entry.district_id for entry in entries)
    heads = await raise_heads(session, added)
    last = {district_id: heads[district_id] - count for district_id, count in added.items()}
    positions = []
    for entry in entries:
        last[entry.district_id] += 1
        positions.append(last[entry.district_id])
    return positions


async def _log(
    session: AsyncSession, discloser_id: UUID, entries: Sequence[Entry], positions: Sequence[int], at: datetime
) -> None:
    others = [(e, e.disclosed, position) for e, position in zip(entries, positions, strict=True) if e.disclosed]
    if not others:
        return
    number, previous = await find_log_head(session, discloser_id)
    logged, hashes = [], []
    for entry, why, position in others:
        number += 1
        logged.append(
            LogEntry(
                number=number,
                agreement_id=why.agreement_id,
                recipient_id=entry.district_id,
                feed_position=position,
                learner_id=why.learner_id,
                pseudonym=why.pseudonym,
                item_id=why.item_id,
                element=why.element,
                granularity=why.granularity,
                purpose=why.purpose,
                how=why.how,
                at=at,
            )
        )
        previous = chained(previous, logged[-1])
        hashes.append(previous)
    await append_log(session, discloser_id, logged, hashes)
    await publish(
        session, discloser_id, *(logged_event(discloser_id, e.district_id, w, e.payload) for e, w, _ in others)
    )


def logged_event(
    discloser_id: UUID, recipient_id: UUID, why: LoggedDisclosure, payload: JsonObject
) -> MasteryDisclosureLogged | AggregateDisclosureLogged:
    """Returns the event about an entry of the discloser's log; `payload` is its row's, in the recipient's feed."""
    of_entry = {
        "agreement_id": why.agreement_id,
        "discloser_id": discloser_id,
        "recipient_id": recipient_id,
        "item_id": why.item_id,
    }
    if why.pseudonym is None:
        return AggregateDisclosureLogged.model_validate({**payload, **of_entry}, extra="ignore")
    return MasteryDisclosureLogged.model_validate({**payload, **of_entry, "subject": why.pseudonym}, extra="ignore")
