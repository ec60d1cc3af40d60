"""What was told of some districts, what is told of them again, and a reader of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from readiness.republishing.usecases import republish
from shared.contracts.readiness import (
    ApplicationDecided,
    AssessmentClosed,
    AssessmentOpened,
    AssessmentScored,
    InstrumentPublished,
    InstrumentRetired,
    PartnerSelected,
)
from shared.events.apply import Subscription
from shared.events.event import REGISTRY, Event, Received
from shared.events.republish import republish_all
from shared.testing import Deliveries, RunningService
from shared.testing.deliveries import as_sent

Said = dict[tuple[UUID, str], list[tuple[str, bytes]]]
"""By district and key, what was said, in order: its type and its body."""


def which(event: Event) -> int:
    """Which of its kind within its key: a version of an instrument, a result of an assessment. Of all else only the
    last counts.
    """
    match event:
        case InstrumentPublished() | InstrumentRetired():
            return event.version
        case AssessmentScored():
            return event.result
        case _:
            return 0


def undone_by(event: Event) -> type[Event] | None:
    """What is so no more: an assessment that was opened again is not closed, and who withdrew is nobody's partner."""
    match event:
        case AssessmentOpened():
            return AssessmentClosed
        case ApplicationDecided(standing="withdrawn"):
            return PartnerSelected
        case _:
            return None


@dataclass
class Reader:
    """A reader that keeps the last of each kind that it was told of a key of these districts, while it is so."""

    districts: Sequence[UUID]
    kinds: Sequence[type[Event]]
    known: dict[tuple[UUID, str, str, int], Event] = field(default_factory=dict)

    def subscription(self) -> Subscription:
        return Subscription(f"test.{uuid4()}", dict.fromkeys(self.kinds, self._keep))

    async def _keep(self, _: Any, events: Sequence[Received[Any]]) -> None:
        for event in events:
            if event.district_id in self.districts:
                key = (event.district_id, type(event.data).__name__, event.key, which(event.data))
                self.known[key] = event.data
                if (undone := undone_by(event.data)) is not None:
                    self.known.pop((event.district_id, undone.__name__, event.key, 0), None)


@dataclass
class Story:
    """What came to pass in some districts, and what was told of it."""

    running: RunningService
    districts: Sequence[UUID]
    rows: list[Any] = field(default_factory=list)

    async def sent(self) -> list[Any]:
        """What has come into the outbox of these districts since it was asked last, in order."""
        async with self.running.worker.transaction(None) as session:
            rows = (await session.execute(text("select * from outbox order by id"))).all()
            await session.execute(text("delete from outbox"))
        return [row for row in rows if row.district_id in self.districts]

    async def republish(self) -> list[Any]:
        """Everything again; what was sent for it."""
        told = {district: count async for district, count in republish_all(self.running.worker, republish)}
        rows = await self.sent()
        for district in self.districts:
            assert told.get(district, 0) == len({row.key for row in rows if row.district_id == district})
        assert all(row.snapshot for row in rows)
        return rows

    async def check_healing(self) -> None:
        """A reader that missed every other event is whole by what is told again, and one that missed none has nothing
        changed.
        """
        kinds = sorted({REGISTRY[row.event_type] for row in self.rows}, key=lambda kind: kind.event_type)
        whole, missed = Reader(self.districts, kinds), Reader(self.districts, kinds)
        all_of_it = Deliveries(whole.subscription(), self.running.worker)
        half_of_it = Deliveries(missed.subscription(), self.running.worker)
        await all_of_it.deliver(*map(as_sent, self.rows))
        await half_of_it.deliver(*map(as_sent, self.rows[1::2]))
        before = dict(whole.known)
        assert missed.known != before
        again = [as_sent(row) for row in await self.republish()]
        await all_of_it.deliver(*again)
        await half_of_it.deliver(*again)
        assert whole.known == before, "a reader that missed nothing has nothing changed"
        assert missed.known == before
        await half_of_it.deliver(*again)
        assert missed.known == before


def said(rows: list[Any]) -> Said:
    """What these rows say, key by key, in order."""
    by_key: Said = {}
    for row in rows:
        by_key.setdefault((row.district_id, row.key), []).append((row.event_type, row.body))
    return by_key


def last_said(rows: list[Any]) -> Said:
    """The last of each kind that these rows say of a key and that is still so, in order."""
    found: Said = {}
    for key, events in said(rows).items():
        kept: dict[tuple[str, int], bytes] = {}
        for kind, body in events:
            event = REGISTRY[kind].read(body)
            place = (kind, which(event))
            kept.pop(place, None)
            kept[place] = body
            if (undone := undone_by(event)) is not None:
                kept.pop((undone.event_type, 0), None)
        found[key] = [(kind, body) for (kind, _), body in kept.items()]
    return found


def kinds_of(events: Sequence[tuple[str, bytes]]) -> list[type[Event]]:
    return [REGISTRY[kind] for kind, _ in events]
