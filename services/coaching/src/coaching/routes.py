"""The routes of coaching, by subject."""

from coaching.actions.api import routers as actions
from coaching.coaches.api import routers as coaches
from coaching.engagements.api import routers as engagements
from coaching.feed.api import routers as feed
from coaching.goals.api import routers as goals
from coaching.matching.api import routers as matching
from coaching.meetings.api import routers as meetings
from coaching.pilots.api import routers as pilots
from coaching.workshops.api import routers as workshops

routers = [
    *actions,
    *coaches,
    *engagements,
    *feed,
    *goals,
    *matching,
    *meetings,
    *pilots,
    *workshops,
]
