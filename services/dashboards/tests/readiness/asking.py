"""A district that asks about its readiness: dashboards beside the real readiness, an instrument, an open assessment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from dashboards.main import service as dashboards
from dashboards.readiness.client import READINESS
from readiness.main import service as readiness
from services.dashboards.tests.readiness.told_errors import ensure_errors_are_tied
from services.dashboards.tests.visitors import uid
from shared.auth.dependencies import SESSION_COOKIE
from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport
from shared.testing import DISTRICT_A, RunningService, run_service

SCOPES = ("dashboards.read", "readiness.take-part")
LEADERS = (*SCOPES, "readiness.read", "readiness.write")
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
FIRST, LAST = date(2026, 10, 5), date(2026, 10, 23)
NOON = datetime(2026, 10, 6, 12, tzinfo=UTC)


def both(words: str) -> dict[str, str]:
    return {"en": words, "es": f"{words} (es)"}


def asked(key: str, form: dict[str, Any], roles: list[str], **more: Any) -> dict[str, Any]:
    return {"key": key, "text": both(f"How is {key}?"), "form": form, "roles": roles, **more}


LEVELS = {
    "kind": "level",
    "anchors": [
        {"value": n, "text": both(said)} for n, said in enumerate(("Not yet", "In some schools", "Everywhere"), 1)
    ],
}
INSTRUMENT = {
    "title": both("Ready?"),
    "description": both("Two conditions."),
    "languages": ["en", "es"],
    "roles": [
        {"role": "teacher", "minimum": 3, "notice": both("Educators' figures are shown together.")},
        {"role": "leader", "minimum": 3},
        {"role": "union", "minimum": 3, "notice": both("This is no bargaining.")},
    ],
    "sections": [
        {
            "key": "model",
            "title": both("The model"),
            "description": both("What is shared."),
            "questions": [
                asked(
                    "model.shared", LEVELS, ["teacher", "leader", "union"],
                    guidance=both("What would a visitor be told?"),
                ),
                asked("model.voted", {"kind": "yes_no"}, ["teacher", "leader"]),
                asked("model.own", {"kind": "text"}, ["teacher", "union"]),
            ],
        },
        {
            "key": "means",
            "title": both("The means"),
            "questions": [
                asked(
                    "means.kind",
                    {
                        "kind": "choice",
                        "options": [
                            {"key": "own", "text": both("Our own"), "score": 1},
                            {"key": "bought", "text": both("Bought"), "score": 0},
                        ],
                    },
                    ["teacher"],
                ),
                asked(
                    "means.share",
                    {"kind": "number", "unit": both("percent"), "zero_at": 0, "one_at": 100},
                    ["teacher", "leader"],
                ),
                asked("means.shown", {"kind": "evidence", "accepts": ["link"]}, ["teacher"]),
            ],
        },
    ],
}  # fmt: skip

VERIFIABLE = ("model.shared", "model.voted", "means.kind", "means.share", "means.shown")
"""Questions that are scored or ask for evidence."""


@dataclass
class Link:
    """What a rater holds."""

    invitation_id: str
    secret: str

    @property
    def path(self) -> str:
        return f"/take-part/{self.invitation_id}/{self.secret}"


@dataclass
class Asking:
    """Both services, and what time it is; `away` is when readiness answers nobody, `broken` when we fail ourselves,
    `lost` when it takes what it is sent and its answer is lost on the way, `leaving` when it is away once it has
    answered that, `refuses` by which status it refuses all."""

    pages: RunningService
    readiness: RunningService
    district: UUID = DISTRICT_A
    at: datetime = NOON
    away: bool = False
    broken: bool = False
    lost: bool = False
    leaving: bool = False
    refuses: int = 0
    heard: list[httpx.Request] = field(default_factory=list)
    assessment_id: str = ""
    instrument_id: str = ""

    def uid(self, name: str) -> UUID:
        return uid(name)

    @property
    def running(self) -> RunningService:
        return self.pages

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """Readiness, as dashboards reaches it."""
        self.heard.append(request)
        if self.broken:
            raise RuntimeError("A mistake of ours.")
        if self.away:
            return httpx.Response(503)
        if self.refuses:
            return httpx.Response(self.refuses, json={"status": self.refuses, "detail": "It is not for you."})
        transport = httpx.ASGITransport(self.readiness.asgi, raise_app_exceptions=False)
        answer = await transport.handle_async_request(request)
        if self.lost and request.method != "GET":
            await answer.aread()
            raise httpx.ReadTimeout("The answer is lost.", request=request)
        if self.leaving and request.method != "GET":
            self.away = True
        return answer

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Both behind one address, as browsers find them."""
        app = self.readiness if scope["path"].startswith("/readiness/") else self.pages
        if self.away and app is self.readiness:
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await app.asgi(scope, receive, send)

    def calling(self, *scopes: str, **claims: Any) -> httpx.AsyncClient:
        """A client of readiness."""
        return self.readiness.client(self.district, *(scopes or LEADERS), **claims)

    def token(self, role: str = "leader", person: str | None = "leader", scopes: tuple[str, ...] | None = None) -> str:
        granted = scopes or (LEADERS if role in ("leader", "operator") else SCOPES)
        person_id = uid(person) if person else None
        return str(self.pages.tokens.token(self.district, *granted, role=role, person_id=person_id))

    def visitor(self, role: str = "leader", person: str | None = "leader", **more: Any) -> httpx.AsyncClient:
        """Somebody at the pages, with the session of their browser."""
        client = self.anyone()
        client.cookies.set(SESSION_COOKIE, self.token(role, person, **more))
        client.headers.update(OWN_PAGE)
        return client

    def anyone(self) -> httpx.AsyncClient:
        client = self.pages.client()
        client.event_hooks["response"].append(ensure_errors_are_tied)
        return client

    async def publish(self, content: dict[str, Any] | None = None) -> str:
        async with self.calling() as client:
            made = await client.post("/readiness/v1/instruments", json=content or INSTRUMENT)
            assert made.status_code == 201, made.text
            path = f"/readiness/v1/instruments/{made.json()['instrument_id']}"
            published = await client.post(f"{path}/draft/publish", headers={"If-Match": made.headers["etag"]})
            assert published.status_code == 200, published.text
        return str(made.json()["instrument_id"])

    async def plan(self, **more: Any) -> str:
        self.instrument_id = self.instrument_id or await self.publish()
        body = {
            "instrument_id": self.instrument_id, "instrument_version": 1, "title": "Ready in autumn?",
            "opens_on": str(FIRST), "closes_on": str(LAST),
            "populations": [
                {"role": role, "population": 40, "picked_by": "everyone"} for role in ("teacher", "leader", "union")
            ],
        } | more  # fmt: skip
        async with self.calling() as client:
            planned = await client.post("/readiness/v1/assessments", json=body)
        assert planned.status_code == 201, planned.text
        return str(planned.json()["assessment_id"])

    async def open(self, **more: Any) -> None:
        self.assessment_id = await self.plan(**more)
        await self.readiness.run_job("readiness.windows")

    async def end(self) -> None:
        async with self.calling() as client:
            path = f"/readiness/v1/assessments/{self.assessment_id}"
            assert (await client.post(f"{path}/end", headers={"If-Match": "*"})).status_code == 200

    @property
    def own_client(self) -> str:
        """Whom the tokens of a test name."""
        return f"test-client-of-{self.district}"

    async def name_reviewers(self, *subjects: str, questions: tuple[str, ...] = VERIFIABLE) -> None:
        """Names who verifies the assessment, instead of whoever was named before."""
        async with self.calling() as client:
            path = f"/readiness/v1/assessments/{self.assessment_id}/review"
            body = {"reviewers": list(subjects), "questions": list(questions)}
            named = await client.put(path, json=body, headers={"If-Match": "*"})
        assert named.status_code == 200, named.text

    async def invite(self, **more: Any) -> Any:
        body = {"invitations": [{"role": "teacher", **more}]}
        async with self.calling() as client:
            answer = await client.post(f"/readiness/v1/assessments/{self.assessment_id}/invitations", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["invitations"][0]

    async def link(self, **more: Any) -> Link:
        made = await self.invite(**more)
        return Link(made["invitation_id"], made["secret"])

    async def stored(self, link: Link) -> dict[str, Any]:
        """What readiness has stored of a rater, by question."""
        async with self.readiness.client() as client:
            answer = await client.get(
                f"/readiness/v1/invitations/{link.invitation_id}", headers={"Invitation-Secret": link.secret}
            )
        assert answer.status_code == 200, answer.text
        return {one["question"]: one for one in answer.json()["answers"]}

    async def save(self, link: Link, key: str, sequence: int, **said: Any) -> None:
        """An answer that another page or device has saved."""
        async with self.readiness.client() as client:
            answer = await client.put(
                f"/readiness/v1/invitations/{link.invitation_id}/answers/{key}",
                json={"sequence": sequence, **said}, headers={"Invitation-Secret": link.secret},
            )  # fmt: skip
        assert answer.status_code == 200, answer.text

    @contextmanager
    def clock(self) -> Iterator[None]:
        with self.readiness.set_clock(lambda: self.at), self.pages.set_clock(lambda: self.at):
            yield


@asynccontextmanager
async def asking_district(databases: Any) -> AsyncIterator[Asking]:
    """Both services, until the block ends."""
    async with (
        run_service(readiness, databases(readiness)) as asked_of,
        run_service(dashboards, databases(dashboards), asked_of.tokens) as pages,
    ):
        made = Asking(pages, asked_of)
        context = pages.app.context
        await context.find(READINESS).aclose()
        client = AsyncClient(transport=MockTransport(made.answer), base_url="http://readiness")
        context.keep(READINESS, ServiceClient("http://readiness", seconds=10, client=client))
        with made.clock():
            yield made


def days(count: int) -> timedelta:
    return timedelta(days=count)
