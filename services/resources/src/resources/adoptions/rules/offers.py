"""Improvements that an adopter offers back to the authors: what they are, how they stand, and what may be done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from resources.adoptions.rules.choices import Choice, apply
from resources.adoptions.rules.diff import Diff, diff, only, patch
from resources.adoptions.rules.merge import OPEN, Outcome, Proposal, merge
from resources.adoptions.rules.refusals import Refusal
from resources.items.rules.content import Author, Content, stale_captions


class OfferState(StrEnum):
    """How an offer stands. What is declined or withdrawn is kept, with its reason."""

    OFFERED = "offered"
    OUTDATED = "outdated"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class OfferAct(StrEnum):
    """What can be done with an offer; `MOVED_ON` is what a new version of the author's does to it."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    REBASE = "rebase"
    MOVED_ON = "moved_on"


class Party(StrEnum):
    """Whose act it is: the author's district, the adopter's, or nobody's."""

    AUTHOR = "author"
    ADOPTER = "adopter"
    NOBODY = "nobody"


class DeclineReason(StrEnum):
    """Why an author declines."""

    OTHER_AUDIENCE = "other_audience"
    NOT_ACCURATE = "not_accurate"
    RIGHTS_UNCLEAR = "rights_unclear"
    ALREADY_THERE = "already_there"
    OTHER = "other"


class Move(NamedTuple):
    """Whose an act is, and how an offer stands after it."""

    by: Party
    to: OfferState


MOVES: Mapping[OfferState, Mapping[OfferAct, Move]] = {
    OfferState.OFFERED: {
        OfferAct.ACCEPT: Move(Party.AUTHOR, OfferState.ACCEPTED),
        OfferAct.DECLINE: Move(Party.AUTHOR, OfferState.DECLINED),
        OfferAct.WITHDRAW: Move(Party.ADOPTER, OfferState.WITHDRAWN),
        OfferAct.MOVED_ON: Move(Party.NOBODY, OfferState.OUTDATED),
    },
    OfferState.OUTDATED: {
        OfferAct.DECLINE: Move(Party.AUTHOR, OfferState.DECLINED),
        OfferAct.WITHDRAW: Move(Party.ADOPTER, OfferState.WITHDRAWN),
        OfferAct.REBASE: Move(Party.ADOPTER, OfferState.OFFERED),
    },
    OfferState.ACCEPTED: {},
    OfferState.DECLINED: {},
    OfferState.WITHDRAWN: {},
}
"""What can be done with an offer as it stands; an offer that is decided stays as it is."""

_WHY_NOT: Mapping[OfferState, str] = {
    OfferState.OFFERED: "It is offered and fits the author's newest version: accept, decline or withdraw it.",
    OfferState.OUTDATED: "The author has changed the same since: have it offered anew for the newest version.",
    OfferState.ACCEPTED: "It was accepted, and is part of the item: offer another change.",
    OfferState.DECLINED: "It was declined: read the reason, and offer another change.",
    OfferState.WITHDRAWN: "It was withdrawn: offer it again where it should count.",
}
_CAPTIONS_ALONE = "Captions go with the file that they were written for: choose both."
_WHOSE: Mapping[Party, str] = {
    Party.AUTHOR: "The author's district decides about it: withdraw it where you no longer offer it.",
    Party.ADOPTER: "The district that offered it does that: accept it, or decline it with a reason.",
    Party.NOBODY: "Nobody says that an offer is outdated: it becomes so when the author publishes.",
}


def move(
    state: OfferState, act: OfferAct, by: Party, reason: DeclineReason | None = None, words: str = ""
) -> OfferState | Refusal:
    """Returns how an offer stands after an act, or the rule that refuses it. Who declines gives a reason; for another
    than those that are listed, in words.
    """
    found = MOVES[state].get(act)
    if found is None:
        return Refusal("state", _WHY_NOT[state])
    if found.by != by:
        return Refusal("party", _WHOSE[found.by])
    if act == OfferAct.DECLINE and reason is None:
        return Refusal("reason", "Whoever offered it learns from a reason: choose one.")
    if act == OfferAct.DECLINE and reason == DeclineReason.OTHER and not words.strip():
        return Refusal("reason", "Say in a sentence what speaks against it.")
    return found.to


@dataclass(frozen=True, slots=True)
class Improvement:
    """Changes that are offered, and the version of the author's that they were made on."""

    base: Content
    changes: Diff


def improvement(base: Content, ours: Content, paths: Collection[str]) -> Improvement | Refusal:
    """Returns what an adopter offers back: what it has otherwise than the author's version at the chosen places; or why
    it cannot be offered.
    """
    whole = diff(base, ours)
    known = {one.place.path for one in whole.differences}
    if unknown := sorted(set(paths) - known):
        return Refusal("not_changed", f"You have changed nothing at {unknown[0]}: leave it out.")
    if not paths:
        return Refusal("empty", "Nothing is chosen: choose at least one change.")
    changes = only(whole, paths)
    if set(stale_captions(patch(base, changes))) - set(stale_captions(base)):
        return Refusal("captions_alone", _CAPTIONS_ALONE)
    return Improvement(base, changes)


def rebased(offered: Improvement, newest: Content) -> Proposal:
    """Returns an offer beside the author's newest content, as they see it: OFFERED where it fits, CONFLICT where they
    have changed the same, AGREED where they have it already.
    """
    return merge(offered.base, newest, patch(offered.base, offered.changes))


class Fit(StrEnum):
    """Whether an offer still fits the author's newest content."""

    FITS = "fits"
    OUTDATED = "outdated"
    CONTAINED = "contained"


def fit(offered: Improvement, newest: Content) -> Fit:
    """Returns whether an offer fits, meets a change of the author's, or is contained in what they have already."""
    proposal = rebased(offered, newest)
    if proposal.of(Outcome.CONFLICT):
        return Fit.OUTDATED
    return Fit.FITS if proposal.of(*OPEN) else Fit.CONTAINED


def accepted(
    offered: Improvement, newest: Content, by_authors: frozenset[Author], paths: Collection[str] | None = None
) -> Content | Refusal:
    """Returns the author's content with the offer, whole or at some of its places, and the adopter's authors among its
    own; or why it cannot be accepted.
    """
    match fit(offered, newest):
        case Fit.OUTDATED:
            return Refusal("outdated", _WHY_NOT[OfferState.OUTDATED])
        case Fit.CONTAINED:
            return Refusal("contained", "The item has all of this already: decline it as already there.")
        case Fit.FITS:
            proposal = rebased(offered, newest)
    asked = {change.place.path for change in proposal.of(*OPEN)}
    chosen = asked if paths is None else set(paths)
    if not chosen:
        return Refusal("empty", "Nothing of it is chosen: choose at least one change, or decline it.")
    if unknown := sorted(chosen - asked):
        return Refusal("not_offered", f"Nothing is offered at {unknown[0]}: leave it out.")
    content = apply(proposal, dict.fromkeys(chosen, Choice.TAKE)).content
    if set(stale_captions(content)) - set(stale_captions(newest)):
        return Refusal("captions_alone", _CAPTIONS_ALONE)
    return replace(content, authors=content.authors | by_authors)
