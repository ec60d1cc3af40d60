"""How a matching, a need and a match move on."""

from __future__ import annotations

from typing import Literal, get_args

MatchingState = Literal["queued", "running", "finished", "impossible", "failed", "cancelled"]
MATCHING_STATES: tuple[MatchingState, ...] = get_args(MatchingState)
NeedState = Literal["open", "withdrawn", "closed"]
NEED_STATES: tuple[NeedState, ...] = get_args(NeedState)
NeedEnd = Literal["withdrawn", "gap_closed", "engagement_ended"]
MatchState = Literal["proposed", "confirmed", "ended"]
MATCH_STATES: tuple[MatchState, ...] = get_args(MatchState)
Side = Literal["host", "partner"]

MATCHING_MOVES: dict[MatchingState, frozenset[MatchingState]] = {
    "queued": frozenset({"running", "cancelled"}),
    "running": frozenset({"finished", "impossible", "failed", "cancelled"}),
    "finished": frozenset(),
    "impossible": frozenset(),
    "failed": frozenset(),
    "cancelled": frozenset(),
}
MATCH_MOVES: dict[MatchState, frozenset[MatchState]] = {
    "proposed": frozenset({"confirmed", "ended"}),
    "confirmed": frozenset({"ended"}),
    "ended": frozenset(),
}
_OVER: dict[MatchingState, str] = {
    "queued": "This matching waits: cancel it, or read it again once it is finished.",
    "running": "This matching is being worked out: cancel it, or read it again once it is finished.",
    "finished": "This matching is finished, and stays so: ask for another.",
    "impossible": "No matching keeps what is pinned: ask for another with fewer pins.",
    "failed": "This matching could not be worked out: ask for another.",
    "cancelled": "This matching was cancelled: ask for another.",
}


def validate_cancelling(state: MatchingState) -> str | None:
    """Returns why a matching cannot be cancelled, or None."""
    return None if "cancelled" in MATCHING_MOVES[state] else _OVER[state]


def validate_proposing(state: MatchingState, *, stale: bool, proposed: bool) -> str | None:
    """Returns why the pairs of a matching cannot be proposed, or None."""
    if state != "finished":
        return _OVER[state]
    if proposed:
        return "The pairs of this matching were proposed before: ask for another matching to change them."
    if stale:
        return "What this matching stands on has changed since: propose the matching that was made anew."
    return None


def validate_withdrawing(state: NeedState) -> str | None:
    """Returns why a need cannot be withdrawn, or None."""
    if state == "open":
        return None
    return f"This need is {state} already: bring the gap again where it is to be worked on."


def validate_confirming(state: MatchState, *, confirmed: bool) -> str | None:
    """Returns why a side cannot confirm a match, or None; `confirmed` is whether it has already."""
    if state == "ended":
        return "This match has ended: ask for another matching."
    return "Your district has confirmed this match already: the other side confirms it next." if confirmed else None


def validate_declining(state: MatchState) -> str | None:
    """Returns why a match cannot be declined, or None: what both confirmed is ended, not declined."""
    if state == "proposed":
        return None
    return "This match is confirmed: end it instead." if state == "confirmed" else "This match has ended already."


def validate_ending(state: MatchState) -> str | None:
    """Returns why a match cannot be ended, or None: what is only proposed is declined."""
    if state == "confirmed":
        return None
    return (
        "This match is only proposed: decline it instead." if state == "proposed" else "This match has ended already."
    )


def validate_contact(state: MatchState) -> str | None:
    """Returns why no first contact can be kept of a match, or None."""
    if state == "proposed":
        return "Both districts confirm a match before its coach meets anybody: confirm it first."
    return None
