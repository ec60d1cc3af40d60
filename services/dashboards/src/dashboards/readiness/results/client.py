"""How pages ask readiness for what assessments came to (ADR 0019)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from dashboards.common.client import RemoteResult
from dashboards.readiness.assessments.answers import Assessment, Assessments
from dashboards.readiness.assessments.client import LIST, Planned, planned
from dashboards.readiness.client import API, Asked, ReadinessClient, paged
from dashboards.readiness.results.answers import Comparison, Explanation, Gaps, GapWithEvidence, Result, Results
from dashboards.readiness.results.verifying.answers import Verifications

GAPS = f"{API}/gaps"
_MOST = "500"


@dataclass(frozen=True, slots=True)
class OneResult:
    """An assessment, one of its results, all of them, and why reviewers verified what they did, by question."""

    one: Planned
    found: RemoteResult[Result]
    others: RemoteResult[Results]
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GapsNamed:
    """Gaps, with the assessments that say what their keys are called."""

    found: RemoteResult[Gaps]
    assessments: dict[UUID, Planned]


@dataclass(frozen=True, slots=True)
class OneGap:
    found: RemoteResult[GapWithEvidence]
    one: Planned | None


@dataclass(frozen=True, slots=True)
class Compared:
    """An assessment, those that it can be compared with, and the comparison where one was chosen."""

    one: Planned
    others: list[Assessment]
    found: Asked[Comparison] | None


async def results(client: ReadinessClient, assessment_id: UUID) -> RemoteResult[Results]:
    return await client.fetch(Results, f"{LIST}/{assessment_id}/results", paged())


async def result(client: ReadinessClient, assessment_id: UUID, number: int) -> OneResult:
    one, found, others = await asyncio.gather(
        planned(client, assessment_id),
        client.fetch(Result, f"{LIST}/{assessment_id}/results/{number}"),
        results(client, assessment_id),
    )
    reasons = await reasons_of(client, assessment_id) if found.answer and found.answer.verified else {}
    return OneResult(one, found, others, reasons)


async def reasons_of(client: ReadinessClient, assessment_id: UUID) -> dict[str, str]:
    """Why reviewers verified what they did; none while readiness is away."""
    found = await client.fetch(Verifications, f"{LIST}/{assessment_id}/verifications", {"limit": _MOST})
    return {one.question: one.note for one in found.answer.items} if found.answer else {}


async def explanation(
    client: ReadinessClient, assessment_id: UUID, number: int, condition: str
) -> RemoteResult[Explanation]:
    path = f"{LIST}/{assessment_id}/results/{number}/explanation"
    return await client.fetch(Explanation, path, {"condition": condition} if condition else {})


async def comparison(client: ReadinessClient, assessment_id: UUID, earlier: UUID | None) -> Compared:
    """`earlier` is none where nobody has chosen one yet."""
    one = await planned(client, assessment_id)
    closed = (await client.fetch(Assessments, LIST, paged(state="closed"))).answer
    own = one.found.answer
    others = [
        each
        for each in (closed.items if closed else [])
        if own and each.assessment_id != assessment_id and (each.level, each.site_id) == (own.level, own.site_id)
    ]
    if earlier is None:
        return Compared(one, others, None)
    path = f"{LIST}/{assessment_id}/comparison"
    return Compared(one, others, await client.ask(Comparison, path, {"with": str(earlier)}))


async def gaps(client: ReadinessClient, state: str, severity: str, after: str) -> GapsNamed:
    found = await client.fetch(Gaps, GAPS, paged(after, state=state, severity=severity))
    shown = found.answer.items if found.answer else []
    named = {one.seen.assessment_id for one in shown}
    return GapsNamed(found, {each: await planned(client, each) for each in sorted(named)})


async def gap(client: ReadinessClient, gap_id: UUID) -> OneGap:
    found = await client.fetch(GapWithEvidence, f"{GAPS}/{gap_id}")
    one = await planned(client, found.answer.seen.assessment_id) if found.answer else None
    return OneGap(found, one)
