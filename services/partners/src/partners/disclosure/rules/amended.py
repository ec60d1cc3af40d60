"""Whose knowledge an amendment made wrong: what receivers were told last, beside what stands now.

FERPA asks that the record be amended and the family told (34 CFR 99.21(b)(1)); that receivers are told is what amending
a record must mean where others hold copies of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far the clock that dates evidence may run ahead of the one that dates disclosures."""


@dataclass(frozen=True)
class Value:
    """Mastery as a partner is told it."""

    score: Decimal | None
    mastered: bool
    observed_on: date | None


@dataclass(frozen=True)
class Told:
    """What a receiver was told last of an item, under which agreement, and when (aware)."""

    recipient_id: UUID
    agreement_id: UUID
    pseudonym: UUID
    item_id: UUID
    value: Value
    at: datetime


@dataclass(frozen=True)
class Standing:
    """What stands of an item since evidence of it was amended, the oldest of which was recorded at `since`."""

    item_id: UUID
    since: datetime
    value: Value


def outdated(told: Iterable[Told], stands: Mapping[UUID, Standing]) -> list[Told]:
    """Those who hold another value than stands and were told it since the evidence was recorded: what was told before
    did not rest on it. In one order, by receiver, agreement and item.
    """
    found = [
        one
        for one in told
        if (standing := stands.get(one.item_id)) is not None
        and one.at >= standing.since - CLOCK_TOLERANCE
        and one.value != standing.value
    ]
    return sorted(found, key=lambda one: (one.recipient_id, one.agreement_id, one.item_id))
