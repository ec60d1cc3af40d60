"""What a service is, declared once, and the FastAPI app made of it.

A service's `main.py` is one `Service(...)`. How it runs (as `api`, as `worker`, or with others in one process) is
`shared.run.process`.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import typer
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession

from shared.auth.callers import Authenticator
from shared.auth.dependencies import Gate
from shared.auth.jwks import JwksCache
from shared.auth.limits import Limiter
from shared.db.database import Database
from shared.events.apply import Subscription
from shared.events.event import Topic
from shared.events.republish import Republish
from shared.http.context import Context
from shared.http.error_answers import ErrorBody, ErrorPage, install_error_handlers
from shared.http.openapi import document
from shared.http.routing import put_concrete_paths_first
from shared.run.jobs import Job
from shared.run.loops import Loop
from shared.settings import PlatformSettings, ServiceSettings

Around = Callable[[Context[Any]], AbstractAsyncContextManager[None]]
"""Opens what the service keeps as long as its app runs, into its context, and closes it in the end."""
Jobs = Callable[[Context[Any]], Sequence[Job]]
Loops = Callable[[Context[Any]], Sequence[Loop]]

Keys = Callable[[AsyncSession], Awaitable[dict[str, Any]]]
"""Reads, in a session of no district, the JWKS document that access tokens are verified with."""


@dataclass(frozen=True)
class Service:
    """A service, complete. `paths` are the public base paths it answers; the longest match wins. `keys` is of the one
    that issues access tokens. What follows one of `private_paths` is in no log and no trace. `body_limits` are bytes
    that a path takes; `streamed_bodies` the same of all paths that begin so, whose routes take a body as it comes.
    """

    name: str
    metadata: MetaData
    paths: tuple[str, ...]
    routers: Sequence[APIRouter]
    topics: Sequence[Topic] = ()
    subscriptions: Sequence[Subscription] = ()
    jobs: Jobs = lambda _: ()
    loops: Loops = lambda _: ()
    settings: type[ServiceSettings] = ServiceSettings
    body_limits: Mapping[str, int] = field(default_factory=dict)
    streamed_bodies: Mapping[str, int] = field(default_factory=dict)
    streams: tuple[str, ...] = ()
    private_paths: tuple[str, ...] = ()
    error_bodies: Mapping[str, ErrorBody] = field(default_factory=dict)
    error_page: ErrorPage | None = None
    around: Around | None = None
    commands: typer.Typer | None = None
    republish: Republish | None = None
    keys: Keys | None = None

    @property
    def migrations(self) -> str:
        """The package that holds the Alembic history."""
        return f"{self.name}:migrations"

    def read_settings(self) -> ServiceSettings:
        return self.settings.for_service(self.name)


def operation_id(route: APIRoute) -> str:
    """The function's name, which is unique in a service and becomes the method's name in a generated client. Operations
    of a standard bear the standard's names: `operation_id=` on the route.
    """
    return route.name


class ServiceApp(FastAPI):
    """The app of a service with what it stands on. Its context is there once it runs."""

    context: Context[Any]
    gate: Gate
    closing: asyncio.Event


def build_api(service: Service, platform: PlatformSettings, jwks: JwksCache) -> ServiceApp:
    """The service's app. The keys that verify tokens are the process's: whoever runs the app fetches them."""
    settings = service.read_settings()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            database = Database(
                settings.database_url.get_secret_value(),
                settings,
                application=f"trellis-{service.name}-api",
                turn_seconds=platform.http.turn_seconds,
            )
            stack.push_async_callback(database.close)
            app.context = Context(platform, settings, database, app.closing)
            if service.around is not None:
                await stack.enter_async_context(service.around(app.context))
            yield

    app = ServiceApp(
        title=f"Trellis {service.name}",
        version="1",
        lifespan=lifespan,
        openapi_url=f"/{service.name}/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
        redirect_slashes=False,  # an address is what the document says; a redirect would believe the Host that was sent
        telemetry={
            "operation_spans": False,
            "exclude": lambda scope: scope.get("path", "").startswith(service.private_paths),  # a span has the path
        },
    )
    limiter = Limiter(platform.http.rate_per_second, platform.http.rate_burst)
    app.gate = Gate(Authenticator(platform.auth, jwks), limiter, platform.http)
    app.closing = asyncio.Event()
    for router in service.routers:
        app.include_router(router)
    put_concrete_paths_first(app)
    install_error_handlers(app, service.error_bodies, service.error_page, service.private_paths)
    app.openapi = lambda: document(app, standards=tuple(service.error_bodies))  # type: ignore[method-assign]
    return app
