"""What the routes of feeds keep as long as the app runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from coaching.common.context import CoachingContext
from shared.auth.limits import Limiter
from shared.http.context import Kept

GUESSES = Kept[Limiter]("addresses that open no feed")
"""Of everybody together: a hundred at once, then five a second. Who has a right address never waits for them."""
READS = Kept[Limiter]("reads of a feed")
"""Of each feed: sixty at once, then one a second."""


@asynccontextmanager
async def with_feeds(context: CoachingContext) -> AsyncIterator[None]:
    context.keep(GUESSES, Limiter(5, 100))
    context.keep(READS, Limiter(1, 60))
    yield
