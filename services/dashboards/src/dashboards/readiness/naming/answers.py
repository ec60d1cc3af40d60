"""Who verifies an assessment, as readiness says it."""

from datetime import date

from dashboards.common.answers import RemoteAnswer


class AssessmentReview(RemoteAnswer):
    """Whom the district has named, by what they sign in with, and which questions they verify."""

    reviewers: list[str]
    questions: list[str]
    named_by: str | None
    named_on: date | None
