"""A district that tries something: dashboards beside the real coaching."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from coaching.main import service as coaching
from dashboards.coaching.client import COACHING
from dashboards.handlers import read_models
from dashboards.main import service as dashboards
from services.coaching.tests.pilots.pilot_district import SCOPES, PilotDistrict
from services.dashboards.tests.readiness.asking import OWN_PAGE
from services.dashboards.tests.readiness.told_errors import ensure_errors_are_tied
from shared.auth.dependencies import SESSION_COOKIE
from shared.contracts.rostering import OrganisationChanged
from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport
from shared.testing import Deliveries, RunningService, run_service

LEADERS = ("dashboards.read", *SCOPES)


@dataclass
class Trying:
    """Both services, and the district of a test; `away` says that coaching answers nobody."""

    pages: RunningService
    coaching: RunningService
    away: bool = False
    here: PilotDistrict = field(init=False)
    schools: list[UUID] = field(default_factory=list)

    @property
    def running(self) -> RunningService:
        return self.pages

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[None]:
        """Another district, with two schools of which both are told, by whose clock both services go."""
        district = uuid4()
        self.schools = [uuid4(), uuid4()]
        told = [
            OrganisationChanged(organisation_id=school, name=name, kind="school")
            for school, name in zip(self.schools, ("North Middle", "South <Middle>"), strict=True)
        ]
        await Deliveries(read_models, self.pages.worker).send(district, *told)
        async with self.coaching.client(district, *SCOPES) as client:
            self.here = PilotDistrict(self.coaching, client, district)
            for school in self.schools:
                await self.here.organisation(known=school)
            with self.here.clock(), self.pages.set_clock(lambda: self.here.at):
                yield
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

    def token(self, role: str = "leader", *scopes: str) -> str:
        claims = self.pages.tokens.claims(
            self.here.district, *(scopes or LEADERS), role=role, person_id=self.here.person()
        )
        return str(self.pages.tokens.sign(claims | {"sub": "the chair"}))

    def visitor(self, role: str = "leader", *scopes: str) -> Any:
        """Somebody at the pages, with the session of their browser."""
        client = self.pages.client()
        client.event_hooks["response"].append(ensure_errors_are_tied)
        client.cookies.set(SESSION_COOKIE, self.token(role, *scopes))
        client.headers.update(OWN_PAGE)
        return client

    async def opened(self, **more: Any) -> str:
        """A wave under way with ten teachers of the two schools; the path of its page."""
        return page_of(await self.here.opened(**more))


def page_of(wave: str) -> str:
    return wave.removeprefix("/coaching/v1")


@asynccontextmanager
async def trying_district(databases: Any) -> AsyncIterator[Trying]:
    """Both services, until the block ends."""
    async with (
        run_service(coaching, databases(coaching)) as tried,
        run_service(dashboards, databases(dashboards), tried.tokens) as pages,
    ):
        trying = Trying(pages, tried)
        context = pages.app.context
        await context.find(COACHING).aclose()
        client = AsyncClient(transport=trying.transport(), base_url="http://coaching")
        context.keep(COACHING, ServiceClient("http://coaching", seconds=10, client=client))
        yield trying
