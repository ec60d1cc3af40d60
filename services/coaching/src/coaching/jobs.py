"""Scheduled work of the coaching service, and what it measures for operators."""

from functools import partial

from coaching.coaches.usecases.standings import tell_due_standings
from coaching.common.context import CoachingContext
from coaching.engagements.usecases.closing import destroy_due_content
from coaching.goals.usecases.computing import measure_computed
from coaching.pilots.usecases.past_gate import measure_past_gate
from coaching.workshops.usecases.offers import expire_offers
from coaching.workshops.usecases.seating import seat_next
from coaching.workshops.usecases.states import close_due_rankings
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job, timed
from shared.run.loops import Loop


def jobs(context: CoachingContext) -> list[Job]:
    return [
        *housekeeping_jobs("coaching"),
        Job("coaching.standings", 60, timed(tell_due_standings, context.now)),
        Job("coaching.retention", 600, timed(destroy_due_content, context.now)),
        Job("coaching.goals", 60, timed(measure_computed, context.now)),
        Job("coaching.rankings", 30, timed(close_due_rankings, context.now)),
        Job("coaching.seating", 5, timed(seat_next, context.now)),
        Job("coaching.offers", 30, timed(expire_offers, context.now)),
    ]


def loops(context: CoachingContext) -> list[Loop]:
    measuring = partial(measure_past_gate, context.database, context.now)
    return [Loop("coaching.waves_past_gate", measuring)]
