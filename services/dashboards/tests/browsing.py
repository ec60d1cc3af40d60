"""A browser at the running service."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, async_playwright

from services.dashboards.tests.visitors import SCOPE
from shared.auth.dependencies import SESSION_COOKIE
from shared.testing import DISTRICT_A

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    )
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


class Visit:
    """A browser at the running service."""

    def __init__(self, world: Any, base: str, browser: Any) -> None:
        self.world, self.base, self._browser = world, base, browser
        self.complaints: list[str] = []

    async def page(
        self, role: str = "leader", person: str | None = "leader", scopes: Sequence[str] = (SCOPE,), **options: Any
    ) -> Page:
        context = await self._browser.new_context(**options)
        if role:
            person_id = self.world.uid(person) if person else None
            token = self.world.running.tokens.token(DISTRICT_A, *scopes, role=role, person_id=person_id)
            await context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": self.base}])
        page: Page = await context.new_page()
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    @property
    def paths(self) -> list[str]:
        uid = self.world.uid
        return [
            f"/learners/{uid('ana')}", f"/classes/{uid('maths')}", f"/schools/{uid('north')}", "/", "/district",
            "/network", "/sign-in?failed=1", "/password?failed=same",
        ]  # fmt: skip


async def problems(page: Page) -> str:
    """What axe has against the page as it stands; nothing, when all is well."""
    results = await Axe().run(page, options=AXE)
    return results.generate_report() if results.violations_count else ""


@asynccontextmanager
async def visiting(district: Any, app: Any = None) -> AsyncIterator[Visit]:
    """A browser at the district's service, or at an app that several services stand behind, until the block ends."""
    async with served(app or district.running.asgi) as base, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        try:
            yield Visit(district, base, browser)
        finally:
            await browser.close()
