"""What a service is, declared once, and the FastAPI app made of it.

A service's `main.py` is one `Service(...)`. How it runs (as `api`, as `worker`, or with others in one process) is
`shared.process`.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import typer
from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession

from shared.auth import Authenticator, KeyRing, Limiter
from shared.db import Database
from shared.errors import ErrorBody, install_error_handlers
from shared.events.apply import Subscription
from shared.events.event import Topic
from shared.jobs import Job
from shared.loops import Loop
from shared.settings import PlatformSettings, ServiceSettings

Around = Callable[[FastAPI], AbstractAsyncContextManager[None]]
Republish = Callable[[AsyncSession], Awaitable[int]]


@dataclass(frozen=True)
class Service:
    """A service, complete. `paths` are the public base paths it answers; the longest match wins."""

    name: str
    metadata: MetaData
    paths: tuple[str, ...]
    routers: Sequence[APIRouter]
    topics: Sequence[Topic] = ()
    subscriptions: Sequence[Subscription] = ()
    jobs: Sequence[Job] = ()
    loops: Sequence[Loop] = ()
    settings: type[ServiceSettings] = ServiceSettings
    body_limits: Mapping[str, int] = field(default_factory=dict)
    streams: tuple[str, ...] = ()
    error_bodies: Mapping[str, ErrorBody] = field(default_factory=dict)
    around: Around | None = None
    commands: typer.Typer | None = None
    republish: Republish | None = None

    @property
    def migrations(self) -> str:
        """The package that holds the Alembic history."""
        return f"{self.name}:migrations"

    def read_settings(self) -> ServiceSettings:
        return self.settings.for_service(self.name)


def build_api(service: Service, platform: PlatformSettings, ring: KeyRing) -> FastAPI:
    """The service's app. The key ring is the process's: it is filled by whoever runs the app."""
    settings = service.read_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            database = Database(
                settings.database_url.get_secret_value(), settings, application=f"trellis-{service.name}-api"
            )
            stack.push_async_callback(database.close)
            app.state.database = database
            if service.around is not None:
                await stack.enter_async_context(service.around(app))
            yield

    app = FastAPI(
        title=f"Trellis {service.name}",
        version="1",
        lifespan=lifespan,
        openapi_url=f"/{service.name}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # an address is what the document says; a redirect would believe the Host that was sent
        telemetry={"operation_spans": False},
    )
    app.state.platform = platform
    app.state.settings = settings
    app.state.service = service
    app.state.authenticator = Authenticator(platform.auth, ring)
    app.state.limiter = Limiter(platform.http)
    app.state.closing = asyncio.Event()
    for router in service.routers:
        app.include_router(router)
    install_error_handlers(app, service.error_bodies)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    return app


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, in which every operation says that it may answer with a problem document."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, routes=app.routes)
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        schemas.pop("HTTPValidationError", None)
        schemas.pop("ValidationError", None)
        schemas["Problem"] = PROBLEM_SCHEMA
        service: Service = app.state.service
        for path, operations in schema.get("paths", {}).items():
            standard = any(path.startswith(prefix) for prefix in service.error_bodies)
            for operation in operations.values():
                operation["responses"].pop("422", None)
                operation["responses"]["default"] = STANDARD_ERROR if standard else PROBLEM_ANSWER
        app.openapi_schema = schema
    return app.openapi_schema


PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457: what is wrong, where, and what to do about it",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "in": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
PROBLEM_ANSWER: dict[str, Any] = {
    "description": "A problem: the request was not carried out",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
STANDARD_ERROR: dict[str, Any] = {
    "description": "The standard's own error body",
    "content": {"application/json": {"schema": {"type": "object"}}},
}
