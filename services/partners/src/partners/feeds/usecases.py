"""Making something known: a row in a district's feed, and what belongs to it in the same transaction."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.feeds.queries import fan_out
from partners.feeds.rules import LogEntry, chained
from shared.contracts.partners import AggregateDisclosureLogged, MasteryDisclosureLogged
from shared.db.wake import wake_after_commit
from shared.events.outbox import publish

DELIVERIES_WAKE = "partners.deliveries"

MASTERY_CHANGED = "mastery.changed"
MASTERY_DISCLOSED = "mastery.disclosed"
MASTERY_AMENDED = "mastery.amended"
AGGREGATE_DISCLOSED = "aggregate.disclosed"


class OfLog(Protocol):
    """What of an entry of the log its event is made of."""

    @property
    def agreement_id(self) -> UUID: ...
    @property
    def item_id(self) -> UUID: ...
    @property
    def pseudonym(self) -> UUID | None: ...


@dataclass(frozen=True)
class Disclosed:
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
    """A row to be of `district_id`'s feed. One of another district's than the discloser's has `disclosed`."""

    district_id: UUID
    kind: str
    subject: str
    payload: dict[str, Any]
    disclosed: Disclosed | None = None


async def append(session: AsyncSession, discloser_id: UUID, entries: Sequence[Entry], at: datetime) -> None:
    """Append to the feeds, log what goes to others, tell the discloser's own readers of each entry of its log, and
    queue the webhooks: all of it or nothing.

    The session speaks for the discloser and has claimed the feeds (`fan_out.one_at_a_time`).

    Raises:
        ValueError: an entry would tell another district something under no agreement.
    """
    if any((entry.district_id != discloser_id) is not (entry.disclosed is not None) for entry in entries):
        raise ValueError("what another district is told is a disclosure under an agreement, and nothing else is")
    if not entries:
        return
    positions = await _positions(session, entries)
    columns: dict[str, list[Any]] = {
        "districts": [e.district_id for e in entries],
        "positions": positions,
        "kinds": [e.kind for e in entries],
        "subjects": [e.subject for e in entries],
        "agreements": [e.disclosed.agreement_id if e.disclosed else None for e in entries],
        "disclosers": [discloser_id if e.disclosed else None for e in entries],
        "payloads": [json.dumps(e.payload) for e in entries],
    }
    if await fan_out.append(session, columns, at):
        wake_after_commit(session, DELIVERIES_WAKE)
    await _log(session, discloser_id, entries, positions, at)


async def _positions(session: AsyncSession, entries: Sequence[Entry]) -> list[int]:
    added = Counter(entry.district_id for entry in entries)
    heads = await fan_out.raise_heads(session, added)
    last = {district_id: heads[district_id] - count for district_id, count in added.items()}
    positions = []
    for entry in entries:
        last[entry.district_id] += 1
        positions.append(last[entry.district_id])
    return positions


async def _log(
    session: AsyncSession, discloser_id: UUID, entries: Sequence[Entry], positions: Sequence[int], at: datetime
) -> None:
    told = [(e, e.disclosed, position) for e, position in zip(entries, positions, strict=True) if e.disclosed]
    if not told:
        return
    number, previous = await fan_out.log_head(session, discloser_id)
    logged, hashes = [], []
    for entry, why, position in told:
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
    await fan_out.log(session, discloser_id, logged, hashes)
    await publish(session, discloser_id, *(logged_event(discloser_id, e.district_id, w, e.payload) for e, w, _ in told))


def logged_event(
    discloser_id: UUID, recipient_id: UUID, why: OfLog, payload: Mapping[str, Any]
) -> MasteryDisclosureLogged | AggregateDisclosureLogged:
    """What the discloser's readers are told of an entry of its log, by the row that it put into another's feed."""
    of_entry = {
        "agreement_id": why.agreement_id,
        "discloser_id": discloser_id,
        "recipient_id": recipient_id,
        "item_id": why.item_id,
    }
    if why.pseudonym is None:
        return AggregateDisclosureLogged.model_validate({**payload, **of_entry}, extra="ignore")
    return MasteryDisclosureLogged.model_validate({**payload, **of_entry, "subject": why.pseudonym}, extra="ignore")
