"""Which path an address is of, and which methods that path has.

A concrete path comes before those with parameters, whatever the method (OpenAPI 3.1, Paths Object): `/evidence/batch`
is no address of `/evidence/{evidence_id}`. The framework looks for a route by path and method at once, so that a GET
of it would be answered as that of an ill-formed id.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


class ConcretePaths(BaseRoute):
    """The first of an app's routes: refuses the methods that a concrete path does not have, by one look-up."""

    def __init__(self, methods: Mapping[str, frozenset[str]]) -> None:
        self._methods = methods

    def methods(self, scope: Scope) -> frozenset[str] | None:
        """Those of the concrete path that this is an address of; None where it is of no such path."""
        return self._methods.get(scope["path"])

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        own = self.methods(scope) if scope["type"] == "http" else None
        return (Match.NONE if own is None or scope["method"] in own else Match.FULL), {}

    async def handle(self, *_: Any) -> None:
        raise HTTPException(405)


def routes_of(app: FastAPI) -> Iterator[Any]:
    """Every API route with what it inherits from the routers that include it; has the attributes of an `APIRoute`."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute):
            yield route


def put_concrete_paths_first(app: FastAPI) -> None:
    """To be called when all routers are included."""
    methods: dict[str, frozenset[str]] = {}
    for route in routes_of(app):
        if "{" not in route.path_format:
            methods[route.path_format] = methods.get(route.path_format, frozenset()) | route.methods
    app.router.routes.insert(0, ConcretePaths(methods))


def allowed_methods(app: FastAPI, scope: Scope) -> str:
    """What `Allow` says: every method of the path, not those of the first matching route only."""
    concrete = next(route for route in app.routes if isinstance(route, ConcretePaths))
    own = concrete.methods(scope)
    if own is None:
        own = frozenset(method for method in _METHODS if _answers(app, {**scope, "method": method}))
    return ", ".join(sorted(own))


def _answers(app: FastAPI, scope: Scope) -> bool:
    return any(route.matches(scope)[0] is Match.FULL for route in app.routes)
