"""Work by the clock."""

from shared.housekeeping import housekeeping_jobs

JOBS = housekeeping_jobs("rostering")
