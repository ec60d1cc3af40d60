"""The routes of coaches, and of what keeps people safe."""

from coaching.coaches.api.attestations import router as attestations
from coaching.coaches.api.coaches import router as coaches
from coaching.coaches.api.concerns import router as concerns
from coaching.coaches.api.my_concerns import router as my_concerns
from coaching.coaches.api.relations import router as relations
from coaching.coaches.api.safeguarding import router as safeguarding

routers = [coaches, attestations, relations, safeguarding, my_concerns, concerns]
