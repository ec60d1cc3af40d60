"""The readiness service, declared."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import readiness.assessments.models
import readiness.instruments.models
import readiness.scoring.models
import readiness.selection.models  # noqa: F401 (tables of the metadata)
from readiness.assessments.api import routers as assessments
from readiness.assessments.context import with_raters
from readiness.common.context import ReadinessContext
from readiness.common.models import metadata
from readiness.handlers import subscriptions
from readiness.instruments.api import drafts, offers, versions
from readiness.jobs import jobs, loops
from readiness.republishing.usecases import republish
from readiness.scoring.api import routers as scoring
from readiness.scoring.context import with_results
from readiness.selection.api import routers as selection
from readiness.settings import ReadinessSettings
from shared.contracts.readiness import READINESS
from shared.run.service import Service


@asynccontextmanager
async def _around(context: ReadinessContext) -> AsyncIterator[None]:
    async with with_raters(context), with_results(context):
        yield


service = Service(
    name="readiness",
    metadata=metadata,
    paths=("/readiness",),
    private_paths=("/readiness/v1/invitations/", "/readiness/v1/my-invitations/"),
    routers=[drafts.router, versions.router, offers.router, *assessments, *scoring, *selection],
    topics=[READINESS],
    subscriptions=subscriptions,
    jobs=jobs,
    loops=loops,
    around=_around,
    body_limits={drafts.SHEET_PATH: drafts.SHEET_LIMIT},
    settings=ReadinessSettings,
    republish=republish,
)
