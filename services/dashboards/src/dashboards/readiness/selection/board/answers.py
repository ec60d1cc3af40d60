"""Ranked lists, what would change them, decisions and the record, as readiness says them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import RootModel

from dashboards.common.answers import RemoteAnswer
from dashboards.readiness.selection.answers import Appeal, Outcome, SharedSummary, Sheet, Standing, Terms


class Place(RemoteAnswer):
    place: int
    application_id: UUID
    score: Decimal
    criteria: dict[str, Decimal]
    tie: int
    by: str | None
    reviewers: int


class Coefficient(RemoteAnswer):
    value: Decimal | None
    because: str | None


class Agreement(RemoteAnswer):
    criterion: str
    krippendorff_alpha: Coefficient
    gwet_ac2: Coefficient


class Ranking(RemoteAnswer):
    number: int
    because: str
    replaced_because: str | None
    made_at: datetime
    seed: str
    capacity: int
    places: list[Place]
    unranked: list[UUID]
    agreement: list[Agreement]


class RankingListed(RemoteAnswer):
    number: int
    replaced_because: str | None
    made_at: datetime


class Rankings(RootModel[list[RankingListed]]):
    pass


class BreakEven(RemoteAnswer):
    criterion: str
    direction: Literal["less", "more"]
    share_now: Decimal
    share: Decimal | None
    included: bool | None
    weight: Decimal | None
    leaves: list[UUID]
    enters: list[UUID]


class WithoutReviewer(RemoteAnswer):
    reviewer_id: UUID
    leaves: list[UUID]
    enters: list[UUID]
    unscored: list[UUID]


class Firmness(RemoteAnswer):
    application_id: UUID
    chosen: bool
    change: Decimal | None
    criterion: str | None
    hold: Literal["tie_rule", "one_reviewer", "firm"]


class Sensitivity(RemoteAnswer):
    break_evens: list[BreakEven]
    reviewers: list[WithoutReviewer]
    firmness: list[Firmness]


class Decision(RemoteAnswer):
    application_id: UUID
    outcome: Outcome
    reasons: str
    reserve_place: int | None
    departs: str | None
    standing: Standing | None


class Decisions(RemoteAnswer):
    revision: int
    released: bool
    decisions: list[Decision]


class Preview(RemoteAnswer):
    revision: int
    preview: str
    problems: list[str]


class DeclaredConflict(RemoteAnswer):
    application_id: UUID
    reviewer_id: UUID
    reason: str
    declared_on: date
    late: bool


class RecordedApplication(RemoteAnswer):
    application_id: UUID
    applicant_id: UUID
    state: Literal["submitted", "withdrawn"]
    submitted_on: date
    summary: SharedSummary | None
    decision: Decision | None
    appeals: list[Appeal]


class Record(RemoteAnswer):
    """The public record of a call."""

    decided_on: date
    terms: Terms
    commitment: str
    seed: str
    applications: list[RecordedApplication]
    sheets: list[Sheet]
    conflicts: list[DeclaredConflict]
    rankings: list[Ranking]
