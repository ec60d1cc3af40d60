"""Who may call the routes of meetings."""

from typing import Annotated

from shared.auth.callers import Caller
from shared.auth.dependencies import needs

Reader = Annotated[Caller, needs("coaching.read")]
Writer = Annotated[Caller, needs("coaching.write")]
Anybody = Annotated[Caller, needs("coaching.take-part")]
"""Whoever is to be at a meeting, or writes and reads its notes; whether they may, the use cases ask."""
Safeguarding = Annotated[Caller, needs("coaching.safeguard")]
