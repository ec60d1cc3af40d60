"""Scheduled work of the coaching service, the matchings that it works out, and what it measures for operators."""

from functools import partial

from coaching.coaches.usecases.standings import tell_due_standings
from coaching.common.context import CoachingContext
from coaching.engagements.usecases.closing import destroy_due_content
from coaching.goals.usecases.computing import measure_computed
from coaching.matching.usecases.queueing import MATCHINGS_WAKE
from coaching.matching.usecases.running import work_next_matching
from coaching.meetings.usecases.following import tend_due_meetings
from coaching.pilots.usecases.past_gate import measure_past_gate
from coaching.workshops.usecases.offers import expire_offers
from coaching.workshops.usecases.seating import seat_next
from coaching.workshops.usecases.states import close_due_rankings
from shared.db.wake import sleep_until_woken, waiter
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job, timed
from shared.run.loops import Beat, Loop

POLL_SECONDS = 1.0


def jobs(context: CoachingContext) -> list[Job]:
    return [
        *housekeeping_jobs("coaching"),
        Job("coaching.standings", 60, timed(tell_due_standings, context.now)),
        Job("coaching.retention", 600, timed(destroy_due_content, context.now)),
        Job("coaching.goals", 60, timed(measure_computed, context.now)),
        Job("coaching.rankings", 30, timed(close_due_rankings, context.now)),
        Job("coaching.seating", 5, timed(seat_next, context.now)),
        Job("coaching.offers", 30, timed(expire_offers, context.now)),
        Job("coaching.meetings", 20, timed(tend_due_meetings, context.now)),
    ]


def loops(context: CoachingContext) -> list[Loop]:
    """As many loops for matchings as may be worked out at once, each of another district."""
    measuring = partial(measure_past_gate, context.database, context.now)
    matchings = [
        Loop(f"coaching.matchings-{number}", partial(work_matchings, context))
        for number in range(1, context.settings.matching_processes + 1)
    ]
    return [*matchings, Loop("coaching.waves_past_gate", measuring)]


async def work_matchings(context: CoachingContext, beat: Beat) -> None:
    """Works out matchings for as long as the process runs: loops and no jobs, for how far one is must be seen before it
    ends.
    """
    with waiter(MATCHINGS_WAKE) as woken:
        while True:
            beat()
            if not await work_next_matching(context.database, context.now, beat):
                await sleep_until_woken(woken, POLL_SECONDS)
