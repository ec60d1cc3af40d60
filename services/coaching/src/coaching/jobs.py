"""Scheduled work of the coaching service."""

from coaching.coaches.usecases.standings import tell_due_standings
from coaching.common.context import CoachingContext
from coaching.goals.usecases.computing import measure_computed
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job, timed


def jobs(context: CoachingContext) -> list[Job]:
    return [
        *housekeeping_jobs("coaching"),
        Job("coaching.standings", 60, timed(tell_due_standings, context.now)),
        Job("coaching.goals", 60, timed(measure_computed, context.now)),
    ]
