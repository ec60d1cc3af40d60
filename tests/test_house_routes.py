"""The house's rules, read off the services' routes."""

from inspect import isasyncgenfunction, iscoroutinefunction, isroutine
from typing import Any

import pytest

from shared.http.editing import expected_version, read_version
from shared.http.openapi import dependencies_of
from shared.http.routing import routes_of
from tests.conformance.operations import apps


def name_of(call: Any) -> str:
    return f"{getattr(call, '__module__', type(call).__module__)}.{getattr(call, '__qualname__', type(call).__name__)}"


def asks_for_a_thread(call: Any) -> bool:
    """Whatever is no coroutine, classes among it, FastAPI hands to a thread."""
    function = call if isroutine(call) or isinstance(call, type) else type(call).__call__
    return not (iscoroutinefunction(function) or isasyncgenfunction(function))


@pytest.mark.parametrize("service", sorted(apps()))
def test_no_route_and_nothing_that_one_depends_on_asks_for_a_thread(service: str) -> None:
    """A thread's turn costs a request as much as two statements, and there are forty of them for all requests."""
    called = {
        call for route in routes_of(apps()[service]) for call in (route.endpoint, *dependencies_of(route.dependant))
    }
    assert called
    assert sorted(name_of(call) for call in called if asks_for_a_thread(call)) == []


# Who calls and what they may, when, and on which connection.
NEEDS_NO_LOOK = {
    "competency.learners.api.taking_part._TakesPart",
    "rostering.api.access.RosterAccess",
    "shared.auth.dependencies.Needs",
    "shared.auth.dependencies._Authenticated",
    "shared.http.body._received",
    "shared.http.context.Kept",
    "shared.http.context._clock",
    "shared.http.context._now",
    "shared.http.session.session_of_caller",
}


@pytest.mark.parametrize("service", sorted(apps()))
def test_an_edit_without_its_version_is_refused_before_anything_is_looked_up(service: str) -> None:
    """Else the same incomplete request is a 428 or a 404 by what happens to be stored."""
    before: set[str] = set()
    for route in routes_of(apps()[service]):
        called = list(dependencies_of(route.dependant))
        first = next((place for place, call in enumerate(called) if call in (expected_version, read_version)), 0)
        before.update(name_of(call) for call in called[:first])
    assert sorted(before - NEEDS_NO_LOOK) == []


class _Counts:
    def __init__(self, most: int) -> None:
        self.most = most

    async def __call__(self) -> int:
        return self.most


def _plain() -> None: ...


async def _coroutine() -> None: ...


def test_what_asks_for_a_thread_is_recognised() -> None:
    assert [asks_for_a_thread(one) for one in (_plain, _Counts, _coroutine, _Counts(3))] == [True, True, False, False]
