"""How drafts and published items move on, as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class VersionState(StrEnum):
    """How a version stands. `IN_REVIEW`: a curator has to say something before its authors change anything. What is
    published never changes.
    """

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"


class DraftAct(StrEnum):
    """What can be done with a draft. `WITHDRAW` takes it back from review."""

    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    PUBLISH = "publish"
    DISCARD = "discard"


DRAFT_MOVES: Mapping[VersionState, Mapping[DraftAct, VersionState | None]] = {
    VersionState.DRAFT: {
        DraftAct.EDIT: VersionState.DRAFT,
        DraftAct.SUBMIT: VersionState.IN_REVIEW,
        DraftAct.DISCARD: None,
    },
    VersionState.IN_REVIEW: {
        DraftAct.WITHDRAW: VersionState.DRAFT,
        DraftAct.RETURN: VersionState.DRAFT,
        DraftAct.PUBLISH: VersionState.PUBLISHED,
    },
    VersionState.PUBLISHED: {},
}
"""What can be done with a version in each state, and what it is afterwards; None: it is gone."""

WHY_NO_DRAFT_ACT: Mapping[VersionState, str] = {
    VersionState.DRAFT: "It is not in review: submit it, and a curator publishes it or gives it back.",
    VersionState.IN_REVIEW: "It is in review: withdraw it, or wait until a curator gives it back or publishes it.",
    VersionState.PUBLISHED: "It is published, and what is published never changes: begin a draft of its next version.",
}


class Standing(StrEnum):
    """How a published item stands. `TAKEN_DOWN`: its district took it back. `RECALLED`: nobody may go on showing it,
    for it was not the district's to give, or it harms.
    """

    OFFERED = "offered"
    RETIRED = "retired"
    TAKEN_DOWN = "taken_down"
    RECALLED = "recalled"


STANDING_MOVES: Mapping[Standing, frozenset[Standing]] = {
    Standing.OFFERED: frozenset({Standing.RETIRED, Standing.TAKEN_DOWN, Standing.RECALLED}),
    Standing.RETIRED: frozenset({Standing.OFFERED, Standing.TAKEN_DOWN, Standing.RECALLED}),
    Standing.TAKEN_DOWN: frozenset({Standing.RECALLED}),
    Standing.RECALLED: frozenset(),
}
"""How an item may stand after each. What was taken down comes back as an item of its own, looked at anew."""

WHY_NO_MOVE: Mapping[Standing, str] = {
    Standing.OFFERED: "The item is offered already.",
    Standing.RETIRED: "The item is retired already: offer it again, take it down, or leave it.",
    Standing.TAKEN_DOWN: "The item was taken down: it can be recalled, or be made anew as an item of its own.",
    Standing.RECALLED: "The item was recalled, which is never undone: make another one without what was recalled.",
}
SHOWN: frozenset[Standing] = frozenset({Standing.OFFERED, Standing.RETIRED})
"""Where readers still see what a version says; elsewhere they find why it is gone."""
