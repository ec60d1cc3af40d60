"""The scheduled jobs of rostering: those that every service has."""

from shared.http.context import Context
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job
from shared.settings import ServiceSettings


def jobs(_: Context[ServiceSettings]) -> list[Job]:
    return housekeeping_jobs("rostering")
