"""The routes of coaching, by subject."""

from coaching.coaches.api import routers as coaches
from coaching.engagements.api import routers as engagements
from coaching.pilots.api import routers as pilots

routers = [*coaches, *engagements, *pilots]
