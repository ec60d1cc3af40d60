"""Two districts that are to sign agreements: dashboards beside the real partners."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from dashboards.main import service as dashboards
from dashboards.readiness.partners.client import PARTNERS
from partners.main import service as partners
from services.dashboards.tests.readiness.asking import OWN_PAGE
from services.dashboards.tests.readiness.told_errors import ensure_errors_are_tied
from shared.auth.dependencies import SESSION_COOKIE
from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport
from shared.testing import RunningService, run_service

LEADER = ("dashboards.read", "partners.read")
OPERATOR = (*LEADER, "partners.manage")
SECRET = "a-secret-for-tests-only-of-32-bytes"
TODAY = datetime.now(UTC).date()
PATH = "/partners/v1/agreements"


@dataclass
class Sharing:
    """Both services, and two districts; `away` says that partners answers nobody."""

    pages: RunningService
    partners: RunningService
    here: UUID
    there: UUID
    away: bool = False

    @property
    def running(self) -> RunningService:
        return self.pages

    def transport(self) -> MockTransport:
        """Partners, as dashboards reaches it."""

        async def answer(request: httpx.Request) -> httpx.Response:
            if self.away:
                return httpx.Response(503)
            transport = httpx.ASGITransport(self.partners.asgi, raise_app_exceptions=False)
            return await transport.handle_async_request(request)

        return MockTransport(answer)

    def visitor(self, district: UUID | None = None, role: str = "operator") -> Any:
        """Somebody at the pages, with the session of their browser."""
        scopes = OPERATOR if role == "operator" else LEADER
        claims = self.pages.tokens.claims(district or self.here, *scopes, role=role, person_id=uuid4())
        client = self.pages.client()
        client.event_hooks["response"].append(ensure_errors_are_tied)
        client.cookies.set(SESSION_COOKIE, str(self.pages.tokens.sign(claims | {"sub": "somebody"})))
        client.headers.update(OWN_PAGE)
        return client

    async def drafted(self, **more: Any) -> str:
        """The page of a draft: this district is to disclose to the other."""
        terms = {
            "discloser_id": str(self.here), "recipient_id": str(self.there), "purpose": "to see <whether> it helps",
            "granularity": "aggregate", "basis": "evaluation", "starts_on": str(TODAY),
            "expires_on": str(TODAY + timedelta(days=30)), **more,
        }  # fmt: skip
        async with self.partners.client(self.here, "partners.read", "partners.manage") as client:
            answer = await client.post(PATH, json=terms)
        assert answer.status_code == 201, answer.text
        return f"/agreements/{answer.json()['agreement_id']}"


@asynccontextmanager
async def sharing_districts(databases: Any) -> AsyncIterator[Sharing]:
    """Both services, until the block ends."""
    async with (
        run_service(partners, databases(partners), PARTNERS_KEY_SECRET=SECRET) as naming,
        run_service(dashboards, databases(dashboards), naming.tokens) as pages,
    ):
        async with naming.client(uuid4(), "platform.manage") as platform:
            made = [
                await platform.post("/partners/v1/districts", json={"name": name})
                for name in ("Riverside", "Elm <Creek>")
            ]
        here, there = (UUID(one.json()["district_id"]) for one in made)
        sharing = Sharing(pages, naming, here, there)
        context = pages.app.context
        await context.find(PARTNERS).aclose()
        client = AsyncClient(transport=sharing.transport(), base_url="http://partners")
        context.keep(PARTNERS, ServiceClient("http://partners", seconds=10, client=client))
        yield sharing
