"""One operating-system process: the apps it serves, the work it does in the background, and how it ends.

The same apps and workers are composed whether a process runs one service's `api`, its `worker`, or everything at once.
"""

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from types import FrameType
from typing import Any

import orjson
import structlog
import uvicorn
from asyncpg import PostgresError
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.auth.jwks import JwksCache, ReadKeys
from shared.events.kafka import limit_client_logs
from shared.http.connections import protocol_with
from shared.run.documentation import PATH, Documentation
from shared.run.edge import OuterMiddleware
from shared.run.long_work import keep_what_is_there
from shared.run.revision import revision_problem
from shared.run.service import Service, ServiceApp, build_api
from shared.run.worker import Worker
from shared.settings import HttpSettings, PlatformSettings
from shared.telemetry import LOOP_LAG, Heartbeat, configure_logs, configure_traces

log = structlog.get_logger(__name__)

Check = Callable[[], Awaitable[str | None]]
"""Says what is not ready, or None."""


class Process:
    """An ASGI app that hands each request to the service whose path it is, and runs the workers beside. With
    `documentation` it also answers under /docs: only where it serves all of the platform.
    """

    def __init__(
        self, services: Sequence[Service], *, api: bool = True, worker: bool = True, documentation: bool = False
    ) -> None:
        self.platform = PlatformSettings()
        self.jwks = JwksCache(self.platform.auth.jwks_url, self._keys_read_by(services) if api else None)
        self.apps: dict[str, ServiceApp] = {}
        self._routes: list[tuple[str, ASGIApp]] = []
        self._checks: dict[str, Check] = {}
        self.workers = [Worker(service, self.platform) for service in services] if worker else []
        self._services = services if api else []
        self.draining = False
        for service in self._services:
            self._add_app(service)
        if documentation:
            self._routes.append((PATH, Documentation(self.platform.http.docs_folder)))
        self._routes.sort(key=lambda route: -len(route[0]))
        for worker_ in self.workers:
            self._checks[f"{worker_.service.name}.worker"] = worker_.not_ready

    def _keys_read_by(self, services: Sequence[Service]) -> ReadKeys | None:
        """Reads the keys where the issuer of tokens is among these services, else nothing does."""
        issuer = next((service for service in services if service.keys is not None), None)
        if issuer is None:
            return None

        async def read() -> dict[str, Any]:
            assert issuer.keys is not None  # noqa: S101
            async with self.apps[issuer.name].context.database.transaction(None) as session:
                return await issuer.keys(session)

        return read

    def _add_app(self, service: Service) -> None:
        app = build_api(service, self.platform, self.jwks)
        edge = OuterMiddleware(app, service, self.platform.http)
        self.apps[service.name] = app
        self._routes += [(path, edge) for path in service.paths]
        self._checks[f"{service.name}.api"] = lambda: self._api_not_ready(service, app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        path = scope.get("path", "")
        own_port = self.platform.http.operations_port
        on_own_port = own_port is not None and scope["server"][1] == own_port
        operations = {"/healthz": self._live, "/readyz": self._ready, "/metrics": self._metrics}.get(path)
        if operations is not None and scope["type"] == "http" and (on_own_port or own_port is None):
            await (await operations())(scope, receive, send)
            return
        for prefix, app in () if on_own_port else self._routes:
            if path == prefix or path.startswith(prefix if prefix.endswith("/") else prefix + "/"):
                await app(scope, receive, send)
                return
        await _no_such_path(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        async with AsyncExitStack() as stack:
            await receive()
            try:
                await self._start(stack)
            except Exception as error:
                log.critical("process.not_started", exc_info=True)
                await send({"type": "lifespan.startup.failed", "message": repr(error)})
                return
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self, stack: AsyncExitStack) -> None:
        limit_client_logs()
        for app in self.apps.values():
            await stack.enter_async_context(app.router.lifespan_context(app))
        for worker in self.workers:
            await worker.start()
            stack.push_async_callback(worker.stop)
        background = [self._watch()]
        if self.apps:
            background.append(self.jwks.keep_fresh())
        for coroutine in background:
            task = asyncio.create_task(coroutine)
            stack.callback(task.cancel)

    async def _watch(self) -> None:
        """Ends the process when a loop has gone silent, and measures how late the event loop is."""
        while True:
            asked = time.monotonic()
            await asyncio.sleep(1)
            LOOP_LAG.set(max(0.0, time.monotonic() - asked - 1))
            for heartbeat in Heartbeat.all:
                if heartbeat.dead:
                    log.critical("process.loop_is_silent", loop=heartbeat.name, seconds=heartbeat.silent_for)
                    os._exit(70)

    def drain(self) -> None:
        """Not ready any more; streams end, so that their clients go elsewhere."""
        self.draining = True
        for app in self.apps.values():
            app.closing.set()

    async def _live(self) -> Response:
        return _json({"status": "alive"})

    async def _ready(self) -> Response:
        problems = {name: problem for name, check in self._checks.items() if (problem := await check())}
        if self.draining:
            problems["process"] = "shutting down"
        content: dict[str, Any] = {"status": "not ready" if problems else "ready", "problems": problems}
        if self.platform.http.instance is not None:
            content["instance"] = self.platform.http.instance
        return _json(content, 503 if problems else 200)

    async def _metrics(self) -> Response:
        for worker in self.workers:
            with contextlib.suppress(SQLAlchemyError, PostgresError):  # the other figures matter all the more
                await worker.count_waiting_keys()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    async def _api_not_ready(self, service: Service, app: ServiceApp) -> str | None:
        try:
            async with asyncio.timeout(3):
                problem = await revision_problem(app.context.database, service)
        except Exception as error:
            return f"database: {type(error).__name__}"
        if problem:
            return problem
        if self.jwks.ready:
            return None
        return f"no signing keys yet from {self.jwks.place}" + (f": {self.jwks.problem}" if self.jwks.problem else "")


class _Server(uvicorn.Server):
    """Uvicorn, with the start's objects out of the collector's way, and a pause between "not ready" and closing the
    door.
    """

    def __init__(self, config: uvicorn.Config, process: Process) -> None:
        super().__init__(config)
        self._process = process

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        keep_what_is_there()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        already, seconds = self._process.draining, self._process.platform.http.drain_seconds
        self._process.drain()
        if already or seconds <= 0 or sig == signal.SIGINT:
            super().handle_exit(sig, frame)
        else:
            asyncio.get_event_loop().call_later(seconds, super().handle_exit, sig, frame)


def serve(services: Sequence[Service], *, api: bool, worker: bool, documentation: bool = False) -> None:
    """Run until told to stop."""
    platform = PlatformSettings()
    configure_logs(platform.telemetry)
    name = services[0].name if len(services) == 1 else "all"
    configure_traces(platform.telemetry, name)
    process = Process(services, api=api, worker=worker, documentation=documentation)
    config = server_config(process, platform.http)
    _Server(config, process).run(_two_doors(config, platform.http))


def server_config(app: ASGIApp, http: HttpSettings) -> uvicorn.Config:
    """How we are served. Whom a request comes from is the peer of its connection, or, where that is one of our own
    proxies, what the proxy says.
    """
    return uvicorn.Config(
        app,
        host=http.host,
        port=http.port,
        proxy_headers=bool(http.forwarded_allow_ips),
        forwarded_allow_ips=http.forwarded_allow_ips,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=http.keep_alive_seconds,
        lifespan="on",
        loop="uvloop",
        http=protocol_with(http),
    )


def _two_doors(config: uvicorn.Config, http: HttpSettings) -> list[socket.socket] | None:
    """Sockets for requests and for operators, where those have a port of their own; else uvicorn opens the one."""
    if http.operations_port is None:
        return None
    return [each.bind_socket() for each in (config, uvicorn.Config(config.app, http.host, http.operations_port))]


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")


async def _no_such_path(scope: Scope, receive: Receive, send: Send) -> None:
    from shared.errors import NotFound
    from shared.http.error_answers import problem_response

    if scope["type"] == "http":
        await problem_response(NotFound("There is nothing at this address."))(scope, receive, send)
