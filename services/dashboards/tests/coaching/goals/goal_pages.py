"""A district with goals: dashboards beside the real coaching, and what is asked of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from coaching.main import service as coaching
from dashboards.coaching.client import COACHING
from dashboards.main import service as dashboards
from services.dashboards.tests.visitors import uid
from shared.auth.dependencies import SESSION_COOKIE
from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport
from shared.testing import RunningService, run_service

SCOPES = ("dashboards.read", "coaching.take-part")
LEADERS = (*SCOPES, "coaching.read", "coaching.write")
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
ANY = {"If-Match": "*"}
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
GOALS = "/coaching/v1/goals"


@dataclass
class GoalPages:
    """Both services; `away` is when coaching answers nobody, and `meanwhile` what happens before it answers."""

    pages: RunningService
    coaching: RunningService
    district: UUID
    away: bool = False
    meanwhile: Callable[[], Awaitable[None]] | None = None

    @property
    def running(self) -> RunningService:
        return self.pages

    def uid(self, name: str) -> UUID:
        return uid(name)

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """Coaching, as dashboards reaches it."""
        if self.away:
            return httpx.Response(503)
        if self.meanwhile is not None:
            await self.meanwhile()
        transport = httpx.ASGITransport(self.coaching.asgi, raise_app_exceptions=False)
        return await transport.handle_async_request(request)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Both behind one address, as browsers find them."""
        app = self.coaching if scope["path"].startswith("/coaching/") else self.pages
        await app.asgi(scope, receive, send)

    def token(self, role: str = "leader", person: str | None = "leader", scopes: tuple[str, ...] | None = None) -> str:
        granted = scopes or (LEADERS if role == "leader" else SCOPES)
        person_id = uid(person) if person else None
        return str(self.pages.tokens.token(self.district, *granted, role=role, person_id=person_id))

    def visitor(self, role: str = "leader", person: str | None = "leader") -> httpx.AsyncClient:
        """Somebody at the pages, with the session of their browser."""
        client = self.pages.client()
        client.cookies.set(SESSION_COOKIE, self.token(role, person))
        client.headers.update(OWN_PAGE)
        return client

    async def send(self, method: str, path: str, body: Any = None) -> Any:
        async with self.coaching.client(self.district, *LEADERS) as client:
            answer = await client.request(method, path, json=body, headers=ANY)
        assert answer.status_code < 300, answer.text
        return answer.json()

    async def goal(self, *values: float, **more: Any) -> tuple[str, str]:
        """A published goal with one indicator that was measured month by month; the paths of their pages."""
        await self.send("PUT", "/coaching/v1/rallying-cry", {"words": f"Every learner knows what is next ({uuid4()})."})
        goal = (await self.send("POST", GOALS, {"kind": "engagement", "words": "Learners choose their <way>."}))[
            "goal_id"
        ]
        made = await self.send("POST", f"{GOALS}/{goal}/indicators", indicator(**more))
        found = f"{GOALS}/{goal}/indicators/{made['indicator_id']}"
        for month, value in enumerate(values):
            day = datetime(2026, 9, 10, tzinfo=UTC).date() + timedelta(days=25 * month)
            body = {"measured_on": str(day), "value": value, "group_size": 40}
            await self.send("POST", f"{found}/measurements", body)
        await self.send("POST", f"{GOALS}/{goal}/publish")
        return f"/district-goals/{goal}", f"/district-goals/{goal}/indicators/{made['indicator_id']}"


def indicator(**more: Any) -> dict[str, Any]:
    return {
        "words": "Learners who <choose>", "direction": "up", "unit": "per_cent", "source": "survey",
        "baseline": {"value": 20, "on": "2026-09-01"}, "target": 80, "due_on": "2027-06-28",
    } | more  # fmt: skip


@asynccontextmanager
async def goal_pages(databases: Any) -> AsyncIterator[GoalPages]:
    """Both services, until the block ends."""
    async with (
        run_service(coaching, databases(coaching)) as asked_of,
        run_service(dashboards, databases(dashboards), asked_of.tokens) as pages,
    ):
        made = GoalPages(pages, asked_of, uuid4())
        context = pages.app.context
        await context.find(COACHING).aclose()
        client = AsyncClient(transport=MockTransport(made.answer), base_url="http://coaching")
        context.keep(COACHING, ServiceClient("http://coaching", seconds=10, client=client))
        with asked_of.set_clock(lambda: NOW), pages.set_clock(lambda: NOW):
            yield made
