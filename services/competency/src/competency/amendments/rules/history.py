"""In which state a request for amendment was, from what had been done to it by then."""

from __future__ import annotations

from collections.abc import Iterable

from competency.amendments.rules.amendment import Amendment, AmendmentState


def state_then(amendment: Amendment, acts: Iterable[str]) -> AmendmentState | None:
    """Returns the state after these acts, all from the first on, of the request as it stands by now; None before it was
    asked.

    What a decision came to is told by where the request went from it.
    """
    state: AmendmentState | None = None
    for act in acts:
        if act == "ask":
            state = AmendmentState.REQUESTED
        elif act == "take_up":
            state = AmendmentState.IN_REVIEW
        elif act == "decide":
            accepted = amendment.state is AmendmentState.ACCEPTED and amendment.hearing_decided_on is None
            state = AmendmentState.ACCEPTED if accepted else AmendmentState.REFUSED
        elif act == "ask_hearing":
            state = AmendmentState.HEARING
        elif act == "decide_hearing":
            state = amendment.state
        elif act == "withdraw":
            heard = state is AmendmentState.HEARING
            state = AmendmentState.REFUSED if heard else AmendmentState.WITHDRAWN
    return state
