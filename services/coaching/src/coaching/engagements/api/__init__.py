"""The routes of engagements."""

from coaching.engagements.api.acts import router as acts
from coaching.engagements.api.charters import router as charters
from coaching.engagements.api.closure import router as closure
from coaching.engagements.api.engagements import router as engagements
from coaching.engagements.api.members import router as members
from coaching.engagements.api.milestones import router as milestones
from coaching.engagements.api.my_engagements import router as my_engagements
from coaching.engagements.api.quorum import router as quorum
from coaching.engagements.api.relations import router as relations

routers = [engagements, acts, members, relations, quorum, charters, milestones, closure, my_engagements]
