"""The resources service, declared."""

import resources.items.models
import resources.searches.models  # noqa: F401 (tables of the metadata)
from resources.common.models import metadata
from resources.handlers import subscriptions
from resources.items.followers import ITEM_TOLD
from resources.jobs import jobs
from resources.republishing import republish
from resources.routes import routers
from resources.searches.usecases.indexing import index_item
from resources.settings import ResourcesSettings
from shared.contracts.resources import RESOURCES
from shared.run.service import Service

ITEM_TOLD.declare(index_item)

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
