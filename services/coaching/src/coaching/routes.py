"""The routes of coaching, by subject."""

from coaching.coaches.api import routers as coaches
from coaching.engagements.api import routers as engagements
from coaching.goals.api import routers as goals
from coaching.pilots.api import routers as pilots
from coaching.workshops.api import routers as workshops

routers = [
    *coaches,
    *engagements,
    *goals,
    *pilots,
    *workshops,
]
