"""Pages of matching: dashboards beside the real coaching, leaders of a host and of its partner."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from coaching.main import service as coaching
from dashboards.coaching.client import COACHING
from dashboards.main import service as dashboards
from services.coaching.tests.coaches.coaching_district import SCOPES, CoachingDistrict
from services.coaching.tests.matching.plans import Plans, plans
from services.dashboards.tests.readiness.asking import OWN_PAGE
from services.dashboards.tests.readiness.told_errors import ensure_errors_are_tied
from shared.auth.dependencies import SESSION_COOKIE
from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport
from shared.testing import RunningService, run_service

LEADER = ("dashboards.read", *SCOPES)


@dataclass
class Matched:
    """Both services, and the two districts of a test; `away` says that coaching answers nobody."""

    pages: RunningService
    coaching: RunningService
    away: bool = False
    made: Plans = field(init=False)

    @property
    def running(self) -> RunningService:
        return self.pages

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[None]:
        async with plans(self.coaching) as self.made:
            with self.pages.set_clock(lambda: self.made.host.at):
                yield
            while await self.made.work():
                pass
        self.away = False

    def transport(self) -> MockTransport:
        """Coaching, as dashboards reaches it."""

        async def answer(request: httpx.Request) -> httpx.Response:
            if self.away:
                return httpx.Response(503)
            transport = httpx.ASGITransport(self.coaching.asgi, raise_app_exceptions=False)
            return await transport.handle_async_request(request)

        return MockTransport(answer)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Both behind one address, as browsers find them."""
        app = self.coaching if scope["path"].startswith("/coaching/") else self.pages
        await app.asgi(scope, receive, send)

    def token(self, of: CoachingDistrict | None = None, *scopes: str) -> str:
        """Of a leader, of the host's where nothing is said."""
        district = of or self.made.host
        claims = self.pages.tokens.claims(
            district.district, *(scopes or LEADER), role="leader", person_id=district.person()
        )
        return str(self.pages.tokens.sign(claims | {"sub": f"leader of {district.district}"}))

    def visitor(self, of: CoachingDistrict | None = None, *scopes: str) -> Any:
        """A leader at the pages, with the session of their browser."""
        client = self.pages.client()
        client.event_hooks["response"].append(ensure_errors_are_tied)
        client.cookies.set(SESSION_COOKIE, self.token(of, *scopes))
        client.headers.update(OWN_PAGE)
        return client


@asynccontextmanager
async def matched_districts(databases: Any) -> AsyncIterator[Matched]:
    """Both services, until the block ends."""
    async with (
        run_service(coaching, databases(coaching)) as asked,
        run_service(dashboards, databases(dashboards), asked.tokens) as pages,
    ):
        made = Matched(pages, asked)
        context = pages.app.context
        await context.find(COACHING).aclose()
        client = AsyncClient(transport=made.transport(), base_url="http://coaching")
        context.keep(COACHING, ServiceClient("http://coaching", seconds=10, client=client))
        yield made
