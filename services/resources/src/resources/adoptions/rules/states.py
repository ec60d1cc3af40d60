"""How an adoption moves on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from resources.adoptions.rules.intents import Intent
from resources.adoptions.rules.refusals import Refusal


class AdoptionState(StrEnum):
    """`PINNED`: a version as it is; `FOLLOWING`: always the newest as it is; `ADAPTED`: changed here; `ENDED`: the
    district adopts it no longer, and what it has made of it stays its own.
    """

    PINNED = "pinned"
    FOLLOWING = "following"
    ADAPTED = "adapted"
    ENDED = "ended"


class AdoptionAct(StrEnum):
    """What can be done with an adoption. `REVERT` gives up what was changed here."""

    TAKE_AS_IS = "take_as_is"
    FOLLOW = "follow"
    PIN = "pin"
    ADAPT = "adapt"
    TAKE_CHANGES = "take_changes"
    REVERT = "revert"
    END = "end"


MOVES: Mapping[AdoptionState, Mapping[AdoptionAct, AdoptionState]] = {
    AdoptionState.PINNED: {
        AdoptionAct.TAKE_AS_IS: AdoptionState.PINNED,
        AdoptionAct.FOLLOW: AdoptionState.FOLLOWING,
        AdoptionAct.ADAPT: AdoptionState.ADAPTED,
        AdoptionAct.END: AdoptionState.ENDED,
    },
    AdoptionState.FOLLOWING: {
        AdoptionAct.TAKE_AS_IS: AdoptionState.FOLLOWING,
        AdoptionAct.PIN: AdoptionState.PINNED,
        AdoptionAct.ADAPT: AdoptionState.ADAPTED,
        AdoptionAct.END: AdoptionState.ENDED,
    },
    AdoptionState.ADAPTED: {
        AdoptionAct.TAKE_CHANGES: AdoptionState.ADAPTED,
        AdoptionAct.REVERT: AdoptionState.PINNED,
        AdoptionAct.END: AdoptionState.ENDED,
    },
    AdoptionState.ENDED: {},
}
"""What can be done with an adoption in each state, and what it is afterwards."""

_WHY_NOT: Mapping[AdoptionState, str] = {
    AdoptionState.PINNED: "You have a version as it is: take a newer one, follow it, or adapt it.",
    AdoptionState.FOLLOWING: "You follow the newest version as it is: pin it, or adapt it.",
    AdoptionState.ADAPTED: "You have changed it: take upstream's changes one by one, or give up yours first.",
    AdoptionState.ENDED: "You adopt it no longer: adopt it anew.",
}


def move(state: AdoptionState, act: AdoptionAct) -> AdoptionState | Refusal:
    """Returns how an adoption stands after an act, or the rule that refuses it."""
    found = MOVES[state].get(act)
    return Refusal("state", _WHY_NOT[state]) if found is None else found


def first_intent(state: AdoptionState) -> Intent:
    """Returns what an adopter wants with changes where they have not said: who followed goes on following."""
    return Intent.FOLLOWING if state == AdoptionState.FOLLOWING else Intent.ASKED
