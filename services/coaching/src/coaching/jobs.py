"""Scheduled work of the coaching service."""

from coaching.settings import CoachingSettings
from shared.http.context import Context
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job


def jobs(_: Context[CoachingSettings]) -> list[Job]:
    return housekeeping_jobs("coaching")
