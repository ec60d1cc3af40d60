"""Who may call the routes of coaches."""

from typing import Annotated

from shared.auth.callers import Caller
from shared.auth.dependencies import needs

Reader = Annotated[Caller, needs("coaching.read")]
Writer = Annotated[Caller, needs("coaching.write")]
Anybody = Annotated[Caller, needs("coaching.take-part")]
Safeguarding = Annotated[Caller, needs("coaching.safeguard")]
"""Whoever may be named to read concerns; who is named, the use cases ask."""
