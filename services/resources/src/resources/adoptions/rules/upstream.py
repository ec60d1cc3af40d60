"""How what was adopted stands with those who publish it, and what an adopter keeps and may do in each case.

Whether a licence allows a thing is decided elsewhere and comes in as yes or no: once for the version that the adopter
holds, whose licence stays, and once for the newest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class UpstreamState(StrEnum):
    """How what was adopted stands. `CLOSED`: the newest version's licence forbids adapting, which that of the held one
    does not. `TAKEN_DOWN`: its publisher took it back. `RECALLED`: nobody may go on showing it, for it was not the
    publisher's to give, or it harms. `VANISHED`: it cannot be found, and nothing says why.
    """

    CURRENT = "current"
    REVISED = "revised"
    CLOSED = "closed"
    RETIRED = "retired"
    TAKEN_DOWN = "taken_down"
    RECALLED = "recalled"
    VANISHED = "vanished"


class AdopterAct(StrEnum):
    """What an adopter may want: go on using what it has; change it further; let others take it from here; merge
    upstream's changes; replace it by the newest version as it is; adapt the newest version; offer changes back.
    """

    USE = "use"
    EDIT = "edit"
    HAND_ON = "hand_on"
    TAKE_CHANGES = "take_changes"
    TAKE_AS_IS = "take_as_is"
    ADAPT = "adapt"
    OFFER_BACK = "offer_back"


class Ground(StrEnum):
    """Why something may be done, or may not."""

    HELD_LICENCE = "held_licence"
    NEWEST_LICENCE = "newest_licence"
    OWN_WORK = "own_work"
    TO_MEND = "to_mend"
    NOTHING_NEW = "nothing_new"
    CLOSED = "closed"
    RETIRED = "retired"
    TAKEN_DOWN = "taken_down"
    RECALLED = "recalled"
    VANISHED = "vanished"
    HELD_LICENCE_FORBIDS = "held_licence_forbids"
    NEWEST_LICENCE_FORBIDS = "newest_licence_forbids"


DETAILS: Mapping[Ground, str] = {
    Ground.HELD_LICENCE: "The licence of the version that you have allows it, and stays what it was.",
    Ground.NEWEST_LICENCE: "The licence of the newest version allows it.",
    Ground.OWN_WORK: "Your changes are yours to offer; its authors decide about them.",
    Ground.TO_MEND: "It was recalled: change it so that nothing of what was recalled is left, and others see it again.",
    Ground.NOTHING_NEW: "You have the newest version: there is nothing to take.",
    Ground.CLOSED: "The licence of the newest version forbids to adapt it: keep what you have, use the newest version "
    "as it is beside it, or ask its authors.",
    Ground.RETIRED: "It is retired: go to its successor where there is one, or go on with what you have.",
    Ground.TAKEN_DOWN: "Its publisher has taken it down: go on with what you have.",
    Ground.RECALLED: "It was recalled, and nobody may go on showing it: remove what was recalled, or choose another.",
    Ground.VANISHED: "It cannot be found any more: go on with what you have; its credit is kept.",
    Ground.HELD_LICENCE_FORBIDS: "The licence of the version that you have forbids it: ask its authors.",
    Ground.NEWEST_LICENCE_FORBIDS: "The newest version's licence forbids it: keep what you have, or ask its authors.",
}
"""What each reason says to whoever asks."""

_R = Ground
_KEPT: Mapping[AdopterAct, Ground] = {
    AdopterAct.USE: _R.HELD_LICENCE,
    AdopterAct.EDIT: _R.HELD_LICENCE,
    AdopterAct.HAND_ON: _R.HELD_LICENCE,
}
_NEW: Mapping[AdopterAct, Ground] = {
    AdopterAct.TAKE_CHANGES: _R.NEWEST_LICENCE,
    AdopterAct.TAKE_AS_IS: _R.NEWEST_LICENCE,
    AdopterAct.ADAPT: _R.NEWEST_LICENCE,
}
_TO_UPSTREAM = (AdopterAct.TAKE_CHANGES, AdopterAct.TAKE_AS_IS, AdopterAct.ADAPT, AdopterAct.OFFER_BACK)

MAY: Mapping[UpstreamState, Mapping[AdopterAct, Ground]] = {
    UpstreamState.CURRENT: {
        **_KEPT,
        AdopterAct.TAKE_CHANGES: _R.NOTHING_NEW,
        AdopterAct.TAKE_AS_IS: _R.NOTHING_NEW,
        AdopterAct.ADAPT: _R.NEWEST_LICENCE,
        AdopterAct.OFFER_BACK: _R.OWN_WORK,
    },
    UpstreamState.REVISED: {**_KEPT, **_NEW, AdopterAct.OFFER_BACK: _R.OWN_WORK},
    UpstreamState.CLOSED: {
        **_KEPT,
        AdopterAct.TAKE_CHANGES: _R.CLOSED,
        AdopterAct.TAKE_AS_IS: _R.NEWEST_LICENCE,
        AdopterAct.ADAPT: _R.CLOSED,
        AdopterAct.OFFER_BACK: _R.OWN_WORK,
    },
    UpstreamState.RETIRED: {
        **_KEPT,
        AdopterAct.TAKE_CHANGES: _R.NEWEST_LICENCE,
        AdopterAct.TAKE_AS_IS: _R.NEWEST_LICENCE,
        AdopterAct.ADAPT: _R.RETIRED,
        AdopterAct.OFFER_BACK: _R.RETIRED,
    },
    UpstreamState.TAKEN_DOWN: {**_KEPT, **dict.fromkeys(_TO_UPSTREAM, _R.TAKEN_DOWN)},
    UpstreamState.RECALLED: {**dict.fromkeys(AdopterAct, _R.RECALLED), AdopterAct.EDIT: _R.TO_MEND},
    UpstreamState.VANISHED: {**_KEPT, **dict.fromkeys(_TO_UPSTREAM, _R.VANISHED)},
}
"""In each state the reason for which each act may be done, or for which it may not."""

ALLOWING: frozenset[Ground] = frozenset({_R.HELD_LICENCE, _R.NEWEST_LICENCE, _R.OWN_WORK, _R.TO_MEND})
"""The reasons for which something may be done; for the others it may not."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a version's licence allows an adopter: to use it as it is, to adapt it, and to let others take it on.

    Where parts have licences of their own, `adapt` says whether any part may be adapted; `merge` is told which may not.
    """

    use: bool
    adapt: bool
    hand_on: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an item that was adopted. `newest` is the number of the newest published version, and None where
    the item cannot be found.
    """

    held: int
    newest: int | None
    held_licence: Allowed
    newest_licence: Allowed | None
    retired: bool = False
    taken_down: bool = False
    recalled: bool = False


class Decision(NamedTuple):
    """Whether something may be done, why, and what that says to whoever asks."""

    allowed: bool
    reason: Ground
    detail: str


def state_of(standing: Standing) -> UpstreamState:
    """Returns how what was adopted stands; of several that hold the one that matters most."""
    if standing.recalled:
        return UpstreamState.RECALLED
    if standing.taken_down:
        return UpstreamState.TAKEN_DOWN
    if standing.newest is None or standing.newest_licence is None:
        return UpstreamState.VANISHED
    if standing.retired:
        return UpstreamState.RETIRED
    if standing.newest <= standing.held:
        return UpstreamState.CURRENT
    closed = standing.held_licence.adapt and not standing.newest_licence.adapt
    return UpstreamState.CLOSED if closed else UpstreamState.REVISED


def decide(standing: Standing, act: AdopterAct) -> Decision:
    """Returns whether an adopter may do this as things stand, with the reason."""
    state = state_of(standing)
    reason = MAY[state][act]
    if state == UpstreamState.RETIRED and reason == Ground.NEWEST_LICENCE and standing.newest == standing.held:
        reason = Ground.NOTHING_NEW
    elif reason == Ground.HELD_LICENCE and not _allows(standing.held_licence, act):
        reason = Ground.HELD_LICENCE_FORBIDS
    elif reason == Ground.NEWEST_LICENCE and not _allows(standing.newest_licence, act):
        reason = Ground.NEWEST_LICENCE_FORBIDS
    return Decision(reason in ALLOWING, reason, DETAILS[reason])


def _allows(licence: Allowed | None, act: AdopterAct) -> bool:
    if licence is None:
        return False
    match act:
        case AdopterAct.USE | AdopterAct.TAKE_AS_IS:
            return licence.use
        case AdopterAct.HAND_ON:
            return licence.hand_on
        case _:
            return licence.adapt
