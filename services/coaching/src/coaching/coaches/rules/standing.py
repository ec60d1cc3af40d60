"""Whether a coach may coach on a day, why not, and until when that holds. Nothing of it is stored as a flag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from coaching.coaches.rules.attestations import ONE_DAY, Attestation, CountsAs, demanded, is_minor, lack

State = Literal["active", "suspended", "left"]
A_LEARNER = "learner_as_staff"
"""The reason of who is suspended whatever is attested: the roster says that this member of staff is a learner."""


class Standing(NamedTuple):
    """`reasons` says what is wrong with what is demanded of somebody who is suspended. `until` is the last day on which
    all of this holds by what is known; None where nothing known ends it.
    """

    state: State
    reasons: tuple[str, ...]
    until: date | None


def standing(kind: CountsAs, left_on: date | None, attestations: Sequence[Attestation], day: date) -> Standing:
    """Returns how a coach stands on this day: left; suspended while anything that is demanded is missing, expired or
    revoked, and as a learner who joined as staff; else active.
    """
    now = _on(kind, left_on, attestations, day)
    for change in sorted({one for one in _changes(left_on, attestations) if one > day}):
        if _on(kind, left_on, attestations, change) != now:
            return Standing(*now, change - ONE_DAY)
    return Standing(*now, None)


def standing_through(
    kind: CountsAs, left_on: date | None, attestations: Sequence[Attestation], first: date, last: date
) -> Standing:
    """Returns how a coach stands for something that lasts from one day to another: as on the first of these days on
    which they are not active, else as on the first.
    """
    found = begun = standing(kind, left_on, attestations, first)
    while found.state == "active" and found.until is not None and found.until < last:
        found = standing(kind, left_on, attestations, found.until + ONE_DAY)
    return begun if found.state == "active" else found


class Minority(NamedTuple):
    """Whether somebody counts as a student under 18, and until which day; None where nothing known ends it."""

    minor: bool
    until: date | None


def minority(kind: CountsAs, attestations: Sequence[Attestation], day: date) -> Minority:
    """Returns whether a coach counts as under 18 from this day on. Of whom no age is attested does, and so does whoever
    will on a later day by what is known.
    """
    days = [day, *sorted({one for one in _changes(None, attestations) if one > day})]
    counts = [is_minor(kind, attestations, one) is not False for one in days]
    if not any(counts):
        return Minority(False, None)
    end = len(counts) - counts[::-1].index(True)
    return Minority(True, days[end] - ONE_DAY if end < len(days) else None)


def _on(
    kind: CountsAs, left_on: date | None, attestations: Sequence[Attestation], day: date
) -> tuple[State, tuple[str, ...]]:
    if left_on is not None and left_on <= day:
        return "left", ()
    if kind == "learner":
        return "suspended", (A_LEARNER,)
    lacks = (lack(one, attestations, day) for one in demanded(kind, attestations, day))
    reasons = tuple(one for one in lacks if one is not None)
    return ("suspended", reasons) if reasons else ("active", ())


def _changes(left_on: date | None, attestations: Sequence[Attestation]) -> Iterator[date]:
    """Yields every day on which a standing may become another."""
    if left_on is not None:
        yield left_on
    for one in attestations:
        yield one.valid_from
        if one.valid_until is not None:
            yield one.valid_until + ONE_DAY
        if one.revoked_on is not None:
            yield one.revoked_on
