"""The readiness service, declared."""

import readiness.instruments.models  # noqa: F401 (its tables are of the metadata)
from readiness.common.models import metadata
from readiness.handlers import subscriptions
from readiness.instruments.api import drafts, offers, versions
from readiness.jobs import jobs
from readiness.settings import ReadinessSettings
from shared.contracts.readiness import READINESS
from shared.run.service import Service

service = Service(
    name="readiness",
    metadata=metadata,
    paths=("/readiness",),
    routers=[drafts.router, versions.router, offers.router],
    topics=[READINESS],
    subscriptions=subscriptions,
    jobs=jobs,
    body_limits={drafts.SHEET_PATH: drafts.SHEET_LIMIT},
    settings=ReadinessSettings,
)
