"""Pages of coaches: dashboards beside the real coaching, leaders of a district and people who keep it safe."""

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
from dashboards.readiness.partners.client import PARTNERS
from services.coaching.tests.coaches.coaching_district import COACHES, MY_CONCERNS, SCOPES, CoachingDistrict
from services.dashboards.tests.readiness.asking import OWN_PAGE
from services.dashboards.tests.readiness.told_errors import ensure_errors_are_tied
from shared.auth.dependencies import SESSION_COOKIE
from shared.contracts.rostering import PersonNamed
from shared.events.event import Event
from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport
from shared.testing import Deliveries, RunningService, run_service

LEADER = ("dashboards.read", "coaching.safeguard", *SCOPES)
EDUCATOR = ("dashboards.read", "coaching.safeguard", "coaching.take-part")


@dataclass
class CoachPages:
    """Both services, and the district of a test; `away` says that coaching answers nobody, and `accounts` are those
    that partners knows.
    """

    pages: RunningService
    coaching: RunningService
    away: bool = False
    here: CoachingDistrict = field(init=False)
    accounts: list[dict[str, Any]] = field(default_factory=list)

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
        self.away, self.accounts = False, []

    async def tell(self, *events: Event) -> None:
        """Has others tell of the district."""
        await Deliveries(read_models, self.pages.worker).send(self.here.district, *events)

    async def name(self, person: UUID | str, given: str, family: str) -> None:
        """Has rostering tell what somebody is called."""
        told = PersonNamed.model_validate({"person_id": person, "given_name": given, "family_name": family})
        await Deliveries(read_models, self.pages.worker).send(self.here.district, told)

    async def name_coach(self, coach_id: str, given: str, family: str) -> None:
        coach = (await self.here.client.get(f"{COACHES}/{coach_id}")).json()
        await self.name(coach["person_id"], given, family)

    async def concern(self, words: str, *coach_ids: str, by: UUID | None = None) -> str:
        """One that somebody has raised; its page."""
        async with self.here.somebody("coaching.take-part", role="learner", person=by) as learner:
            answer = await learner.post(MY_CONCERNS, json={"words": words, "coach_ids": list(coach_ids)})
        assert answer.status_code == 201, answer.text
        return f"/concerns/{answer.json()['concern_id']}"

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """Coaching, as dashboards reaches it."""
        if self.away:
            return httpx.Response(503)
        transport = httpx.ASGITransport(self.coaching.asgi, raise_app_exceptions=False)
        return await transport.handle_async_request(request)

    async def of_partners(self, request: httpx.Request) -> httpx.Response:
        """The accounts of the district, as partners lists them."""
        if request.url.path == "/partners/v1/accounts":
            return httpx.Response(200, json={"items": self.accounts, "next": None})
        return httpx.Response(404)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Both behind one address, as browsers find them."""
        app = self.coaching if scope["path"].startswith("/coaching/") else self.pages
        await app.asgi(scope, receive, send)

    def token(self, *scopes: str, role: str = "leader", person: UUID | None = None, of: UUID | None = None) -> str:
        granted = scopes or (LEADER if role == "leader" else EDUCATOR)
        claims = self.pages.tokens.claims(
            of or self.here.district, *granted, role=role, person_id=person or self.here.person()
        )
        return str(self.pages.tokens.sign(claims | {"sub": str(uuid4())}))

    def visitor(self, *scopes: str, **who: Any) -> Any:
        """Somebody at the pages, with the session of their browser; a leader where nothing is said."""
        client = self.pages.client()
        client.event_hooks["response"].append(ensure_errors_are_tied)
        client.cookies.set(SESSION_COOKIE, self.token(*scopes, **who))
        client.headers.update(OWN_PAGE)
        return client


@asynccontextmanager
async def coach_pages(databases: Any) -> AsyncIterator[CoachPages]:
    """Both services, until the block ends."""
    async with (
        run_service(coaching, databases(coaching)) as asked,
        run_service(dashboards, databases(dashboards), asked.tokens) as pages,
    ):
        made = CoachPages(pages, asked)
        context = pages.app.context
        for kept, name, answer in ((COACHING, "coaching", made.answer), (PARTNERS, "partners", made.of_partners)):
            await context.find(kept).aclose()
            client = AsyncClient(transport=MockTransport(answer), base_url=f"http://{name}")
            context.keep(kept, ServiceClient(f"http://{name}", seconds=10, client=client))
        yield made
