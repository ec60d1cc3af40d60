"""The coaching service, declared."""

import coaching.coaches.models
import coaching.workshops.models  # noqa: F401
from coaching.common.models import metadata
from coaching.handlers import subscriptions
from coaching.jobs import jobs
from coaching.republishing.usecases import republish
from coaching.routes import routers
from coaching.settings import CoachingSettings
from shared.contracts.coaching import COACHING
from shared.run.service import Service

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
