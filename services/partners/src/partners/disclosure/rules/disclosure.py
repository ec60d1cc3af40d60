"""What a change of mastery becomes on its way to a partner district, at each granularity.

Learner-level disclosures never carry our own learner id: it is the same in every agreement, and would let two
recipients join what they were told apart. Aggregates go by NCES 2011-603: a smallest group, coded extremes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from partners.identity.rules.districts import MINIMUM_GROUP
from shared.values.calendar import DEFAULT_ZONE, day_of, start_of

SMALLEST_DIFFERENCE = 3
"""Learners by which two published groups differ at least, so that their difference does not speak of one."""

EDGE_PERCENT = 5
"""Shares nearer to nobody or everybody than this are disclosed as a bound."""


@dataclass(frozen=True)
class MasteryChange:
    """What competency published; no score and no time where no evidence counts any more."""

    learner_id: UUID
    item_id: UUID
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None


@dataclass(frozen=True)
class SisIdentity:
    """How the discloser's student information system names a learner."""

    source: str
    sourced_id: str


@dataclass(frozen=True)
class LearnerDisclosure:
    """Mastery of one learner as a partner may see it; 34 CFR 99.33: not to be passed on (`redisclosure`). `contested`:
    a family's statement, which the discloser holds, is part of this record (99.21(c)).
    """

    subject: UUID
    item_id: UUID
    score: Decimal | None
    mastered: bool
    observed_on: date | None
    identifiers: tuple[SisIdentity, ...] = ()
    redisclosure: bool = False
    contested: bool = False


def pseudonymous(change: MasteryChange, pseudonym: UUID, zone: str) -> LearnerDisclosure:
    """Returns the change about a pseudonym of this agreement; of the time only the day, which names no lesson. `zone`
    is that of the discloser's calendar, for it was shown there.
    """
    return LearnerDisclosure(
        subject=pseudonym,
        item_id=change.item_id,
        score=change.score,
        mastered=change.mastered,
        observed_on=day_of(change.observed_at, zone) if change.observed_at else None,
    )


def identified(
    change: MasteryChange, pseudonym: UUID, zone: str, identifiers: Sequence[SisIdentity]
) -> LearnerDisclosure:
    """Returns the same, and who it is. The subject stays the pseudonym, so that a finer agreement breaks no join."""
    return replace(pseudonymous(change, pseudonym, zone), identifiers=tuple(identifiers))


def score_as_number(score: Decimal | None) -> int | float | None:
    """Returns a score as JSON has it."""
    if score is None:
        return None
    return int(score) if score == int(score) else float(score)


class Period(StrEnum):
    """How long a reporting window is."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Window:
    """A fixed reporting window [start, end), in UTC for every district. Fixed, because windows of choice could be
    subtracted: by a zone of its own, which a district may change, it could move them.
    """

    start: datetime
    end: datetime

    def is_closed(self, now: datetime) -> bool:
        """Returns whether it has passed; only then is it reported."""
        return now >= self.end


def window_of(moment: datetime, period: Period = Period.WEEK) -> Window:
    """Returns the window a moment lies in: an ISO week from Monday 00:00 UTC, or a calendar month."""
    return Window(window_start(moment, period), window_end(moment, period))


def window_start(moment: datetime, period: Period = Period.WEEK) -> datetime:
    """Returns the first instant of the window. Raises ValueError for a time without a zone."""
    day = day_of(moment, DEFAULT_ZONE)
    first = day.replace(day=1) if period is Period.MONTH else day - timedelta(days=day.weekday())
    return start_of(first, DEFAULT_ZONE)


def window_end(moment: datetime, period: Period = Period.WEEK) -> datetime:
    """Returns the first instant after the window."""
    start = window_start(moment, period)
    if period is Period.WEEK:
        return start + timedelta(days=7)
    return (start + timedelta(days=31)).replace(day=1)


class Bound(StrEnum):
    """How a share is to be read."""

    EXACT = "exact"  # to the whole percent
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


@dataclass(frozen=True)
class Share:
    """A share in whole percent, or only its bound."""

    percent: int
    bound: Bound = Bound.EXACT


@dataclass(frozen=True)
class Aggregate:
    """How many learners of a district were counted for an item in a window, and what share mastered it."""

    window: Window
    item_id: UUID
    learners: int
    mastered: Share


class SuppressionReason(StrEnum):
    """Why an aggregate is not disclosed."""

    SMALL_GROUP = "small_group"
    SMALL_DIFFERENCE = "small_difference"


@dataclass(frozen=True)
class Suppressed:
    """An aggregate that is not disclosed. The reason is for the discloser; a recipient learns no reason."""

    window: Window
    item_id: UUID
    reason: SuppressionReason


def minimum_group(asked: int | None) -> int:
    """Returns the smallest group a district reports: what it asked for, and never fewer than ten learners."""
    return max(MINIMUM_GROUP, asked or 0)


def aggregate(
    window: Window,
    item_id: UUID,
    learners_counted: int,
    mastered: int,
    *,
    minimum: int = MINIMUM_GROUP,
    last_published: int | None = None,
) -> Aggregate | Suppressed:
    """Returns the report of one item in one window.

    `last_published` is the learners counted in the last aggregate of this item that this recipient got, where
    the same learners are counted again from window to window; none where each window counts afresh.

    Raises:
        ValueError: more have mastered than were counted, or a count is negative.
    """
    if not 0 <= mastered <= learners_counted:
        raise ValueError("mastered must lie between none and all of those counted")
    if learners_counted < minimum_group(minimum):
        return Suppressed(window, item_id, SuppressionReason.SMALL_GROUP)
    if last_published is not None and 0 < abs(learners_counted - last_published) < SMALLEST_DIFFERENCE:
        return Suppressed(window, item_id, SuppressionReason.SMALL_DIFFERENCE)
    return Aggregate(window, item_id, learners_counted, share(mastered, learners_counted))


def share(mastered: int, counted: int) -> Share:
    """Returns the share in whole percent, its extremes coded.

    An extreme covers at least nobody, one and two learners (or all, all but one, all but two): at a plain five
    percent, "nobody" of ten learners would be said of each of them.
    """
    edge = max(EDGE_PERCENT, math.ceil(100 * (SMALLEST_DIFFERENCE - 1) / counted))
    percent = (200 * mastered + counted) // (2 * counted)
    if percent <= edge:
        return Share(edge, Bound.AT_MOST)
    if percent >= 100 - edge:
        return Share(100 - edge, Bound.AT_LEAST)
    return Share(percent)
