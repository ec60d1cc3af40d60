"""Who is next where a seat becomes free: whoever is worse off, then who lost more before, then the lottery."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, get_args
from uuid import UUID

from coaching.common.rules.lottery import drawn

Standing = Literal["waiting", "offered", "accepted", "declined", "expired", "left"]
"""Where somebody on a waiting list stands; from `accepted` on they wait no more."""
STANDINGS: tuple[Standing, ...] = get_args(Standing)
STANDS = timedelta(days=2)
"""How long an offer stands, if the workshop does not begin before."""


class Waiting(NamedTuple):
    """Somebody who waits for a seat in a session. `place` is that of the seat they have; None: they have none."""

    participant_id: UUID
    session_id: UUID
    place: int | None
    credit: int


def in_line(waiting: Iterable[Waiting], seed: bytes) -> list[Waiting]:
    """Returns who is next, and next after that: first those without a seat, then by the place of the seat they have,
    the last first; of equal ones who has more credit; then the lottery, drawn for the person and the session.
    """

    def order(one: Waiting) -> tuple[bool, int, int, int]:
        luck = drawn(seed, "waiting", one.participant_id, one.session_id)
        return (one.place is not None, -(one.place or 0), -one.credit, luck)

    return sorted(waiting, key=order)


def offer_until(now: datetime, begins_at: datetime) -> datetime:
    """Returns until when an offer that is made now stands."""
    return min(now + STANDS, begins_at)
