"""Which recipients hold what an amendment has made wrong: what they were told last, beside what is true now.

FERPA asks that the record be amended and the family told (34 CFR 99.21(b)(1)); where others hold copies of
the record, amending it must mean that they are told, too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far the clock that dates evidence may run ahead of the one that dates disclosures."""


@dataclass(frozen=True)
class MasteryValue:
    """Mastery as a partner is told it."""

    score: Decimal | None
    mastered: bool
    observed_on: date | None


@dataclass(frozen=True)
class HeldMastery:
    """What a recipient was told last of an item, under which agreement, and when (aware)."""

    recipient_id: UUID
    agreement_id: UUID
    pseudonym: UUID
    item_id: UUID
    value: MasteryValue
    at: datetime


@dataclass(frozen=True)
class AmendedMastery:
    """What is true of an item since evidence of it was amended, the oldest of which was recorded at `since`."""

    item_id: UUID
    since: datetime
    value: MasteryValue


def outdated(held: Iterable[HeldMastery], amended: Mapping[UUID, AmendedMastery]) -> list[HeldMastery]:
    """Returns what differs from what is true and was disclosed since the evidence was recorded: what was disclosed
    before did not rest on it. Sorted by recipient, agreement and item.
    """
    found = [
        one
        for one in held
        if (now := amended.get(one.item_id)) is not None
        and one.at >= now.since - CLOCK_TOLERANCE
        and one.value != now.value
    ]
    return sorted(found, key=lambda one: (one.recipient_id, one.agreement_id, one.item_id))
