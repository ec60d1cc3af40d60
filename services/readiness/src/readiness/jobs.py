"""Scheduled work of the readiness service."""

from readiness.common.context import ReadinessContext
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job


def jobs(_: ReadinessContext) -> list[Job]:
    return housekeeping_jobs("readiness")
