"""How an engagement may end."""

from __future__ import annotations

from typing import Literal

from coaching.engagements.rules.phases import Phase
from coaching.engagements.rules.sharing import SharingState

End = Literal["completed", "ended_early", "partner_withdrew", "agreement_ended"]
Reason = Literal[
    "goals_reached", "not_the_right_match", "people_missing", "leadership_changed", "means_missing", "other"
]


def validate_end(end: End, reason: Reason | None, phase: Phase, sharing: SharingState) -> str | None:
    """Returns why an engagement in this phase cannot end so, and what to do; None where it can."""
    if end == "partner_withdrew":
        return "That a partner withdrew is told by its application: withdraw it in readiness, and this ends by itself."
    if end == "completed" and phase != "on_their_own":
        return "Only an engagement whose partner is on its own is completed: go on to that phase, or end it early."
    if end == "agreement_ended" and sharing != "over":
        return "No agreement that the call asks for is over: end it early, with the reason."
    if end == "ended_early" and reason is None:
        return "Who ends early says why: name a reason."
    return None
