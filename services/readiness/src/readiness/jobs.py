"""Scheduled work of the readiness service."""

from readiness.settings import ReadinessSettings
from shared.http.context import Context
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job


def jobs(_: Context[ReadinessSettings]) -> list[Job]:
    return housekeeping_jobs("readiness")
