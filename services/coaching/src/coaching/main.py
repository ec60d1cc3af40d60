"""The coaching service, declared."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import coaching.actions.models
import coaching.coaches.models
import coaching.engagements.models
import coaching.feed.models
import coaching.goals.models
import coaching.matching.models
import coaching.meetings.models
import coaching.pilots.models
import coaching.workshops.models  # noqa: F401 (tables of the metadata)
from coaching.actions.usecases.following import destroy_words, drop_actions_of
from coaching.coaches.followers import COACH_JOINING, LEARNERS_TOLD, RELATION_TOLD, STANDING_TOLD
from coaching.common.context import CoachingContext
from coaching.common.models import metadata
from coaching.engagements.followers import CONTENT_DUE, ENGAGEMENT_OVER, MEMBER_COUNTS, MEMBER_LEFT
from coaching.engagements.usecases import members
from coaching.feed.api.feeds import CALENDARS
from coaching.feed.context import with_feeds
from coaching.handlers import subscriptions
from coaching.jobs import jobs, loops
from coaching.matching.followers import MATCH_OVER
from coaching.matching.usecases.following import end_matches_of_coach, end_matches_of_engagement
from coaching.matching.usecases.related import plan_apart
from coaching.meetings.usecases import cancelling, following, notes
from coaching.republishing.usecases import republish
from coaching.routes import routers
from coaching.settings import CoachingSettings
from shared.contracts.coaching import COACHING
from shared.run.service import Service

COACH_JOINING.declare(members.on_coach_joining)
LEARNERS_TOLD.declare(members.on_learners_told)
STANDING_TOLD.declare(members.on_standing_told, end_matches_of_coach, following.on_standing_told)
RELATION_TOLD.declare(plan_apart, following.on_relation_told)
ENGAGEMENT_OVER.declare(end_matches_of_engagement, cancelling.on_engagement_over, drop_actions_of)
MEMBER_COUNTS.declare(following.on_member_counts)
MEMBER_LEFT.declare(cancelling.on_member_left)
MATCH_OVER.declare(cancelling.on_match_over)
CONTENT_DUE.declare(notes.on_content_due, destroy_words)


@asynccontextmanager
async def _around(context: CoachingContext) -> AsyncIterator[None]:
    async with with_feeds(context):
        yield


service = Service(
    name="coaching",
    metadata=metadata,
    paths=("/coaching",),
    routers=routers,
    topics=[COACHING],
    subscriptions=subscriptions,
    jobs=jobs,
    loops=loops,
    settings=CoachingSettings,
    republish=republish,
    private_paths=(CALENDARS,),
    around=_around,
)
