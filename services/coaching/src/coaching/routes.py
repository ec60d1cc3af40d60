"""The routes of coaching, by subject."""

from coaching.coaches.api import routers as coaches

routers = [*coaches]
