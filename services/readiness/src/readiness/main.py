"""The readiness service, declared."""

import readiness.instruments.models  # noqa: F401 (its tables are of the metadata)
from readiness.common.models import metadata
from readiness.handlers import subscriptions
from readiness.jobs import jobs
from readiness.settings import ReadinessSettings
from shared.run.service import Service

service = Service(
    name="readiness",
    metadata=metadata,
    paths=("/readiness",),
    routers=[],
    subscriptions=subscriptions,
    jobs=jobs,
    settings=ReadinessSettings,
)
