"""The scheduled jobs of rostering: those that every service has."""

from shared.run.housekeeping import housekeeping_jobs

JOBS = housekeeping_jobs("rostering")
