"""Who may call the routes of resources."""

from typing import Annotated

from shared.auth.callers import Caller
from shared.auth.dependencies import needs

Reader = Annotated[Caller, needs("resources.read")]
"""Everybody of the district, learners and families too."""
Writer = Annotated[Caller, needs("resources.write")]
"""Whoever makes items: educators, leaders, the district's systems."""
Curator = Annotated[Caller, needs("resources.curate")]
"""Whoever may be named to decide what is published; who is named, the use cases ask."""
Leader = Annotated[Caller, needs("resources.manage")]
"""Whoever names curators, and speaks for the district to others."""
