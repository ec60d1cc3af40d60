"""Whether a learner moves through their plan as fast as it asks: behind, on, or ahead of pace.

Pace is reckoned from when items are to be mastered and when they were. How long a learner sat is no part of it.

By dates: of the items whose target day has come, the share that is mastered. By rate: the items mastered each week of
the year so far, against those still to be mastered in each week left; which comes to the same as lying on a straight
line from what was mastered before the year to everything. By hand: an educator says, until a day of their choice.
The three ways, and a margin in which a learner is still on pace, follow what Empower's users rely on
(cbe.empowerlearning.net/post/pacing); how wide the margins are is ours, and a district's to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Literal, NamedTuple
from uuid import UUID

from competency.common.scales import plain, quotient, rounded
from competency.district.rules import PaceRules
from competency.planning.rules.plans import Year

Status = Literal["behind", "on", "ahead"]
HOLIDAYS = "Every week counts alike: holidays are not known here."
"""To stand beside any rate and any line."""

Dates = tuple[date | None, date | None]
"""Of one item of a plan: its target, and since when it has been mastered; None where there is none.

Both are days of the district's calendar. Mastered is meant as of the same day as the pace: an item whose mastery was
lost again has None, and one first mastered after that day may say so, it does not count yet.
"""


@dataclass(frozen=True, slots=True)
class SetByHand:
    """An educator's word on a learner's pace, from `set_on` until `until`, both inclusive. Status None takes back what
    was set before. It is never edited: a later one takes its place.
    """

    status: Status | None
    set_by: UUID
    set_on: date
    until: date


def validate_setting(setting: SetByHand, year: Year) -> str | None:
    """Returns why pace cannot be set so; None where it can."""
    if setting.until < setting.set_on:
        return f"it would end on {setting.until}, before it begins; choose {setting.set_on} or later"
    if setting.until > year.last:
        return f"it would outlast the plan's year; choose {year.last} or earlier"
    return None


def by_hand(settings: Iterable[SetByHand], as_of: date) -> SetByHand | None:
    """Returns what is set by hand on that day, from a learner's settings in the order they were made.

    The newest by then alone decides: when it ends, an older one does not come back.
    """
    newest: SetByHand | None = None
    for setting in settings:
        if setting.set_on <= as_of and (newest is None or setting.set_on >= newest.set_on):
            newest = setting
    return newest if newest is not None and newest.status is not None and as_of <= newest.until else None


@dataclass(frozen=True, slots=True)
class Pace:
    """A learner's pace on a day. `status` counts; it is None where there is nothing to go by.

    `reckoned` is what dates or rate say, whatever was set by hand, and `reckoned_by` which of them. Of `total` items
    `achieved` are mastered; `due` had a target by that day, `due_mastered` of them are mastered, and `early` more
    before their target. `shortfall` is how many items are missing of what is planned by then, and below zero how many
    there are beyond it. Rates are items a week; `needed_per_week` is None once the year is over. All figures are to two
    places, rounded as scores are.
    """

    as_of: date
    status: Status | None
    reckoned: Status | None
    reckoned_by: Literal["dates", "rate"] | None
    hand: SetByHand | None
    total: int
    achieved: int
    due: int
    due_mastered: int
    early: int
    shortfall: Decimal
    per_week: Decimal
    needed_per_week: Decimal | None


def pace(items: Iterable[Dates], year: Year, as_of: date, rules: PaceRules, hand: SetByHand | None = None) -> Pace:
    """Returns a learner's pace on a day, from every item of the plan and from what `by_hand` gives for that day.

    A plan without any target is reckoned by rate. Before the year begins and without items nothing is reckoned.
    """
    counts = _count(items, year.first, as_of)
    whole = (year.last - year.first).days + 1
    elapsed = max(0, min(whole, (as_of - year.first).days + 1))
    left, remaining = whole - elapsed, counts.total - counts.achieved
    reckoned: Status | None = None
    reckoned_by: Literal["dates", "rate"] | None = None
    if counts.total and elapsed and rules.by != "hand":
        if rules.by == "dates" and counts.dated:
            reckoned, reckoned_by = _by_dates(counts, rules), "dates"
        else:
            reckoned, reckoned_by = _by_rate(counts.this_year, elapsed, remaining, left, rules), "rate"
    return Pace(
        as_of=as_of,
        status=hand.status if hand is not None else reckoned,
        reckoned=reckoned,
        reckoned_by=reckoned_by,
        hand=hand,
        total=counts.total,
        achieved=counts.achieved,
        due=counts.due,
        due_mastered=counts.due_mastered,
        early=counts.early,
        shortfall=_shortfall(counts, reckoned_by, elapsed, whole),
        per_week=_per_week(counts.this_year, elapsed) if elapsed else Decimal(0),
        needed_per_week=_per_week(remaining, left) if left else None,
    )


def changes_on(items: Iterable[Dates], year: Year, found: Pace) -> date | None:
    """Returns the next day on which the pace can change though nothing is mastered meanwhile; None: there is none."""
    days = [target for target, _ in items if target is not None]
    days.append(year.first)
    if found.hand is not None:
        days.append(found.hand.until + timedelta(days=1))
    if found.reckoned_by == "rate" and found.as_of < year.last:
        days.append(found.as_of + timedelta(days=1))
    return min((day for day in days if day > found.as_of), default=None)


class _Counts(NamedTuple):
    total: int
    achieved: int
    this_year: int
    dated: int
    due: int
    due_mastered: int
    early: int


def _count(items: Iterable[Dates], first: date, as_of: date) -> _Counts:
    total = achieved = this_year = dated = due = due_mastered = early = 0
    for target, mastered in items:
        total += 1
        shown = False
        if mastered is not None and mastered <= as_of:
            shown = True
            achieved += 1
            if mastered >= first:
                this_year += 1
        if target is not None:
            dated += 1
            if target <= as_of:
                due += 1
                due_mastered += shown
            else:
                early += shown
    return _Counts(total, achieved, this_year, dated, due, due_mastered, early)


def _shortfall(counts: _Counts, by: Literal["dates", "rate"] | None, elapsed: int, whole: int) -> Decimal:
    if by == "rate":
        to_come = counts.total - counts.achieved + counts.this_year
        return rounded(quotient(Decimal(to_come * elapsed - counts.this_year * whole), Decimal(whole)))
    return Decimal(counts.due - counts.due_mastered or -counts.early) if by == "dates" else Decimal(0)


def _per_week(items: int, days: int) -> Decimal:
    return rounded(quotient(Decimal(items * 7), Decimal(days)))


def _by_dates(counts: _Counts, rules: PaceRules) -> Status:
    due, due_mastered, early = counts.due, counts.due_mastered, counts.early
    if due_mastered * 100 < due * rules.behind_below:
        return "behind"
    if early and due_mastered == due and (due + early) * 100 >= due * rules.ahead_from:
        return "ahead"
    return "on"


def _by_rate(this_year: int, elapsed: int, remaining: int, left: int, rules: PaceRules) -> Status:
    if not remaining:
        return "ahead" if left else "on"
    if not left:
        return "behind"
    if elapsed <= rules.grace_days:
        return "on"
    # The rate so far and the rate needed, brought to the same denominator: whole numbers have no edge to fall off.
    so_far, needed = this_year * left * 100, remaining * elapsed
    if so_far < needed * rules.behind_below:
        return "behind"
    return "ahead" if so_far >= needed * rules.ahead_from else "on"


def in_words(found: Pace) -> str:
    """Returns why the pace is what it is, for people, in English; who set it by hand is for the page to name."""
    reasons = []
    if found.hand is not None:
        reasons.append(f"Set by hand until {found.hand.until}.")
    if found.reckoned_by == "dates":
        early = (
            f" {found.early} more {'is' if found.early == 1 else 'are'} mastered ahead of time." if found.early else ""
        )
        reasons.append(f"{found.due_mastered} of {found.due} items due by {found.as_of} are mastered.{early}")
    elif found.reckoned_by == "rate" and found.needed_per_week is not None:
        reasons.append(
            f"{found.achieved} of {found.total} items are mastered: {plain(found.per_week)} a week this year, and "
            f"{plain(found.needed_per_week)} a week would master all by its end. {HOLIDAYS}"
        )
    elif found.reckoned_by == "rate":
        reasons.append(f"{found.achieved} of {found.total} items are mastered, and the year is over.")
    return " ".join(reasons) or "There is nothing to reckon pace by."


@dataclass(frozen=True, slots=True)
class Line:
    """The pacing line: how many items are planned, and mastered, by the end of each week of the year.

    Weeks are of seven days from `first`, the last one may be shorter; `achieved` ends with the week of the day asked
    for, in which only what was mastered by that day counts. Holidays are not known (see `HOLIDAYS`). `left_out` items
    have no target and are on neither line.
    """

    first: date
    planned: tuple[int, ...]
    achieved: tuple[int, ...]
    left_out: int


def pacing_line(items: Sequence[Dates], year: Year, as_of: date, by: Literal["dates", "rate"]) -> Line:
    """Returns the line over the year, as the pace of that day was reckoned: `by` is its `reckoned_by`.

    By dates both lines are of the items that have a target; by rate the plan is the straight line from what was
    mastered before the year to everything. What was mastered before the year is achieved from the first week on.
    """
    whole = (year.last - year.first).days + 1
    weeks = (whole + 6) // 7
    counted = [dates for dates in items if by == "rate" or dates[0] is not None]
    mastered = [day for _, day in counted if day is not None and day <= min(as_of, year.last)]
    passed = max(0, min(weeks, (as_of - year.first).days // 7 + 1))
    if by == "dates":
        planned = _by_week([target for target, _ in counted if target is not None], year.first, weeks)
    else:
        before, total = sum(day < year.first for day in mastered), len(counted)
        planned = tuple(before + (total - before) * min(week * 7, whole) // whole for week in range(1, weeks + 1))
    return Line(year.first, planned, _by_week(mastered, year.first, weeks)[:passed], len(items) - len(counted))


def _by_week(days: Iterable[date], first: date, weeks: int) -> tuple[int, ...]:
    counts = [0] * weeks
    start = first.toordinal()
    for day in days:
        counts[max(0, min(weeks - 1, (day.toordinal() - start) // 7))] += 1
    return tuple(accumulate(counts))


def week_ends(line: Line, year: Year) -> tuple[date, ...]:
    """Returns the day by whose end each count of `planned` holds."""
    return tuple(min(year.last, line.first + timedelta(days=7 * week + 6)) for week in range(len(line.planned)))
