"""The resources service, declared."""

from resources.common.models import metadata
from resources.handlers import subscriptions
from resources.jobs import jobs
from resources.routes import routers
from resources.settings import ResourcesSettings
from shared.run.service import Service

service = Service(
    name="resources",
    metadata=metadata,
    paths=("/resources",),
    routers=routers,
    subscriptions=subscriptions,
    jobs=jobs,
    settings=ResourcesSettings,
)
