"""The routes of coaching, by subject."""

from coaching.coaches.api import routers as coaches
from coaching.engagements.api import routers as engagements
from coaching.feed.api import routers as feeds
from coaching.goals.api import routers as goals
from coaching.meetings.api import routers as meetings
from coaching.pilots.api import routers as pilots

routers = [
    *coaches,
    *engagements,
    *meetings,
    *feeds,
    *goals,
    *pilots,
]
