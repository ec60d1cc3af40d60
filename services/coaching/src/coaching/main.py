"""The coaching service, declared."""

import coaching.coaches.models
import coaching.engagements.models
import coaching.goals.models
import coaching.pilots.models
import coaching.workshops.models  # noqa: F401 (tables of the metadata)
from coaching.coaches.followers import STANDING_TOLD
from coaching.common.models import metadata
from coaching.engagements.followers import CONTENT_DUE, ENGAGEMENT_OVER, MEMBER_LEFT
from coaching.engagements.usecases.members import on_standing_told
from coaching.handlers import subscriptions
from coaching.jobs import jobs, loops
from coaching.republishing.usecases import republish
from coaching.routes import routers
from coaching.settings import CoachingSettings
from shared.contracts.coaching import COACHING
from shared.run.service import Service

STANDING_TOLD.declare(on_standing_told)
ENGAGEMENT_OVER.declare()
MEMBER_LEFT.declare()
CONTENT_DUE.declare()

service = Service(
    name="coaching",
    metadata=metadata,
    paths=("/coaching",),
    routers=routers,
    topics=[COACHING],
    subscriptions=subscriptions,
    jobs=jobs,
    loops=loops,
    settings=CoachingSettings,
    republish=republish,
)
