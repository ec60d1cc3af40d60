"""The routes of coaching, by subject."""

from coaching.coaches.api import routers as coaches
from coaching.goals.api import routers as goals

routers = [*coaches, *goals]
