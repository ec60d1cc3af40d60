"""The resources service, declared."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import resources.adoptions.models
import resources.files.models
import resources.items.models
import resources.outcomes.models
import resources.playlists.models
import resources.remarks.models
import resources.searches.models  # noqa: F401 (tables of the metadata)
from resources.adoptions.usecases.adapting import forget_discarded, give_up_draft, keep_draft
from resources.adoptions.usecases.offering import outdate_offers
from resources.adoptions.usecases.origins import answer_origins
from resources.common.models import metadata
from resources.files.api.uploads import PREFIX as UPLOADS
from resources.files.context import ResourcesContext, with_store
from resources.files.rules.file_types import LARGEST
from resources.handlers import subscriptions
from resources.items.api.contents import LINKS
from resources.items.followers import DRAFT_DISCARDED, ITEM_DISCARDED, ITEM_REVISED, ITEM_TOLD, ORIGINS_ASKED
from resources.jobs import jobs, loops
from resources.outcomes.usecases.recording import record_given
from resources.playlists.followers import ENTRIES_GIVEN
from resources.republishing import republish
from resources.routes import routers
from resources.searches.usecases.indexing import index_item
from resources.settings import ResourcesSettings
from shared.contracts.resources import RESOURCES
from shared.run.service import Service

ITEM_TOLD.declare(index_item)
ORIGINS_ASKED.declare(answer_origins)
ITEM_DISCARDED.declare(forget_discarded)
DRAFT_DISCARDED.declare(give_up_draft)
ITEM_REVISED.declare(keep_draft, outdate_offers)
ENTRIES_GIVEN.declare(record_given)


@asynccontextmanager
async def _around(context: ResourcesContext) -> AsyncIterator[None]:
    async with with_store(context):
        yield


service = Service(
    name="resources",
    metadata=metadata,
    paths=("/resources",),
    routers=routers,
    topics=[RESOURCES],
    subscriptions=subscriptions,
    jobs=jobs,
    loops=loops,
    settings=ResourcesSettings,
    streamed_bodies={UPLOADS: LARGEST},
    private_paths=(f"{LINKS}/",),
    republish=republish,
    around=_around,
)
