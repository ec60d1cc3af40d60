"""A host that calls for partners, districts that apply, and who reviews: dashboards beside the real readiness and the
real partners.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from dashboards.main import service as dashboards
from dashboards.readiness.client import READINESS
from dashboards.readiness.partners.client import PARTNERS
from partners.main import service as partners
from readiness.main import service as readiness
from services.dashboards.tests.readiness.asking import OWN_PAGE
from services.dashboards.tests.readiness.told_errors import ensure_errors_are_tied
from services.readiness.tests.selection.hosting import NOON, Applicant, Hosting, ok
from shared.auth.dependencies import SESSION_COOKIE
from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport
from shared.testing import RunningService, run_service

EDUCATORS = ("dashboards.read", "readiness.take-part", "readiness.review")
LEADERS = (*EDUCATORS, "readiness.read", "readiness.write", "partners.read")
OPERATORS = (*LEADERS, "partners.manage")
SCOPES = {"educator": EDUCATORS, "leader": LEADERS, "operator": OPERATORS}
NAMES = ("Lakeview", "Hilltop <North>", "Marshland", "Oakdale")
SECRET = "a-secret-for-tests-only-of-32-bytes"
LEVELS = [(5, 5), (5, 5), (4, 3), (2, 1)]
"""What each reviewer gives: its need and its plan; the first two are tied."""


@dataclass
class Selecting:
    """The services, and the host of a test; `away` are those that answer nobody."""

    pages: RunningService
    readiness: RunningService
    partners: RunningService
    registered: list[UUID]
    away: set[str] = field(default_factory=set)
    heard: list[httpx.Request] = field(default_factory=list)
    hosting: Hosting = field(init=False)
    applicants: list[Applicant] = field(default_factory=list)

    @property
    def running(self) -> RunningService:
        return self.pages

    @property
    def call_path(self) -> str:
        return f"/calls/{self.hosting.call_id}"

    async def begin(self, stack: AsyncExitStack) -> None:
        """Another host, without a call."""
        self.hosting, self.applicants = Hosting(self.readiness, stack), []
        await self.hosting.begin()

    def transport(self, name: str, service: RunningService) -> MockTransport:
        """A service, as dashboards reaches it."""

        async def answer(request: httpx.Request) -> httpx.Response:
            self.heard.append(request)
            if name in self.away:
                return httpx.Response(503)
            transport = httpx.ASGITransport(service.asgi, raise_app_exceptions=False)
            return await transport.handle_async_request(request)

        return MockTransport(answer)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pages and readiness behind one address, as browsers find them."""
        app = self.readiness if scope["path"].startswith("/readiness/") else self.pages
        await app.asgi(scope, receive, send)

    def token(self, role: str = "leader", district: UUID | None = None, subject: str = "the chair") -> str:
        of = district or self.hosting.district
        claims = self.pages.tokens.claims(of, *SCOPES[role], role=role, person_id=uuid4())
        return str(self.pages.tokens.sign(claims | {"sub": subject}))

    def visitor(self, role: str = "leader", district: UUID | None = None, subject: str = "the chair") -> Any:
        """Somebody at the pages, with the session of their browser; of the host unless another district is named."""
        client = self.pages.client()
        client.event_hooks["response"].append(ensure_errors_are_tied)
        client.cookies.set(SESSION_COOKIE, self.token(role, district, subject))
        client.headers.update(OWN_PAGE)
        return client

    async def applied(self, count: int = 4, **more: Any) -> list[Applicant]:
        """Districts that have applied, by name; one more than there are names is not registered."""
        for district in [*self.registered, uuid4()][:count]:
            client = await self.hosting.stack.enter_async_context(
                self.readiness.client(district, "readiness.read", "readiness.write")
            )
            one = Applicant(district, client)
            ok(await one.draft(self.hosting.call_id, **more), 201)
            ok(await one.submit())
            self.applicants.append(one)
        return self.applicants

    async def applied_as(self, district: UUID) -> Applicant:
        """A district that has applied on its pages."""
        client = await self.hosting.stack.enter_async_context(
            self.readiness.client(district, "readiness.read", "readiness.write")
        )
        listed = ok(await client.get("/readiness/v1/applications"))["items"]
        own = next(one for one in listed if one["call_id"] == self.hosting.call_id)
        self.applicants.append(Applicant(district, client, own["application_id"]))
        return self.applicants[-1]

    async def reviewed(self, levels: Sequence[tuple[int, int]] = LEVELS, **terms: Any) -> list[Applicant]:
        """A closed call whose applications two reviewers have scored alike."""
        await self.hosting.open(**{"capacity": 2, "ties": {"band": 0, "criteria": ["plan"]}, **terms})
        applicants = await self.applied(len(levels))
        reviewers = [await self.hosting.reviewer(f"reviewer {number}") for number in (1, 2)]
        await self.hosting.end()
        await self.hosting.scored(reviewers, applicants, levels)
        return applicants

    async def released(self) -> list[Applicant]:
        """Decisions by the list, released: two are chosen, one is on the reserve list; the applicants in its order."""
        applicants = await self.reviewed()
        return await self.hosting.chosen_by_rank(applicants, reserve=1)


@asynccontextmanager
async def selecting_districts(databases: Any) -> AsyncIterator[Selecting]:
    """All three services, until the block ends."""
    async with (
        run_service(readiness, databases(readiness)) as asked_of,
        run_service(partners, databases(partners), asked_of.tokens, PARTNERS_KEY_SECRET=SECRET) as naming,
        run_service(dashboards, databases(dashboards), asked_of.tokens) as pages,
    ):
        async with naming.client(uuid4(), "platform.manage") as platform:
            made = [await platform.post("/partners/v1/districts", json={"name": name}) for name in NAMES]
        selecting = Selecting(pages, asked_of, naming, [UUID(ok(one, 201)["district_id"]) for one in made])
        context = pages.app.context
        for name, key, service in (("readiness", READINESS, asked_of), ("partners", PARTNERS, naming)):
            await context.find(key).aclose()
            client = AsyncClient(transport=selecting.transport(name, service), base_url=f"http://{name}")
            context.keep(key, ServiceClient(f"http://{name}", seconds=10, client=client))
        with asked_of.set_clock(lambda: NOON), pages.set_clock(lambda: NOON):
            yield selecting
