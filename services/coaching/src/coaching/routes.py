"""The routes of coaching, by subject."""

from coaching.coaches.api import routers as coaches
from coaching.engagements.api import routers as engagements
from coaching.matching.api import routers as matching
from coaching.pilots.api import routers as pilots

routers = [*coaches, *engagements, *matching, *pilots]
