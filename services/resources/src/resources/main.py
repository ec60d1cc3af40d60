"""The resources service, declared."""

import resources.items.models  # noqa: F401 (tables of the metadata)
from resources.common.models import metadata
from resources.handlers import subscriptions
from resources.jobs import jobs
from resources.republishing import republish
from resources.routes import routers
from resources.settings import ResourcesSettings
from shared.contracts.resources import RESOURCES
from shared.run.service import Service

service = Service(
    name="resources",
    metadata=metadata,
    paths=("/resources",),
    routers=routers,
    topics=[RESOURCES],
    subscriptions=subscriptions,
    jobs=jobs,
    settings=ResourcesSettings,
    republish=republish,
)
