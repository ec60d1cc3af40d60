"""The readiness service, declared."""

from readiness.api import router
from readiness.handlers import subscriptions
from readiness.jobs import jobs
from readiness.models import metadata
from readiness.settings import ReadinessSettings
from shared.run.service import Service

service = Service(
    name="readiness",
    metadata=metadata,
    paths=("/readiness",),
    routers=[router],
    subscriptions=subscriptions,
    jobs=jobs,
    settings=ReadinessSettings,
)
