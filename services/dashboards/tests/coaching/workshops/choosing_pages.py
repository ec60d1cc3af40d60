"""Pages of workshops: dashboards beside the real coaching, a host's leaders and people who choose."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from coaching.handlers import engagements
from coaching.main import service as coaching
from dashboards.coaching.client import COACHING
from dashboards.handlers import read_models
from dashboards.main import service as dashboards
from services.coaching.tests.coaches.coaching_district import SCOPES, TODAY, CoachingDistrict, days
from services.coaching.tests.engagements.partnership import Partnership
from services.coaching.tests.workshops.kickoff import Kickoff, kickoff
from services.dashboards.tests.readiness.asking import OWN_PAGE
from services.dashboards.tests.readiness.told_errors import ensure_errors_are_tied
from shared.auth.dependencies import SESSION_COOKIE
from shared.contracts.partners import AgreementChanged
from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport
from shared.testing import Deliveries, RunningService, run_service

LEADER = ("dashboards.read", *SCOPES)
PERSON = ("dashboards.read", "coaching.take-part")


@dataclass
class Choosing:
    """Both services, and the district of a test; `away` says that coaching answers nobody."""

    pages: RunningService
    coaching: RunningService
    away: bool = False
    here: CoachingDistrict = field(init=False)

    @property
    def running(self) -> RunningService:
        return self.pages

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[None]:
        district = uuid4()
        async with self.coaching.client(district, *SCOPES) as client:
            self.here = CoachingDistrict(self.coaching, client, district)
            with self.here.clock(), self.pages.set_clock(lambda: self.here.at):
                yield
        self.away = False

    @asynccontextmanager
    async def workshop(self, *sessions: dict[str, Any], **more: Any) -> AsyncIterator[Kickoff]:
        async with kickoff(self.here, *sessions, **more) as made:
            yield made

    @asynccontextmanager
    async def partnership(self, name: str) -> AsyncIterator[Partnership]:
        """The district as a host, and another that it is about to coach; dashboards knows what that one is called."""
        partner = uuid4()
        async with self.coaching.client(partner, *SCOPES) as client:
            told = AgreementChanged(
                agreement_id=uuid4(), discloser_id=partner, discloser_name=name, recipient_id=self.here.district,
                recipient_name="Riverside", purpose="to coach", granularity="aggregate", data_elements=["mastery"],
                state="active", starts_on=TODAY, expires_on=TODAY + days(365),
            )  # fmt: skip
            await Deliveries(read_models, self.pages.worker).send(self.here.district, told)
            log = Deliveries(engagements, self.coaching.worker, self.coaching.app.context.now)
            yield Partnership(self.here, CoachingDistrict(self.coaching, client, partner), log)

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

    def token(self, person: UUID | None = None) -> str:
        """Of a leader; or of somebody who takes part."""
        role, scopes = ("leader", LEADER) if person is None else ("educator", PERSON)
        claims = self.pages.tokens.claims(
            self.here.district, *scopes, role=role, person_id=person or self.here.person()
        )
        return str(self.pages.tokens.sign(claims | {"sub": str(person or "the leader")}))

    def visitor(self, person: UUID | None = None) -> Any:
        """Somebody at the pages, with the session of their browser."""
        client = self.pages.client()
        client.event_hooks["response"].append(ensure_errors_are_tied)
        client.cookies.set(SESSION_COOKIE, self.token(person))
        client.headers.update(OWN_PAGE)
        return client


@asynccontextmanager
async def choosing_district(databases: Any) -> AsyncIterator[Choosing]:
    """Both services, until the block ends."""
    async with (
        run_service(coaching, databases(coaching)) as asked,
        run_service(dashboards, databases(dashboards), asked.tokens) as pages,
    ):
        made = Choosing(pages, asked)
        context = pages.app.context
        await context.find(COACHING).aclose()
        client = AsyncClient(transport=made.transport(), base_url="http://coaching")
        context.keep(COACHING, ServiceClient("http://coaching", seconds=10, client=client))
        yield made
