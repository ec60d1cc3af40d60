"""The routes of coaching, by subject."""

from coaching.coaches.api import routers as coaches
from coaching.engagements.api import routers as engagements

routers = [*coaches, *engagements]
