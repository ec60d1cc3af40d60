"""A host with a call, districts that apply, and reviewers, each by the routes that they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx

from shared.testing import RunningService

CALLS = "/readiness/v1/calls"
OPEN_CALLS = "/readiness/v1/open-calls"
APPLICATIONS = "/readiness/v1/applications"
REVIEWS = "/readiness/v1/my-reviews"
REVIEWED = "/readiness/v1/reviewed-calls"
SCOPES = ("readiness.read", "readiness.write")
ANY = {"If-Match": "*"}
FIRST, LAST = date(2027, 1, 11), date(2027, 2, 12)
NOON = datetime(2027, 1, 20, 12, tzinfo=UTC)
SHARED = {"direction": "to_host", "granularity": "pseudonymous", "basis": "school_official", "elements": ["mastery"]}


def criterion(key: str, weight: float, levels: int = 5) -> dict[str, Any]:
    anchors = [{"en": f"{key} at {number}"} for number in range(1, levels + 1)]
    return {"key": key, "title": {"en": key.capitalize(), "es": key}, "weight": weight, "levels": anchors}


def terms(**more: Any) -> dict[str, Any]:
    return {
        "title": {"en": "Partners for 2027", "es": "Distritos para 2027"},
        "description": {"en": "Adopt our model with us."},
        "capacity": 5,
        "first_day": str(FIRST),
        "last_day": str(LAST),
        "reviewers": 2,
        "most_applications": 12,
        "prompts": [
            {"key": "why", "text": {"en": "Why now?"}},
            {"key": "more", "text": {"en": "What else?"}, "required": False},
        ],
        "criteria": [criterion("need", 2), criterion("plan", 1)],
        "ties": {"criteria": ["need"]},
        "partnership": {"starts_on": "2027-07-01", "expires_on": "2029-06-30", "sharing": [SHARED]},
        **more,
    }


def ok(answer: httpx.Response, status: int = 200) -> Any:
    assert answer.status_code == status, (answer.request.method, str(answer.request.url), answer.text)
    return answer.json()


@dataclass
class Applicant:
    """A district that applies."""

    district: UUID
    client: httpx.AsyncClient
    application_id: str = ""

    @property
    def path(self) -> str:
        return f"{APPLICATIONS}/{self.application_id}"

    async def draft(self, call_id: str, **more: Any) -> httpx.Response:
        body = {"call_id": call_id, "answers": {"why": "We are ready."}, "consented": True, **more}
        answer = await self.client.post(APPLICATIONS, json=body)
        if answer.status_code == 201:
            self.application_id = answer.json()["application_id"]
        return answer

    async def submit(self) -> httpx.Response:
        return await self.client.post(f"{self.path}/submit", headers=ANY)

    async def act(self, act: str) -> httpx.Response:
        return await self.client.post(f"{self.path}/{act}")

    async def standing(self) -> str | None:
        found: str | None = ok(await self.client.get(self.path))["standing"]
        return found

    async def decision(self) -> dict[str, Any]:
        found: dict[str, Any] = ok(await self.client.get(f"{self.path}/decision"))
        return found


@dataclass
class Hosting:
    """A host; `at` is what time it is, and `chair` a person who decides and does not review."""

    running: RunningService
    stack: AsyncExitStack
    district: UUID = field(default_factory=uuid4)
    call_id: str = ""
    at: datetime = NOON

    async def begin(self) -> None:
        self.chair = await self.person("the chair", *SCOPES)

    @contextmanager
    def clock(self) -> Iterator[None]:
        with self.running.set_clock(lambda: self.at):
            yield

    @property
    def path(self) -> str:
        return f"{CALLS}/{self.call_id}"

    async def person(self, subject: str, *scopes: str, district: UUID | None = None) -> httpx.AsyncClient:
        """Somebody who signs in as this subject."""
        of = district or self.district
        client = await self.stack.enter_async_context(self.running.client(of, *scopes))
        claims = self.running.tokens.claims(of, *scopes) | {"sub": subject}
        client.headers["Authorization"] = f"Bearer {self.running.tokens.sign(claims)}"
        return client

    async def open(self, **more: Any) -> None:
        made = ok(await self.chair.post(CALLS, json=terms(**more)), 201)
        self.call_id = made["call_id"]
        ok(await self.chair.post(f"{self.path}/begin", headers=ANY))

    async def end(self) -> None:
        ok(await self.chair.post(f"{self.path}/end", headers=ANY))

    async def applicant(self) -> Applicant:
        district = uuid4()
        client = await self.stack.enter_async_context(self.running.client(district, *SCOPES))
        return Applicant(district, client)

    async def applied(self, count: int) -> list[Applicant]:
        """Districts that have submitted, in the order of their applications' ids."""
        made = [await self.applicant() for _ in range(count)]
        for one in made:
            ok(await one.draft(self.call_id), 201)
            ok(await one.submit())
        return made

    async def reviewer(self, subject: str, *more: str) -> httpx.AsyncClient:
        ok(await self.chair.post(f"{self.path}/reviewers", json={"subject": subject}), 201)
        return await self.person(subject, "readiness.review", *more)

    async def reviewer_ids(self) -> dict[str, str]:
        """Each reviewer's id, by what they sign in as."""
        listed = ok(await self.chair.get(f"{self.path}/reviewers"))
        return {one["subject"]: one["reviewer_id"] for one in listed}

    async def scored(
        self, reviewers: Sequence[httpx.AsyncClient], applicants: Sequence[Applicant], levels: Sequence[tuple[int, int]]
    ) -> None:
        """Every reviewer gives each application its need and its plan."""
        for reviewer in reviewers:
            for one, (need, plan) in zip(applicants, levels, strict=True):
                ok(await self.score(reviewer, one, need=need, plan=plan))

    async def score(self, reviewer: httpx.AsyncClient, one: Applicant, **levels: int) -> httpx.Response:
        return await reviewer.put(f"{REVIEWS}/{one.application_id}/sheet", json={"levels": levels})

    async def conflict(self, reviewer: httpx.AsyncClient, one: Applicant) -> httpx.Response:
        return await reviewer.put(f"{REVIEWS}/{one.application_id}/conflict", json={"reason": "I advised them."})

    async def rank(self) -> dict[str, Any]:
        made: dict[str, Any] = ok(await self.chair.post(f"{self.path}/rankings"), 201)
        return made

    async def ranking(self, **query: int) -> dict[str, Any]:
        found: dict[str, Any] = ok(await self.chair.get(f"{self.path}/ranking", params=query))
        return found

    async def revision(self) -> str:
        return (await self.chair.get(f"{self.path}/decisions")).headers["ETag"]

    async def decide(self, one: Applicant, outcome: str, **more: Any) -> httpx.Response:
        body = {"outcome": outcome, "reasons": f"For and against: {outcome}.", **more}
        headers = {"If-Match": await self.revision()}
        return await self.chair.put(
            f"{self.path}/applications/{one.application_id}/decision", json=body, headers=headers
        )

    async def decided(self, outcomes: Mapping[str, tuple[str, int | None]], applicants: Sequence[Applicant]) -> None:
        by_id = {one.application_id: one for one in applicants}
        for key, (outcome, place) in outcomes.items():
            ok(await self.decide(by_id[key], outcome, reserve_place=place))

    async def release(self) -> httpx.Response:
        preview = await self.chair.get(f"{self.path}/decisions/preview")
        body = {"preview": ok(preview)["preview"]}
        headers = {"If-Match": preview.headers["ETag"]}
        return await self.chair.post(f"{self.path}/decisions/release", json=body, headers=headers)

    async def chosen_by_rank(self, applicants: Sequence[Applicant], reserve: int = 2) -> list[Applicant]:
        """Prepares and releases what the list says; returns the applicants in its order."""
        listed = (await self.rank())["places"]
        by_id = {one.application_id: one for one in applicants}
        order = [by_id[place["application_id"]] for place in listed]
        capacity = ok(await self.chair.get(self.path))["terms"]["capacity"]
        for number, one in enumerate(order):
            if number < capacity:
                ok(await self.decide(one, "chosen"))
            elif number < capacity + reserve:
                ok(await self.decide(one, "reserve", reserve_place=number - capacity + 1))
            else:
                ok(await self.decide(one, "not_chosen"))
        ok(await self.release())
        return order
