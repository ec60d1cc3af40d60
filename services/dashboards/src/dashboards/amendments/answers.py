"""Requests to have a record changed, as competency answers them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import RootModel

from dashboards.common.answers import RemoteAnswer

RIGHT_OF = {"family": "parent", "learner": "learner"}


class Contested(RemoteAnswer):
    """A piece of evidence; or, without one, the result of the item."""

    item_id: UUID
    evidence_id: UUID | None = None


class Amended(RemoteAnswer):
    """A piece that was put right."""

    evidence_id: UUID


class Clock(RemoteAnswer):
    owed: Literal["decision", "hearing", "hearing_decision"]
    due_on: date
    days_left: int
    overdue: bool


class Right(RemoteAnswer):
    right: Literal["withdraw", "hearing", "statement"]


class Hearing(RemoteAnswer):
    hearing_on: date | None
    decided_on: date | None


class Amendment(RemoteAnswer):
    """A request as it stands."""

    amendment_id: UUID
    learner_id: UUID
    asked_as: Literal["parent", "learner"]
    ground: Literal["inaccurate", "misleading", "privacy"]
    contested: list[Contested]
    wrong: str
    should_be: str
    received_on: date
    state: str
    clock: Clock | None
    amended: list[Amended]
    decided_on: date | None
    reasons: str | None
    hearing: Hearing | None
    statement: str | None
    stated_on: date | None
    rights: list[Right]

    def may(self, role: str, right: str) -> bool:
        """Whether somebody of this role has the right now: either parent has the parents'."""
        return RIGHT_OF.get(role) == self.asked_as and any(one.right == right for one in self.rights)


class Amendments(RemoteAnswer):
    items: list[Amendment]
    next: str | None = None


class OfLearner(RootModel[list[Amendment]]):
    """The oldest first."""


class Piece(RemoteAnswer):
    """A piece of evidence, as a request is about it."""

    evidence_id: UUID
    item_id: UUID
    score: Decimal
    observed_at: datetime
    kind: str
    source: str
    observer: UUID | None = None
    voided_at: datetime | None = None
    superseded_by: UUID | None = None

    @property
    def counts(self) -> bool:
        return self.voided_at is None and self.superseded_by is None


class Pieces(RemoteAnswer):
    items: list[Piece]


class Rules(RemoteAnswer):
    minors_may_ask: bool
