"""Coaching, for the person who asks for a page (ADR 0019): asked and told in the way in which readiness is."""

from typing import Annotated

from fastapi import Depends, Request

from dashboards.common.dependencies import Viewer
from dashboards.readiness.client import ReadinessClient
from shared.http.context import Kept
from shared.http.peers import ServiceClient

COACHING = Kept[ServiceClient]("coaching")
API = "/coaching/v1"


class CoachingClient(ReadinessClient):
    name = "coaching"


async def _coaching(request: Request, _: Viewer) -> CoachingClient:
    """Whoever may not see our pages makes us ask nobody."""
    return CoachingClient(request, COACHING.of(request))


Coaching = Annotated[CoachingClient, Depends(_coaching)]
