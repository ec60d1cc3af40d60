"""What can be verified and what stands verified, as readiness says it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from dashboards.common.answers import RemoteAnswer
from dashboards.readiness.taking_part.answers import Evidence, Question


class Verification(RemoteAnswer):
    """What a reviewer found of a question; a number's value is text."""

    question: str
    value: bool | int | str
    score: Decimal
    note: str
    evidence_seen: list[Evidence]
    verified_by: str
    verified_on: date
    version: int


class Verifications(RemoteAnswer):
    items: list[Verification]


class AssessmentToVerify(RemoteAnswer):
    assessment_id: UUID
    title: str
    level: str
    site_id: UUID | None
    closed_on: date
    chosen: int
    verified: int


class AssessmentsToVerify(RemoteAnswer):
    items: list[AssessmentToVerify]
    next: str | None = None


class VerifiableQuestion(Question):
    """With what people say of themselves where that is released, and what stands verified."""

    scored: bool
    self_rated: Decimal | None
    evidence: int
    verification: Verification | None

    @property
    def etag(self) -> str:
        """The version that a verification of it is written over; the first stands over nothing."""
        return f'"{self.verification.version if self.verification else 0}"'


class VerifiableCondition(RemoteAnswer):
    key: str
    title: str
    questions: list[VerifiableQuestion]


class VerificationSheet(RemoteAnswer):
    assessment_id: UUID
    title: str
    level: str
    site_id: UUID | None
    language: str
    conditions: list[VerifiableCondition]

    def question(self, key: str) -> VerifiableQuestion | None:
        return next((one for each in self.conditions for one in each.questions if one.key == key), None)


class GivenEvidence(Evidence):
    """What a rater named; not who."""

    question: str


class AllEvidence(RemoteAnswer):
    items: list[GivenEvidence]
    next: str | None = None
