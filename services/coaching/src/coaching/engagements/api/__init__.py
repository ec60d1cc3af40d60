"""The routes of engagements."""

from coaching.engagements.api.engagements import router as engagements
from coaching.engagements.api.members import router as members
from coaching.engagements.api.my_engagements import router as my_engagements

routers = [engagements, members, my_engagements]
