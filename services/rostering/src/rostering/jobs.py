"""Work by the clock."""

from shared.run.housekeeping import housekeeping_jobs

JOBS = housekeeping_jobs("rostering")
