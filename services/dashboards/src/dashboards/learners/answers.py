"""Explanations, what is next, and pace, as competency answers them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import Field

from dashboards.common.answers import NamedItem, RemoteAnswer


class Result(RemoteAnswer):
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    pieces: int = 0
    deciding: UUID | None = None


class Determination(RemoteAnswer):
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    known_at: datetime
    cause: str
    policy_version: int | None = None


class Terms(RemoteAnswer):
    """The policy of an explanation."""

    policy_id: UUID | None
    level: str | None
    version: int | None
    method: str
    parameter: int | None
    mastery: Decimal
    scale_minimum: Decimal
    scale_maximum: Decimal
    window_days: int | None = None


class Piece(RemoteAnswer):
    evidence_id: UUID
    kind: str
    score: Decimal | None
    observed_at: datetime
    recorded_at: datetime
    share: Decimal | None
    reason: str | None
    because: str = ""


class Step(RemoteAnswer):
    what: str
    formula: str
    value: Decimal | None


class Prospect(RemoteAnswer):
    gained_from: Decimal | None
    lost_up_to: Decimal | None


class Criterion(RemoteAnswer):
    """The rule by which what an item is made of determines it."""

    version: int
    rule: str
    needed: int | None = None
    mastery: Decimal | None = None


class Child(NamedItem):
    """A part of an item, and what it adds."""

    score: Decimal | None
    mastered: bool
    weight: Decimal | None = None


class Statement(RemoteAnswer):
    """What a family has to say about a record that it disagrees with."""

    statement: str
    stated_on: date


class Explanation(RemoteAnswer):
    """Determined by evidence under a `policy`, or by `children` under a `criterion`."""

    result: Result
    policy: Terms | None = None
    criterion: Criterion | None = None
    children: list[Child] = Field(default_factory=list)
    pieces: list[Piece]
    steps: list[Step]
    prospect: Prospect
    up_to_date: bool = True
    statements: list[Statement] = Field(default_factory=list)


class History(RemoteAnswer):
    items: list[Determination]
    next: str | None = None


class NextItem(RemoteAnswer):
    """What a learner may turn to, or waits for others to be mastered first."""

    item_id: UUID
    statement: str
    coding_scheme: str | None
    blocked_by: list[NamedItem] = Field(default_factory=list)


class NextItems(RemoteAnswer):
    items: list[NextItem]
    next: str | None = None


class Week(RemoteAnswer):
    ends_on: date
    planned: int
    achieved: int | None


class PacingLine(RemoteAnswer):
    by: str
    left_out: int
    weeks: list[Week]


class ByHand(RemoteAnswer):
    status: str
    set_by: UUID
    set_on: date
    until: date
    words: str | None


class Pace(RemoteAnswer):
    """`as_of` is the day that is today in the district; None where there is no plan."""

    as_of: date | None
    status: Literal["behind", "on", "ahead"] | None
    basis: Literal["dates", "rate", "hand"] | None
    hand: ByHand | None = None
    shortfall: Decimal = Decimal(0)
    total: int = 0
    achieved: int = 0
    due: int = 0
    due_mastered: int = 0
    line: PacingLine | None = None
