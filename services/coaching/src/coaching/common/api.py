"""Who may call the routes of coaching."""

from typing import Annotated

from shared.auth.callers import Caller
from shared.auth.dependencies import needs

Reader = Annotated[Caller, needs("coaching.read")]
Writer = Annotated[Caller, needs("coaching.write")]
Anybody = Annotated[Caller, needs("coaching.take-part")]
"""Everybody of the district, learners and families too; what is theirs, the use cases ask."""
Safeguarding = Annotated[Caller, needs("coaching.safeguard")]
"""Whoever may be named to read concerns; who is named, the use cases ask."""
