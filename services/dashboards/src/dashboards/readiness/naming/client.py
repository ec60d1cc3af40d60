"""How pages ask readiness who verifies an assessment, and send it whom leaders name (ADR 0019)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dashboards.readiness.assessments.client import LIST, Planned, planned
from dashboards.readiness.client import Outcome, ReadinessClient, Tagged
from dashboards.readiness.naming.answers import AssessmentReview


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An assessment with its version, and who verifies it."""

    one: Planned
    review: Tagged[AssessmentReview]


async def reviewed(client: ReadinessClient, assessment_id: UUID) -> Reviewed:
    return Reviewed(await planned(client, assessment_id), await review(client, assessment_id))


async def review(client: ReadinessClient, assessment_id: UUID) -> Tagged[AssessmentReview]:
    return await client.fetch_tagged(AssessmentReview, f"{LIST}/{assessment_id}/review")


async def name_reviewers(
    client: ReadinessClient, assessment_id: UUID, body: Any, headers: Mapping[str, str]
) -> Outcome:
    return await client.send("PUT", f"{LIST}/{assessment_id}/review", body, headers=headers)
