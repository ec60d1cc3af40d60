"""Scheduled work of the coaching service."""

from coaching.coaches.usecases.standings import tell_due_standings
from coaching.common.context import CoachingContext
from coaching.workshops.usecases.offers import expire_offers
from coaching.workshops.usecases.seating import seat_next
from coaching.workshops.usecases.states import close_due_rankings
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job, timed


def jobs(context: CoachingContext) -> list[Job]:
    return [
        *housekeeping_jobs("coaching"),
        Job("coaching.standings", 60, timed(tell_due_standings, context.now)),
        Job("coaching.rankings", 30, timed(close_due_rankings, context.now)),
        Job("coaching.seating", 5, timed(seat_next, context.now)),
        Job("coaching.offers", 30, timed(expire_offers, context.now)),
    ]
