"""What xAPI statements come to: evidence, voidings, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from competency.intake.rules.xapi.identity import Fingerprint
from competency.intake.rules.xapi.score import Result


class XapiCode(StrEnum):
    """The kinds of refusals, for those who count them."""

    STATEMENT = "not-a-statement"
    IDENTIFIER = "bad-id"
    ACTOR = "bad-actor"
    PERSONAL = "personal-identifier"
    VERB = "bad-verb"
    OBJECT = "bad-object"
    NO_RESULT = "no-result"
    SCORE = "bad-score"
    TIME = "bad-timestamp"
    UNKNOWN_LEARNER = "unknown-learner"
    UNKNOWN_ITEM = "unknown-activity"
    UNKNOWN_STATEMENT = "unknown-statement"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Account:
    """A learner or observer by the id of a system: of one of the district's, or of our own (`ours`)."""

    source: str
    sourced_id: str
    ours: UUID | None = None


@dataclass(frozen=True, slots=True)
class ItemNamed:
    """The activity, and the identifier that its address ends with: look an item up by the address, then by that."""

    uri: str
    identifier: UUID | None


@dataclass(frozen=True, slots=True)
class StatedEvidence:
    """A statement that is evidence. Its id is the sender's own id of the piece; `verb` says what the occasion was."""

    position: int
    statement_id: UUID
    fingerprint: Fingerprint
    learner: Account
    item: ItemNamed
    result: Result
    observed_at: datetime
    verb: str
    observer: Account | None = None


@dataclass(frozen=True, slots=True)
class StatedVoiding:
    """A statement that declares another one void; it cannot be voided itself."""

    position: int
    statement_id: UUID
    fingerprint: Fingerprint
    target: UUID
    voided_at: datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """A statement that was not taken: where in it (a JSON Pointer within the request), why, and what to do."""

    position: int
    statement_id: UUID | None
    code: XapiCode
    pointer: str
    reason: str


Read = StatedEvidence | StatedVoiding | Refusal


@dataclass(frozen=True, slots=True)
class Homes:
    """What the `homePage` of an account means: `own` is ours, whose names are our learner ids; any other is the source
    that rostering knows the account by.
    """

    own: str


_LATER: Mapping[XapiCode, tuple[str, str]] = {
    XapiCode.UNKNOWN_LEARNER: ("/actor/account", "this district has no learner with that account"),
    XapiCode.UNKNOWN_ITEM: ("/object/id", "no framework of this district has an item with that address or identifier"),
    XapiCode.UNKNOWN_STATEMENT: ("/object/id", "no such statement was taken that could be voided; a voiding is none"),
    XapiCode.CONFLICT: ("/id", "another statement has this id; send the correction under an id of its own"),
    XapiCode.SCORE: ("/result/score", "the score cannot be placed on the item's scale"),
    XapiCode.TIME: ("/timestamp", "this cannot be when the learner showed it"),
    XapiCode.STATEMENT: ("", "no evidence can be made of this statement"),
}


def refuse(statement: StatedEvidence | StatedVoiding, code: XapiCode, reason: str | None = None) -> Refusal:
    """The refusal of a statement that could be read, for what only those who keep the records can know: one of the
    codes UNKNOWN_..., CONFLICT (answered 409), SCORE with the reason that `on_scale` gives, TIME, STATEMENT.
    """
    pointer, usual = _LATER[code]
    return Refusal(statement.position, statement.statement_id, code, f"/{statement.position}{pointer}", reason or usual)


def evidence_values(statement: StatedEvidence, item_id: UUID, score: Decimal) -> dict[str, object]:
    """The values that a line of an evidence batch has; the statement's id is the sender's own id of the piece."""
    learner = statement.learner
    named: dict[str, object]
    if learner.ours is not None:
        named = {"learner_id": learner.ours}
    else:
        named = {"learner": {"source": learner.source, "sourced_id": learner.sourced_id}}
    return named | {
        "item_id": item_id,
        "score": score,
        "observed_at": statement.observed_at,
        "source": statement.verb,
        "external_id": str(statement.statement_id),
    }
