"""An adopter's answers to a proposal, and the content that comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from resources.adoptions.rules.diff import ORDER, settle
from resources.adoptions.rules.intents import Declined
from resources.adoptions.rules.merge import FROM_UPSTREAM, Change, Outcome, Proposal
from resources.adoptions.rules.order import within
from resources.adoptions.rules.refusals import Refusal
from resources.items.rules.content import Content


class Choice(StrEnum):
    """Take what upstream has, or keep what is here and remember it. What is not chosen stays offered."""

    TAKE = "take"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class Merged:
    """What the adopter has now; `base`, what it has taken of upstream so far, for the next merge; what it declined."""

    content: Content
    base: Content
    declined: Declined


def refused_choices(proposal: Proposal, choices: Mapping[str, Choice], fingerprint: str) -> list[Refusal]:
    """Returns why choices, each by the path of its place, cannot be followed: that they answer another proposal, or one
    of them answers nothing that this one asks.
    """
    if fingerprint != proposal.fingerprint:
        return [Refusal("proposal_changed", "Upstream or yours has changed since you looked: read the changes again.")]
    asked = {change.place.path for change in proposal.of(*FROM_UPSTREAM)}
    closed = {change.place.path for change in proposal.of(Outcome.CLOSED)}
    return [_refused(path, path in closed) for path in choices if path not in asked]


def _refused(path: str, closed: bool) -> Refusal:
    if closed:
        return Refusal("closed", f"The licence of upstream's newest {path} forbids to adapt it: leave it out.")
    return Refusal("not_offered", f"Upstream has changed nothing at {path}: leave it out.")


def apply(proposal: Proposal, choices: Mapping[str, Choice]) -> Merged:
    """Returns what comes of a proposal: what follows upstream is taken unless it is declined, and beside it what was
    chosen. Raises ValueError for a choice at a place where nothing is to be taken (`refused_choices`).
    """
    if refused := refused_choices(proposal, choices, proposal.fingerprint):
        raise ValueError(refused[0].detail)
    taken = [change for change in proposal.changes if _is_taken(change, choices)]
    held = [*taken, *proposal.of(Outcome.AGREED)]
    content = settle(proposal.ours, ((change.place, change.theirs) for change in taken), proposal.order)
    base = settle(proposal.base, ((change.place, change.theirs) for change in held), proposal.order)
    declined = proposal.declined
    for change in taken:
        declined = declined.without(change.place)
    for change in proposal.changes:
        if _is_declined(change, choices):
            # Of an order, with the parts that are taken with it: their places were seen and are declined as well.
            value = within(proposal.order, set(base.keys())) if change.place == ORDER else change.theirs
            declined = declined.with_(change.place, value)
    return Merged(content, base, declined)


def _is_taken(change: Change, choices: Mapping[str, Choice]) -> bool:
    chosen = choices.get(change.place.path)
    return chosen == Choice.TAKE or (chosen is None and change.outcome == Outcome.TAKEN)


def _is_declined(change: Change, choices: Mapping[str, Choice]) -> bool:
    chosen = choices.get(change.place.path)
    return chosen == Choice.DECLINE or (chosen is None and change.outcome == Outcome.DECLINED)
