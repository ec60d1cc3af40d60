"""Districts that share a library: dashboards beside the real resources."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from dashboards.handlers import read_models
from dashboards.library.client import RESOURCES
from dashboards.main import service as dashboards
from resources.main import service as resources
from resources.remarks.usecases.rating import count_ratings
from services.dashboards.tests.readiness.asking import OWN_PAGE
from services.dashboards.tests.readiness.told_errors import ensure_errors_are_tied
from services.dashboards.tests.visitors import uid
from services.resources.tests.items.library import SCOPES, Library
from shared.auth.dependencies import SESSION_COOKIE
from shared.contracts.partners import DistrictRegistered
from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport
from shared.testing import Deliveries, RunningService, run_service

READS = ("dashboards.read", "resources.read")
EDUCATORS = (*READS, "resources.write", "resources.curate")
LEADERS = (*EDUCATORS, "resources.manage")
_SCOPES = {"leader": LEADERS, "educator": EDUCATORS}
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@dataclass
class LibraryPages:
    """Both services and the district of a test; `away` says that resources answers nobody."""

    pages: RunningService
    resources: RunningService
    district: UUID = field(default_factory=uuid4)
    away: bool = False

    @property
    def running(self) -> RunningService:
        return self.pages

    def uid(self, name: str) -> UUID:
        return uid(name)

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """Resources, as dashboards reaches it."""
        if self.away:
            return httpx.Response(503)
        transport = httpx.ASGITransport(self.resources.asgi, raise_app_exceptions=False)
        return await transport.handle_async_request(request)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Both behind one address, as browsers find them."""
        app = self.resources if scope["path"].startswith("/resources/") else self.pages
        await app.asgi(scope, receive, send)

    def token(self, role: str, person: str) -> str:
        granted = _SCOPES.get(role, READS)
        return str(self.pages.tokens.token(self.district, *granted, role=role, person_id=uid(person)))

    async def count_ratings(self) -> None:
        """What resources does by the clock."""
        async with self.resources.worker.transaction(None) as session:
            await count_ratings(session, NOW)

    def anyone(self) -> httpx.AsyncClient:
        """Somebody who is not signed in."""
        client = self.pages.client()
        client.event_hooks["response"].append(ensure_errors_are_tied)
        return client

    def visitor(self, role: str = "leader", person: str | None = None) -> httpx.AsyncClient:
        """Somebody at the pages, with the session of their browser."""
        client = self.anyone()
        client.cookies.set(SESSION_COOKIE, self.token(role, person or role))
        client.headers.update(OWN_PAGE)
        return client

    @asynccontextmanager
    async def library(self, name: str | None = None) -> AsyncIterator[Library]:
        """The library of this test's district, or of another one of this name."""
        district = self.district if name is None else uuid4()
        registered = DistrictRegistered(registered_id=district, name=name or "Valley <Unified>", minimum_group=10)
        await Deliveries(read_models, self.pages.worker).send(district, registered)
        async with AsyncExitStack() as stack:
            client = await stack.enter_async_context(self.resources.client(district, *SCOPES))
            yield Library(self.resources, district, client)


@asynccontextmanager
async def library_pages(databases: Any, store: Path) -> AsyncIterator[LibraryPages]:
    """Both services, until the block ends."""
    async with (
        run_service(resources, databases(resources), RESOURCES_STORE_URL=str(store)) as asked_of,
        run_service(dashboards, databases(dashboards), asked_of.tokens) as pages,
    ):
        made = LibraryPages(pages, asked_of)
        context = pages.app.context
        await context.find(RESOURCES).aclose()
        client = AsyncClient(transport=MockTransport(made.answer), base_url="http://resources")
        context.keep(RESOURCES, ServiceClient("http://resources", seconds=10, client=client))
        with asked_of.set_clock(lambda: NOW), pages.set_clock(lambda: NOW):
            yield made
