"""How pages ask readiness for what can be verified, and send it what reviewers found (ADR 0019)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from dashboards.common.client import RemoteResult
from dashboards.readiness.client import API, Outcome, ReadinessClient
from dashboards.readiness.results.verifying.answers import (
    AllEvidence,
    AssessmentsToVerify,
    VerifiableQuestion,
    VerificationSheet,
)
from shared.errors import NotFound

LIST = f"{API}/my-verifications"
ASSESSMENTS = f"{API}/assessments"
_ON_A_PAGE, _EVIDENCE_ON_A_PAGE = "50", "100"


@dataclass(frozen=True, slots=True)
class ToVerify:
    """A question with its sheet, and a page of the evidence that raters named."""

    sheet: VerificationSheet
    question: VerifiableQuestion
    evidence: RemoteResult[AllEvidence]


async def list_assessments(client: ReadinessClient, after: str) -> RemoteResult[AssessmentsToVerify]:
    return await client.fetch(AssessmentsToVerify, LIST, {"limit": _ON_A_PAGE} | ({"after": after} if after else {}))


async def sheet(client: ReadinessClient, assessment_id: UUID, language: str) -> RemoteResult[VerificationSheet]:
    return await client.fetch(VerificationSheet, f"{LIST}/{assessment_id}", {"language": language})


async def to_verify(
    client: ReadinessClient, assessment_id: UUID, question: str, language: str, after: str = ""
) -> ToVerify | None:
    """Returns nothing while readiness is away. Raises a 404 for a question that the sheet does not have."""
    found = (await sheet(client, assessment_id, language)).answer
    if found is None:
        return None
    one = found.question(question)
    if one is None:
        raise NotFound("The instrument has no such question.")
    asked = {"limit": _EVIDENCE_ON_A_PAGE, "question": question} | ({"after": after} if after else {})
    return ToVerify(found, one, await client.fetch(AllEvidence, f"{ASSESSMENTS}/{assessment_id}/evidence", asked))


async def verify(
    client: ReadinessClient, assessment_id: UUID, question: str, body: Any, headers: Mapping[str, str]
) -> Outcome:
    path = f"{ASSESSMENTS}/{assessment_id}/verifications/{quote(question, safe='')}"
    return await client.send("PUT", path, body, headers=headers)
