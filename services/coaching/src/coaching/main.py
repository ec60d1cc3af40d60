"""The coaching service, declared."""

import coaching.coaches.models
import coaching.engagements.models  # noqa: F401 (tables of the metadata)
from coaching.common.models import metadata
from coaching.engagements.followers import CONTENT_DUE, ENGAGEMENT_OVER, MEMBER_LEFT
from coaching.handlers import subscriptions
from coaching.jobs import jobs
from coaching.republishing.usecases import republish
from coaching.routes import routers
from coaching.settings import CoachingSettings
from shared.contracts.coaching import COACHING
from shared.run.service import Service

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
    settings=CoachingSettings,
    republish=republish,
)
