"""What the app keeps while it runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from dashboards.progress.usecases.totals import CountedTotals
from dashboards.settings import DashboardsSettings
from dashboards.stream.hub import Hub
from shared.http.peers import Peer


@asynccontextmanager
async def live(app: FastAPI) -> AsyncIterator[None]:
    """What the app keeps while it runs: the hub of all streams, counted totals, and the way to competency."""
    settings: DashboardsSettings = app.state.settings
    app.state.hub = Hub(app.state.database, settings, app.state.closing)
    app.state.totals = CountedTotals(settings.totals_seconds)
    http = app.state.platform.http
    own = f"http://{http.host}:{http.port}"
    app.state.competency = Peer(settings.competency_url or own, seconds=settings.competency_seconds)
    try:
        async with app.state.hub.running():
            yield
    finally:
        await app.state.competency.aclose()
