"""Scheduled work of the coaching service."""

from coaching.coaches.usecases.standings import tell_due_standings
from coaching.common.context import CoachingContext
from coaching.engagements.usecases.closing import destroy_due_content
from coaching.meetings.usecases.following import tend_due_meetings
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job, timed


def jobs(context: CoachingContext) -> list[Job]:
    return [
        *housekeeping_jobs("coaching"),
        Job("coaching.standings", 60, timed(tell_due_standings, context.now)),
        Job("coaching.retention", 600, timed(destroy_due_content, context.now)),
        Job("coaching.meetings", 20, timed(tend_due_meetings, context.now)),
    ]
