"""What the routes of assessments keep as long as the app runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends

from readiness.assessments.queries.pinned import PinnedInstruments
from readiness.common.context import ReadinessContext
from shared.auth.limits import Limiter
from shared.http.context import Kept

PINNED = Kept[PinnedInstruments]("pinned instruments")
Pinned = Annotated[PinnedInstruments, Depends(PINNED)]
WRONG_SECRETS = Kept[Limiter]("wrong secrets")
"""Of each invitation: ten at once, then one in five seconds. Who has the right secret never waits for them."""
OWN_REQUESTS = Kept[Limiter]("raters' requests")
"""Of each invitation, with the right secret. Not of an address: a whole school may sit behind one."""


@asynccontextmanager
async def with_raters(context: ReadinessContext) -> AsyncIterator[None]:
    context.keep(PINNED, PinnedInstruments())
    context.keep(WRONG_SECRETS, Limiter(0.2, 10))
    context.keep(OWN_REQUESTS, Limiter(20, 400))
    yield
