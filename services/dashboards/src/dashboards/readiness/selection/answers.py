"""Calls, applications and reviews, as readiness says them."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import Field, RootModel

from dashboards.common.answers import Listing, RemoteAnswer
from dashboards.readiness.instruments.answers import Words

CallState = Literal["draft", "open", "reviewing", "decided", "cancelled"]
Outcome = Literal["chosen", "reserve", "not_chosen"]
Standing = Literal["chosen", "accepted", "reserve", "not_chosen", "declined", "withdrawn"]


class Prompt(RemoteAnswer):
    key: str
    text: Words
    required: bool = True


class Criterion(RemoteAnswer):
    key: str
    title: Words
    weight: Decimal
    levels: list[Words]


class Ties(RemoteAnswer):
    band: Decimal = Decimal(0)
    criteria: list[str] = Field(default_factory=list)


class Sharing(RemoteAnswer):
    direction: Literal["to_host", "to_partner"]
    granularity: Literal["aggregate", "pseudonymous", "identified"]
    basis: Literal["evaluation", "school_official", "consent", "transfer"]


class Partnership(RemoteAnswer):
    starts_on: date
    expires_on: date
    sharing: list[Sharing] = Field(default_factory=list)


class InstrumentNamed(RemoteAnswer):
    instrument_id: UUID
    version: int


class Terms(RemoteAnswer):
    title: Words
    description: Words
    capacity: int
    first_day: date
    last_day: date
    reviewers: int
    most_applications: int | None = None
    prompts: list[Prompt] = Field(default_factory=list)
    criteria: list[Criterion]
    ties: Ties = Field(default_factory=Ties)
    partnership: Partnership
    instrument: InstrumentNamed | None = None

    @property
    def weights(self) -> Decimal:
        """All of them together, above 0."""
        return sum((one.weight for one in self.criteria), Decimal(0)) or Decimal(1)


class Call(RemoteAnswer):
    """A call of the reader's own district."""

    call_id: UUID
    state: CallState
    terms: Terms
    time_zone: str
    commitment: str
    decided_on: date | None
    cancelled_because: str | None


class Calls(Listing[Call]):
    pass


class OpenCall(RemoteAnswer):
    """A call as every district reads it."""

    call_id: UUID
    host_id: UUID
    state: Literal["open", "reviewing", "decided", "cancelled"]
    terms: Terms
    time_zone: str
    commitment: str
    announced_on: date
    cancelled_because: str | None


class OpenCalls(Listing[OpenCall]):
    pass


class Reviewer(RemoteAnswer):
    reviewer_id: UUID
    subject: str
    sheets: int
    conflicts: int


class Reviewers(RootModel[list[Reviewer]]):
    pass


class ConditionShared(RemoteAnswer):
    condition: str
    title: Words = Field(default_factory=dict)
    score: Decimal | None
    reached: str | None


class SharedSummary(RemoteAnswer):
    """What was released of a result when the application was submitted."""

    instrument_id: UUID
    instrument_version: int
    result: int
    closed_on: date
    score: Decimal | None
    reached: str | None
    conditions: list[ConditionShared]


class Application(RemoteAnswer):
    """One of the reader's own district."""

    application_id: UUID
    call_id: UUID
    host_id: UUID
    state: Literal["draft", "submitted", "withdrawn"]
    answers: dict[str, str]
    assessment_id: UUID | None
    result: int | None
    summary: SharedSummary | None
    consented: bool
    submitted_on: date | None
    standing: Standing | None


class Applications(Listing[Application]):
    pass


class Received(RemoteAnswer):
    """An application, as the host reads it."""

    application_id: UUID
    applicant_id: UUID
    state: Literal["submitted", "withdrawn"]
    answers: dict[str, str]
    summary: SharedSummary | None
    submitted_on: date
    standing: Standing | None


class ReceivedApplications(Listing[Received]):
    pass


class Appeal(RemoteAnswer):
    words: str
    noted_on: date


class OwnDecision(RemoteAnswer):
    outcome: Outcome
    reasons: str
    standing: Standing
    standing_on: date
    reserve_place: int | None
    appeals: list[Appeal]


class Sheet(RemoteAnswer):
    application_id: UUID
    reviewer_id: UUID
    levels: dict[str, int]
    notes: str | None
    given_on: date


class Review(RemoteAnswer):
    """An application that the reader reviews."""

    application_id: UUID
    call_id: UUID
    applicant_id: UUID
    title: Words
    prompts: list[Prompt]
    criteria: list[Criterion]
    answers: dict[str, str]
    summary: SharedSummary | None
    sheet: Sheet | None
    others: list[Sheet]


class ReviewListed(RemoteAnswer):
    application_id: UUID
    call_id: UUID
    applicant_id: UUID
    scored: bool


class ReviewsListed(Listing[ReviewListed]):
    pass


class PlaceSeen(RemoteAnswer):
    place: int
    application_id: UUID
    score: Decimal


class ReviewedCall(RemoteAnswer):
    """How a call stands, of what the reviewer may know of it."""

    call_id: UUID
    title: Words
    state: Literal["reviewing", "decided"]
    applications: int
    scored: int
    mean: Decimal | None
    places: list[PlaceSeen] | None


class AttachableResult(RemoteAnswer):
    """A result of an assessment that has closed."""

    result: int
    closed_on: date
    score: Decimal | None


class AttachableResults(RemoteAnswer):
    items: list[AttachableResult]
