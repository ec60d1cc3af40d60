"""The rostering service, declared."""

from rostering.api import routers
from rostering.api.bulk import body_limits
from rostering.jobs import jobs
from rostering.models import metadata
from rostering.usecases.republish import republish
from shared.contracts.rostering import PEOPLE, ROSTERING
from shared.run.service import Service

service = Service(
    name="rostering",
    metadata=metadata,
    paths=("/rostering",),
    routers=routers,
    topics=(ROSTERING, PEOPLE),
    jobs=jobs,
    body_limits=body_limits,
    republish=republish,
)
