"""How pages ask readiness for calls, applications and reviews, and send it what people decide (ADR 0019)."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dashboards.common.client import RemoteResult
from dashboards.readiness.assessments.answers import Assessments
from dashboards.readiness.client import API, Outcome, ReadinessClient, Tagged, fetch_all, paged
from dashboards.readiness.forms import Fields, keyed, matching
from dashboards.readiness.instruments.answers import Instruments, OfferedInstruments
from dashboards.readiness.instruments.client import LIST as INSTRUMENTS
from dashboards.readiness.instruments.client import OFFERED
from dashboards.readiness.selection.answers import (
    Application,
    Applications,
    AttachableResults,
    Call,
    Calls,
    OpenCall,
    OpenCalls,
    Review,
    ReviewedCall,
    Reviewers,
    ReviewsListed,
)

CALLS = f"{API}/calls"
OPEN_CALLS = f"{API}/open-calls"
APPLICATIONS = f"{API}/applications"
REVIEWS = f"{API}/my-reviews"
REVIEWED = f"{API}/reviewed-calls"
_MOST_ATTACHABLE = 40
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Choices:
    """Pairs of a code and words to choose among; `away` where they cannot be read just now."""

    pairs: list[tuple[str, Any]] = field(default_factory=list)
    away: bool = False


async def list_calls(client: ReadinessClient, state: str, after: str) -> RemoteResult[Calls]:
    return await client.fetch(Calls, CALLS, paged(after, state=state))


async def call(client: ReadinessClient, call_id: UUID) -> Tagged[Call]:
    return await client.fetch_tagged(Call, f"{CALLS}/{call_id}")


async def create_call(client: ReadinessClient, fields: Fields, body: Any) -> Outcome:
    return await client.send("POST", CALLS, body, headers=keyed(fields))


async def change_call(client: ReadinessClient, call_id: UUID, fields: Fields, body: Any) -> Outcome:
    return await client.send("PATCH", f"{CALLS}/{call_id}", body, headers=matching(fields))


async def turn_call(client: ReadinessClient, call_id: UUID, fields: Fields, how: str) -> Outcome:
    """Opens it, closes it, or cancels it with a reason."""
    body = {"reason": fields.prose("reason")} if how == "cancel" else None
    return await client.send("POST", f"{CALLS}/{call_id}/{how}", body, headers=matching(fields))


async def reviewers(client: ReadinessClient, call_id: UUID) -> RemoteResult[Reviewers]:
    return await client.fetch(Reviewers, f"{CALLS}/{call_id}/reviewers")


async def add_reviewer(client: ReadinessClient, call_id: UUID, fields: Fields) -> Outcome:
    """The one who is chosen, else the one whose id is written."""
    subject = fields.words("chosen") or fields.words("subject")
    return await client.send("POST", f"{CALLS}/{call_id}/reviewers", {"subject": subject}, headers=keyed(fields))


async def revoke_reviewer(client: ReadinessClient, call_id: UUID, reviewer_id: UUID) -> Outcome:
    return await client.send("POST", f"{CALLS}/{call_id}/reviewers/{reviewer_id}/revoke")


async def usable_instruments(client: ReadinessClient) -> Choices:
    """Published versions that a call can ask for: one's own, and those that are offered to all; with all words."""
    own = await client.fetch(Instruments, INSTRUMENTS, paged())
    offered = await client.fetch(OfferedInstruments, OFFERED, paged())
    published = [one for one in (own.answer.items if own.answer else []) if one.latest_published is not None]
    found: dict[str, Any] = {f"{one.instrument_id} {one.latest_published}": one.title for one in published}
    for each in offered.answer.items if offered.answer else []:
        found.setdefault(f"{each.instrument_id} {each.version}", each.title)
    return Choices(list(found.items()), own.away or offered.away)


async def list_open_calls(client: ReadinessClient, after: str) -> RemoteResult[OpenCalls]:
    return await client.fetch(OpenCalls, OPEN_CALLS, paged(after))


async def open_call(client: ReadinessClient, call_id: UUID) -> RemoteResult[OpenCall]:
    return await client.fetch(OpenCall, f"{OPEN_CALLS}/{call_id}")


async def open_calls_of(client: ReadinessClient, calls: set[UUID]) -> dict[UUID, OpenCall]:
    """Calls by id, as far as they can be read just now."""
    limit = asyncio.Semaphore(_AT_ONCE)

    async def one(call_id: UUID) -> OpenCall | None:
        async with limit:
            return (await client.fetch_optional(OpenCall, f"{OPEN_CALLS}/{call_id}")).answer

    found = await asyncio.gather(*(one(each) for each in calls))
    return {each.call_id: each for each in found if each is not None}


async def list_applications(client: ReadinessClient) -> RemoteResult[Applications]:
    """All of the reader's district."""
    return await fetch_all(client, Applications, APPLICATIONS)


async def application(client: ReadinessClient, application_id: UUID) -> Tagged[Application]:
    return await client.fetch_tagged(Application, f"{APPLICATIONS}/{application_id}")


async def begin_application(client: ReadinessClient, call_id: UUID, fields: Fields) -> Outcome:
    return await client.send("POST", APPLICATIONS, {"call_id": str(call_id)}, headers=keyed(fields))


async def change_application(client: ReadinessClient, application_id: UUID, fields: Fields, body: Any) -> Outcome:
    return await client.send("PATCH", f"{APPLICATIONS}/{application_id}", body, headers=matching(fields))


async def submit_application(client: ReadinessClient, application_id: UUID, fields: Fields) -> Outcome:
    return await client.send("POST", f"{APPLICATIONS}/{application_id}/submit", headers=matching(fields))


async def act_on_application(client: ReadinessClient, application_id: UUID, how: str) -> Outcome:
    """Withdraws it, or accepts or declines the place."""
    return await client.send("POST", f"{APPLICATIONS}/{application_id}/{how}")


async def appeal(client: ReadinessClient, application_id: UUID, fields: Fields) -> Outcome:
    body = {"words": fields.prose("words")}
    return await client.send("POST", f"{APPLICATIONS}/{application_id}/appeals", body, headers=keyed(fields))


async def attachable(client: ReadinessClient) -> Choices:
    """Results of the district's closed assessments, by the assessment's id and the result's number, newest first; each
    with the assessment's title and the day on which it closed.
    """
    closed = (await client.fetch(Assessments, f"{API}/assessments", paged(state="closed"))).answer
    if closed is None:
        return Choices(away=True)
    limit = asyncio.Semaphore(_AT_ONCE)

    async def of(assessment_id: UUID) -> RemoteResult[AttachableResults]:
        async with limit:
            path = f"{API}/assessments/{assessment_id}/results"
            return await client.fetch_optional(AttachableResults, path, paged())

    newest = sorted(closed.items, key=lambda one: one.closes_on, reverse=True)[:_MOST_ATTACHABLE]
    results = await asyncio.gather(*(of(one.assessment_id) for one in newest))
    pairs = [
        (f"{one.assessment_id} {each.result}", (one.title, each.closed_on))
        for one, found in zip(newest, results, strict=True)
        for each in (found.answer.items[::-1] if found.answer else [])
    ]
    return Choices(pairs, any(found.away for found in results))


async def list_reviews(client: ReadinessClient) -> RemoteResult[ReviewsListed]:
    """All applications that the reader reviews."""
    return await fetch_all(client, ReviewsListed, REVIEWS)


async def review(client: ReadinessClient, application_id: UUID) -> RemoteResult[Review]:
    return await client.fetch(Review, f"{REVIEWS}/{application_id}")


async def reviewed_call(client: ReadinessClient, call_id: UUID) -> RemoteResult[ReviewedCall]:
    return await client.fetch_optional(ReviewedCall, f"{REVIEWED}/{call_id}")


async def give_sheet(client: ReadinessClient, application_id: UUID, body: Any) -> Outcome:
    return await client.send("PUT", f"{REVIEWS}/{application_id}/sheet", body)


async def declare_conflict(client: ReadinessClient, application_id: UUID, reason: str) -> Outcome:
    return await client.send("PUT", f"{REVIEWS}/{application_id}/conflict", {"reason": reason})
