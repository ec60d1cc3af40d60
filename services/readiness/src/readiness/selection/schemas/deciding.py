"""The ranked list, what it rests on, the decisions and the record of a call."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from readiness.common.schemas import Answer, Body
from readiness.selection import examples
from readiness.selection.rules.calls import CallState
from readiness.selection.rules.decisions import LONGEST_REASONS, Outcome, Standing
from readiness.selection.rules.firmness import Hold
from readiness.selection.rules.sensitivity import Direction
from readiness.selection.schemas.applying import AppealShown, SharedSummary
from readiness.selection.schemas.calls import CallTerms
from readiness.selection.schemas.reviewing import ConflictShown, SheetShown
from shared.http.examples import example
from shared.http.fields import Points, prose

Reasons = Annotated[str, prose(LONGEST_REASONS)]


class PlaceShown(Answer):
    """A place of the list. `tie` numbers the ties, and `by` is what put it before the next of its tie."""

    place: int
    application_id: UUID
    score: Points
    criteria: dict[str, Points] = Field(description="the mean of each criterion, 0 to 1")
    tie: int
    by: str | None = Field(description="a criterion, or lot; null for the last of a tie")
    reviewers: int


class CoefficientShown(Answer):
    """A coefficient of agreement: its value, or why it has none."""

    value: Points | None
    because: str | None


class AgreementShown(Answer):
    """How far reviewers agree by one criterion, over the applications."""

    criterion: str
    krippendorff_alpha: CoefficientShown = Field(description="ordinal; 1 is full agreement, 0 that of chance")
    gwet_ac2: CoefficientShown = Field(description="ordinal weights; beside alpha, never in its place")


class RankingShown(Answer):
    """The ranked list. It is the same, whoever draws the lot again: SHA-256 of seed, a zero byte, and the id."""

    model_config = ConfigDict(json_schema_extra=example(examples.RANKING))

    call_id: UUID
    number: int
    because: str = Field(description="why it was made: asked, conflict_declared, sheet_changed, application_withdrawn")
    replaced_because: str | None = Field(description="null for the newest")
    made_at: datetime
    seed: str = Field(description="of the lot, in hexadecimal; its SHA-256 was published with the call")
    capacity: int
    places: list[PlaceShown]
    unranked: list[UUID] = Field(description="too few reviewers have scored these")
    agreement: list[AgreementShown] = Field(description="of the newest list; else empty")


class RankingListed(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.RANKING_LISTED))

    number: int
    because: str
    replaced_because: str | None
    made_at: datetime


class BreakEvenShown(Answer):
    """How far the weight of one criterion can go in one direction before others are chosen."""

    criterion: str
    direction: Direction
    share_now: Points = Field(description="the criterion's weight by the sum of weights")
    share: Points | None = Field(description="at which others are chosen; null where no weight does that")
    included: bool | None = Field(description="at that share itself, or else as soon as it is passed")
    weight: Points | None = Field(description="what it would weigh there, the other weights being as they are")
    leaves: list[UUID]
    enters: list[UUID]


class WithoutReviewerShown(Answer):
    """Who would be chosen without one reviewer."""

    reviewer_id: UUID
    leaves: list[UUID]
    enters: list[UUID]
    unscored: list[UUID]


class FirmnessShown(Answer):
    """How firmly an application is in or out."""

    application_id: UUID
    chosen: bool
    margin: Points | None = Field(description="its score less the nearest across the cut, or the other way round")
    change: Points | None = Field(description="the smallest difference in the share of one criterion that moves it")
    criterion: str | None
    reviewers: list[UUID] = Field(description="without any one of whom it would be across")
    hold: Hold


class SensitivityShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.SENSITIVITY))

    call_id: UUID
    number: int = Field(description="of the ranked list")
    break_evens: list[BreakEvenShown]
    reviewers: list[WithoutReviewerShown]
    firmness: list[FirmnessShown]


class DecisionGiven(Body):
    """A decision as it is prepared, with what speaks for it and against it."""

    model_config = ConfigDict(json_schema_extra=example(examples.DECISION_GIVEN))

    outcome: Outcome
    reasons: Reasons = Field(description="read by the applicant once decisions are released")
    reserve_place: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = Field(
        default=None, description="from 1 on; of the reserve list only"
    )
    departs: Reasons | None = Field(
        default=None, description="why it does better or worse than its place in the ranked list"
    )


class DecisionShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.DECISION))

    application_id: UUID
    outcome: Outcome
    reasons: str
    reserve_place: int | None
    departs: str | None
    standing: Standing | None = Field(description="null until the decisions are released")


class DecisionsShown(Answer):
    """All decisions of a call, of what you may know; its ETag is the revision that a change names."""

    model_config = ConfigDict(json_schema_extra=example(examples.DECISIONS))

    call_id: UUID
    revision: int
    released: bool
    decisions: list[DecisionShown]


class Preview(Answer):
    """What a release would release."""

    model_config = ConfigDict(json_schema_extra=example(examples.PREVIEW))

    call_id: UUID
    revision: int
    preview: str = Field(description="names these very decisions; the release names it")
    problems: list[str] = Field(description="what stands in the way of the release")


class Release(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.RELEASE))

    preview: Annotated[str, Field(min_length=64, max_length=64, pattern="^[0-9a-f]{64}$")]


class RecordedApplication(Answer):
    application_id: UUID
    applicant_id: UUID
    state: Literal["submitted", "withdrawn"]
    submitted_on: date
    summary: SharedSummary | None
    decision: DecisionShown | None
    appeals: list[AppealShown]


class CallRecordShown(Answer):
    """All that a decision rests on, for whoever asks by the law of open records. Reviewers have numbers, no names."""

    model_config = ConfigDict(json_schema_extra=example(examples.RECORD))

    classification: Literal["public record"]
    call_id: UUID
    state: CallState
    decided_on: date
    terms: CallTerms
    commitment: str
    seed: str
    applications: list[RecordedApplication]
    sheets: list[SheetShown]
    conflicts: list[ConflictShown]
    rankings: list[RankingShown]
