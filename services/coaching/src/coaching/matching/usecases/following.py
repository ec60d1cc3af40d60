"""What matching does when a coach may coach no more, or an engagement is over: in the same transaction."""

from typing import Literal

from coaching.coaches.followers import StandingTold
from coaching.engagements.followers import EngagementOver
from coaching.matching.queries.matches import lock_standing_matches
from coaching.matching.queries.needs import close_needs_of_engagement
from coaching.matching.usecases.ending import end_matches, plan_again
from shared.db.query import Transaction


async def end_matches_of_coach(session: Transaction, told: StandingTold) -> None:
    """Ends what a coach has who is suspended or has left, and asks for a plan without them."""
    if told.state == "active":
        return
    host_id = told.district_id
    because: Literal["coach_left", "coach_suspended"] = "coach_left" if told.state == "left" else "coach_suspended"
    standing = await lock_standing_matches(session, coach_ids=[told.coach_id])
    await end_matches(session, standing, because, told.now, then=host_id)
    await plan_again(session, host_id, because, told.now, then=host_id, coach_ids=[told.coach_id])


async def end_matches_of_engagement(session: Transaction, over: EngagementOver) -> None:
    """Ends what was matched in an engagement that is over; its needs close."""
    closed = await close_needs_of_engagement(session, over.engagement_id, over.now)
    needs = [need.need_id for need in closed]
    standing = await lock_standing_matches(session, need_ids=needs)
    await end_matches(session, standing, "engagement_ended", over.now, then=over.district_id)
    await plan_again(session, over.host_id, "engagement_ended", over.now, then=over.district_id, need_ids=needs)
