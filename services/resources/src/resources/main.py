"""The resources service, declared."""

from resources.api import router
from resources.handlers import subscriptions
from resources.jobs import jobs
from resources.models import metadata
from resources.settings import ResourcesSettings
from shared.run.service import Service

service = Service(
    name="resources",
    metadata=metadata,
    paths=("/resources",),
    routers=[router],
    subscriptions=subscriptions,
    jobs=jobs,
    settings=ResourcesSettings,
)
