"""A service in the test's own process: its app behind a client, its database as both roles, its outbox to look into."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar, overload
from uuid import UUID

import httpx
from sqlalchemy import text

from shared.auth.jwks import JwksCache
from shared.cli import installed_services
from shared.db.database import Database
from shared.events.event import REGISTRY, Event
from shared.http.context import Context
from shared.run.edge import OuterMiddleware
from shared.run.service import Service, ServiceApp, build_api
from shared.settings import PlatformSettings
from shared.testing.callers import ISSUER, LEARNER_ID_KEY, Tokens
from shared.values.clock import Clock

BASE = "http://trellis.test"

E = TypeVar("E", bound=Event)

_OUTBOX = text("select district_id, key, sequence, event_type, body from outbox order by id")


class Urls(Protocol):
    """The three roles' URLs of the service's database."""

    @property
    def owner(self) -> str: ...
    @property
    def app(self) -> str: ...
    @property
    def worker(self) -> str: ...


@dataclass(frozen=True)
class Published(Generic[E]):
    """An event as it lies in the outbox."""

    district_id: UUID
    sequence: int
    event: E


@dataclass
class RunningService:
    """What a test holds of the service it tests."""

    service: Service
    app: ServiceApp
    asgi: OuterMiddleware
    tokens: Tokens
    worker: Database
    on_answer: list[Callable[[httpx.Response], Awaitable[None]]] = field(default_factory=list)
    """What looks at every answer that a client of the test's gets."""

    def client(self, district_id: UUID | None = None, *scopes: str, **claims: Any) -> httpx.AsyncClient:
        """A client of this district with these scopes; without a district, an anonymous one."""
        headers = {}
        if district_id is not None:
            headers["Authorization"] = f"Bearer {self.tokens.token(district_id, *scopes, **claims)}"
        transport = httpx.ASGITransport(self.asgi, raise_app_exceptions=False)
        hooks = {"response": self.on_answer}
        return httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers, event_hooks=hooks)

    @contextmanager
    def set_clock(self, clock: Clock) -> Iterator[None]:
        """Until the block ends, app, jobs and the handlers of `Deliveries` with the context's clock go by this one. The
        database and whoever checks access tokens keep to the wall clock.
        """
        context = self.app.context
        before, context.clock = context.clock, clock
        try:
            yield
        finally:
            context.clock = before

    async def run_job(self, name: str) -> bool:
        """One transaction of a job, as a worker's runner makes it; whether there is more to do at once."""
        app = self.app.context
        context = Context(app.platform, app.settings, self.worker, asyncio.Event(), app.clock)
        (job,) = (job for job in self.service.jobs(context) if job.name == name)
        async with self.worker.transaction(None) as session:
            return await job.work(session)

    @overload
    async def published(self) -> list[Published[Event]]: ...
    @overload
    async def published(self, *kinds: type[E]) -> list[Published[E]]: ...
    async def published(self, *kinds: type[Event]) -> list[Published[Any]]:
        """What waits in the outbox, in order; of these kinds only, where some are named."""
        async with self.worker.transaction(None) as session:
            rows = (await session.execute(_OUTBOX)).all()
        found = [Published(r.district_id, r.sequence, REGISTRY[r.event_type].read(r.body)) for r in rows if r.body]
        return [p for p in found if not kinds or isinstance(p.event, kinds)]

    async def clear_outbox(self) -> None:
        async with self.worker.transaction(None) as session:
            await session.execute(text("delete from outbox"))


def set_environment(service: Service, urls: Urls, **extra: str) -> None:
    """Settings come from the environment, in tests as anywhere."""
    prefix = service.name.upper()
    os.environ |= {
        f"{prefix}_DATABASE_URL": urls.app,
        f"{prefix}_WORKER_DATABASE_URL": urls.worker,
        f"{prefix}_OWNER_DATABASE_URL": urls.owner,
        "AUTH_LEARNER_ID_KEY": LEARNER_ID_KEY.decode(),
        "AUTH_ISSUER": ISSUER,
        "AUTH_JWKS_URL": "http://127.0.0.1:9/jwks.json",  # where nobody answers: a test gives its keys itself
        "HTTP_PORT": "9",  # nobody answers there either: peers whose address is left out are asked at this one
        "HTTP_PUBLIC_URL": BASE,
        "HTTP_RATE_PER_SECOND": "1000000",
        "HTTP_RATE_BURST": "1000000",
        "HTTP_TURN_SECONDS": "25",  # on a busy machine a test waits; who tests the waiting names the usual time
        **extra,
    }


def clean_environment() -> dict[str, str]:
    """The environment of a process that a test starts, without any setting of ours: the test names those it wants."""
    ours = (
        "TRELLIS_",
        *(f"{name.upper()}_" for name in ("kafka", "auth", "http", "mail", "telemetry", *installed_services())),
    )
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@asynccontextmanager
async def run_service(
    service: Service, urls: Urls, tokens: Tokens | None = None, **extra: str
) -> AsyncIterator[RunningService]:
    """Run the service's app on a migrated database until the block ends, with these variables of the environment."""
    set_environment(service, urls, **extra)
    tokens = tokens or Tokens()
    platform = PlatformSettings()
    jwks = JwksCache(platform.auth.jwks_url)
    jwks.use(tokens.jwks())
    app = build_api(service, platform, jwks)
    settings = service.read_settings()
    worker = Database(settings.worker_database_url.get_secret_value(), settings, application="test-worker", pool=5)
    edge = OuterMiddleware(app, service, platform.http)
    try:
        async with app.router.lifespan_context(app):
            yield RunningService(service, app, edge, tokens, worker)
    finally:
        await worker.close()
