"""What the app keeps while it runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dashboards.coaching.client import COACHING
from dashboards.common.client import COMPETENCY
from dashboards.common.dependencies import DashboardsContext
from dashboards.library.client import RESOURCES
from dashboards.progress.dependencies import TOTALS
from dashboards.progress.usecases.totals import CountedTotals
from dashboards.readiness.client import READINESS
from dashboards.readiness.partners.client import PARTNERS
from dashboards.stream.api import HUB
from dashboards.stream.hub import Hub
from shared.http.peers import ServiceClient


@asynccontextmanager
async def live(context: DashboardsContext) -> AsyncIterator[None]:
    """Keeps the hub of all streams, counted totals, and the ways to other services, while the app runs."""
    settings, http = context.settings, context.platform.http
    hub = Hub(context.database, settings, context.closing)
    own = f"http://{http.host}:{http.port}"
    competency = ServiceClient(settings.competency_url or own, seconds=settings.competency_seconds)
    readiness = ServiceClient(settings.readiness_url or own, seconds=settings.readiness_seconds)
    partners = ServiceClient(settings.partners_url or own, seconds=settings.partners_seconds)
    coaching = ServiceClient(settings.coaching_url or own, seconds=settings.coaching_seconds)
    resources = ServiceClient(settings.resources_url or own, seconds=settings.resources_seconds)
    context.keep(HUB, hub)
    context.keep(TOTALS, CountedTotals(settings.totals_seconds))
    context.keep(COMPETENCY, competency)
    context.keep(READINESS, readiness)
    context.keep(PARTNERS, partners)
    context.keep(COACHING, coaching)
    context.keep(RESOURCES, resources)
    try:
        async with hub.running():
            yield
    finally:
        await competency.aclose()
        await readiness.aclose()
        await partners.aclose()
        await coaching.aclose()
        await resources.aclose()
