"""The coaching service, declared."""

from coaching.api import router
from coaching.handlers import subscriptions
from coaching.jobs import jobs
from coaching.models import metadata
from coaching.settings import CoachingSettings
from shared.run.service import Service

service = Service(
    name="coaching",
    metadata=metadata,
    paths=("/coaching",),
    routers=[router],
    subscriptions=subscriptions,
    jobs=jobs,
    settings=CoachingSettings,
)
