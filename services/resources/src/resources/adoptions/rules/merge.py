"""What upstream has changed, beside what was changed here: taken, offered, in conflict, declined, kept.

A merge changes nothing by itself; `choices.apply` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from resources.adoptions.rules.diff import ORDER, Difference, Kind, Place, diff, part_differences
from resources.adoptions.rules.intents import Declined, Intent, Intents
from resources.adoptions.rules.order import within
from resources.items.rules.content import Body, Content, Part, Value, digest


class Outcome(StrEnum):
    """What a merge proposes for a place. `CLOSED`: upstream's licence forbids to make it part of an adaptation; `KEPT`:
    a local change that upstream has nothing against; `AGREED`: both have done the same, or
    it concerns nothing that is here.
    """

    TAKEN = "taken"
    OFFERED = "offered"
    CONFLICT = "conflict"
    DECLINED = "declined"
    PINNED = "pinned"
    CLOSED = "closed"
    KEPT = "kept"
    AGREED = "agreed"


OPEN: tuple[Outcome, ...] = (Outcome.OFFERED, Outcome.CONFLICT)
"""What waits for the adopter."""
FROM_UPSTREAM: tuple[Outcome, ...] = (Outcome.TAKEN, *OPEN, Outcome.DECLINED, Outcome.PINNED)
"""Where upstream has something other than is here, so that it can be taken or declined."""


class Clash(StrEnum):
    """Why a change is in conflict."""

    BOTH_CHANGED = "both_changed"
    BOTH_ADDED = "both_added"
    BOTH_MOVED = "both_moved"
    REMOVED_UPSTREAM = "removed_upstream"
    REMOVED_HERE = "removed_here"
    CAPTIONED_HERE = "captioned_here"


WHAT_TO_DO: dict[Clash, str] = {
    Clash.BOTH_CHANGED: "You and upstream have both changed this: take upstream's, or keep yours.",
    Clash.BOTH_ADDED: "You and upstream have both added this part, and differ in this: take upstream's, or keep yours.",
    Clash.BOTH_MOVED: "You and upstream have both moved parts: take upstream's order, or keep yours.",
    Clash.REMOVED_UPSTREAM: "Upstream removed what you changed: keep your part, or take the removal.",
    Clash.REMOVED_HERE: "Upstream changed what you removed: take the changed part, or leave it out.",
    Clash.CAPTIONED_HERE: "Your captions belong to the file that upstream replaced or removed: keep your file, or take "
    "the change and write captions for it.",
}
"""What each conflict says to whoever has to decide."""


@dataclass(frozen=True, slots=True)
class Change:
    """A place at which upstream or the adopter differs from the base; None: nothing stands there. `clash` is set of a
    conflict alone.
    """

    place: Place
    base: Value
    ours: Value
    theirs: Value
    outcome: Outcome
    clash: Clash | None = None

    @property
    def what_to_do(self) -> str | None:
        """What a conflict says to whoever has to decide."""
        return None if self.clash is None else WHAT_TO_DO[self.clash]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a merge proposes, and what it was worked out from. `order` is upstream's order of all its parts."""

    base: Content
    ours: Content
    order: tuple[UUID, ...]
    changes: tuple[Change, ...]
    declined: Declined

    @property
    def fingerprint(self) -> str:
        """Equal for equal proposals: whoever chooses names the one that they saw."""
        return digest((self.base, self.ours, self.order, self.changes))

    def of(self, *outcomes: Outcome) -> tuple[Change, ...]:
        """Returns the changes of these outcomes."""
        return tuple(one for one in self.changes if one.outcome in outcomes)


NO_INTENTS = Intents()
NOTHING_DECLINED = Declined()


def merge(
    base: Content,
    ours: Content,
    theirs: Content,
    intents: Intents = NO_INTENTS,
    declined: Declined = NOTHING_DECLINED,
    closed: frozenset[UUID] = frozenset(),
) -> Proposal:
    """Returns what to do about each place at which upstream (`theirs`) or the adopter (`ours`) differs from `base`,
    which is what the adopter has taken of upstream so far. Deterministic; no local change is overwritten unasked.
    `closed` are the parts that upstream's licence of today forbids to adapt: what is here of them stays as it is.
    """
    upstream = tuple(
        _closed(change) if _is_closed(change, closed) else _weighed(change, intents, declined)
        for difference in diff(base, theirs).differences
        for change in _against_ours(difference, base, ours, theirs)
    )
    local = _kept(diff(base, ours).differences, upstream)
    return Proposal(base, ours, theirs.keys(), (*upstream, *local), declined)


def _against_ours(difference: Difference, base: Content, ours: Content, theirs: Content) -> Iterator[Change]:
    """Yields an upstream difference beside what stands here: as TAKEN where it is clean, AGREED or CONFLICT."""
    place, before, after = difference.place, difference.before, difference.after
    if place.part is not None:
        yield from _part_against_ours(difference, place.part, base, ours, theirs)
    elif place == ORDER and isinstance(before, tuple) and isinstance(after, tuple):
        yield _order_against_ours(before, after, ours.keys())
    elif place.member is not None:
        here = place.member if place.member in getattr(ours, place.field) else None
        yield _compared(place, before, here, after, Clash.BOTH_CHANGED)
    else:
        yield _compared(place, before, getattr(ours, place.field), after, Clash.BOTH_CHANGED)


def _part_against_ours(
    difference: Difference, key: UUID, base: Content, ours: Content, theirs: Content
) -> Iterator[Change]:
    whole = Place("parts", key)
    before, here, after = base.part(key), ours.part(key), theirs.part(key)
    if before is None and here is not None and after is not None and here != after:
        for one in part_differences(here, after):
            yield Change(one.place, None, one.before, one.after, Outcome.CONFLICT, Clash.BOTH_ADDED)
    elif here is None or difference.place == whole:
        clash = Clash.REMOVED_HERE if here is None else Clash.REMOVED_UPSTREAM
        change = _compared(whole, before, here, after, clash)
        if here is not None or _is_first(difference, before, after):
            yield _unless_captioned(change, key, base, ours)
    else:
        here_field = getattr(here, difference.place.part_field or "")
        change = _compared(difference.place, difference.before, here_field, difference.after, Clash.BOTH_CHANGED)
        yield _unless_captioned(change, key, base, ours)


def _is_first(difference: Difference, before: Part | None, after: Part | None) -> bool:
    """A part that is gone here is one change, however many of its fields upstream has changed."""
    if before is None or after is None:
        return True
    return difference == next(part_differences(before, after))


def _compared(place: Place, base: Value, ours: Value, theirs: Value, clash: Clash) -> Change:
    if ours == theirs:
        return Change(place, base, ours, theirs, Outcome.AGREED)
    if ours == base:
        return Change(place, base, ours, theirs, Outcome.TAKEN)
    return Change(place, base, ours, theirs, Outcome.CONFLICT, clash)


def _order_against_ours(before: tuple[UUID, ...], after: tuple[UUID, ...], ours: tuple[UUID, ...]) -> Change:
    """Compares the order of the parts that all three have; what the adopter removed or added moves nothing, and
    where upstream has moved nothing of them there is nothing to ask.
    """
    here = within(ours, set(after))
    common = set(here)
    if within(after, common) in (here, within(before, common)):
        return Change(ORDER, before, here, after, Outcome.AGREED)
    if here == within(before, common):
        return Change(ORDER, before, here, after, Outcome.TAKEN)
    return Change(ORDER, before, here, after, Outcome.CONFLICT, Clash.BOTH_MOVED)


def _unless_captioned(change: Change, key: UUID, base: Content, ours: Content) -> Change:
    """A file that captions of the adopter's own belong to is neither replaced nor removed unasked."""
    here = ours.part(key)
    if change.outcome != Outcome.TAKEN or here is None or change.place.part_field not in (None, "body"):
        return change
    if isinstance(change.theirs, Body) and change.theirs.source == here.body.source:
        return change
    captions = (one for one in ours.parts if one.body.caption_of is not None and one.body.caption_of.part_key == key)
    if all(one == base.part(one.part_key) for one in captions):
        return change
    return Change(change.place, change.base, change.ours, change.theirs, Outcome.CONFLICT, Clash.CAPTIONED_HERE)


def _is_closed(change: Change, closed: frozenset[UUID]) -> bool:
    """A licence holds what a part is: its removal and its title are free."""
    return change.outcome != Outcome.AGREED and change.place.part in closed and isinstance(change.theirs, Part | Body)


def _closed(change: Change) -> Change:
    return Change(change.place, change.base, change.ours, change.theirs, Outcome.CLOSED)


def _weighed(change: Change, intents: Intents, declined: Declined) -> Change:
    """What the adopter wants is asked of what could be taken; a conflict stays one, whatever they follow."""
    if change.outcome == Outcome.AGREED:
        return change
    place, intent = change.place, intents.of(change.place)
    if intent == Intent.PINNED:
        outcome = Outcome.PINNED
    elif declined.holds(place, change.theirs):
        outcome = Outcome.DECLINED
    elif change.outcome == Outcome.TAKEN and intent == Intent.ASKED:
        outcome = Outcome.OFFERED
    else:
        return change
    return Change(place, change.base, change.ours, change.theirs, outcome)


def _kept(local: Iterable[Difference], upstream: Iterable[Change]) -> Iterator[Change]:
    """Yields the local changes that upstream has nothing against."""
    touched = {change.place for change in upstream}
    touched_parts = {change.place.part for change in upstream}
    for one in local:
        part = one.place.part
        covered = one.place in touched or (part is not None and Place("parts", part) in touched)
        if part is not None and one.kind in (Kind.ADDED, Kind.REMOVED):
            covered = part in touched_parts
        if not covered:
            yield Change(one.place, one.before, one.after, one.before, Outcome.KEPT)
