"""What the routes of results keep as long as the app runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends

from readiness.assessments.context import PINNED
from readiness.common.context import ReadinessContext
from readiness.scoring.usecases.known_results import KnownResults
from shared.http.context import Kept

KNOWN_RESULTS = Kept[KnownResults]("known results")
Known = Annotated[KnownResults, Depends(KNOWN_RESULTS)]


@asynccontextmanager
async def with_results(context: ReadinessContext) -> AsyncIterator[None]:
    """Stands within `with_raters`, whose pinned instruments it reads."""
    context.keep(KNOWN_RESULTS, KnownResults(context.find(PINNED)))
    yield
