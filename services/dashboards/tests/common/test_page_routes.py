"""In which order the route of a page takes what it needs: FastAPI resolves dependencies as they stand (ADR 0019)."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from fastapi.routing import APIRoute

from dashboards.common.client import Competency
from dashboards.common.dependencies import PositionBefore
from dashboards.main import service
from shared.http.openapi import dependencies_of
from shared.http.session import session_of_caller

ASKS_COMPETENCY: Callable[..., Any] = get_args(Competency)[1].dependency
NAMES_THE_POSITION: Callable[..., Any] = get_args(PositionBefore)[1].dependency
ASKING = [
    route
    for router in service.routers
    for route in router.routes
    if isinstance(route, APIRoute) and ASKS_COMPETENCY in dependencies_of(route.dependant)
]


def places(route: APIRoute, call: Callable[..., Any]) -> list[int]:
    """Which of the route's dependencies lead to this one."""
    return [
        place
        for place, dependency in enumerate(route.dependant.dependencies)
        if dependency.call is call or call in dependencies_of(dependency)
    ]


def test_pages_that_ask_competency_are_found() -> None:
    assert len(ASKING) > 8


@pytest.mark.parametrize("route", ASKING, ids=lambda route: route.path)
def test_no_transaction_is_open_while_competency_is_asked(route: APIRoute) -> None:
    assert max(places(route, ASKS_COMPETENCY)) < min(places(route, session_of_caller))


@pytest.mark.parametrize("route", ASKING, ids=lambda route: route.path)
def test_the_position_that_a_page_goes_on_from_is_that_of_before_competency_was_asked(route: APIRoute) -> None:
    named = places(route, NAMES_THE_POSITION)
    assert named == [] or max(named) < min(places(route, ASKS_COMPETENCY))
