"""Who may call the routes of matching."""

from typing import Annotated

from shared.auth.callers import Caller
from shared.auth.dependencies import needs

Reader = Annotated[Caller, needs("coaching.read")]
Writer = Annotated[Caller, needs("coaching.write")]
Anybody = Annotated[Caller, needs("coaching.take-part")]
