"""What the routes, jobs and loops of a service stand on: its settings, its database, its clock, and what it keeps while
it runs.

Routes take it as a dependency; a service gives its settings' type once::

    InContext = Annotated[Context[GoalsSettings], Depends(context_of)]

    async def list_goals(caller: Reads, context: InContext) -> ...

What a subject keeps as long as the app runs (a client, a limiter) has a place there that `Service.around` fills::

    OUTBOUND = Kept[OutboundClient]("outbound")

    async def add_endpoint(outbound: Annotated[OutboundClient, Depends(OUTBOUND)]) -> ...

A route that needs to know what time it is takes `now: Now` and passes it on; a job or a loop takes `context.now()`.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar, cast

from fastapi import Depends, Request

from shared.db.database import Database
from shared.settings import PlatformSettings, ServiceSettings
from shared.values.clock import Clock, utc_now

Settings = TypeVar("Settings", bound=ServiceSettings)
Thing = TypeVar("Thing")


@dataclass
class Context(Generic[Settings]):
    """One service in one process, as app or as worker. `database` is the app's or the worker's own; `closing` is set
    when an app is told to stop, for whatever would not end by itself (a worker's loops are cancelled). `clock` is the
    wall clock, unless a test sets another.
    """

    platform: PlatformSettings
    settings: Settings
    database: Database
    closing: asyncio.Event
    clock: Clock = utc_now
    _kept: dict["Kept[Any]", Any] = field(default_factory=dict)

    def now(self) -> datetime:
        """What time it is by the service's clock, in UTC. Ask once for one piece of work."""
        return self.clock()

    def keep(self, place: "Kept[Thing]", thing: Thing) -> None:
        """From now on the routes find it there, in place of what was there before."""
        self._kept[place] = thing

    def find(self, place: "Kept[Thing]") -> Thing:
        """Raises a KeyError where nothing is kept there."""
        return cast(Thing, self._kept[place])


class Kept(Generic[Thing]):
    """A place in a context for one thing of this type; as a dependency of a route, the thing itself."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return f"Kept({self._name!r})"

    async def __call__(self, request: Request) -> Thing:
        return self.of(request)

    def of(self, request: Request) -> Thing:
        """What the service that answers this request keeps there."""
        return read_context(request).find(self)


def read_context(request: Request) -> Context[Any]:
    """The context of the service that answers this request."""
    context: Context[Any] = request.app.context
    return context


async def context_of(request: Request) -> Context[Any]:
    """The same as a dependency: a coroutine, so that FastAPI asks no thread for it."""
    return read_context(request)


async def _now(request: Request) -> datetime:
    return read_context(request).now()


Now = Annotated[datetime, Depends(_now)]
"""The moment of the request, the same for all that it does."""


async def _clock(request: Request) -> Clock:
    return read_context(request).now


ContextClock = Annotated[Clock, Depends(_clock)]
"""For a moment that has to follow what a lock made the request wait for: it is asked of the clock behind the lock."""
