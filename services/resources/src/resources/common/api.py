"""Who may call the routes of resources."""

from typing import Annotated

from shared.auth.callers import Caller
from shared.auth.dependencies import needs

Reader = Annotated[Caller, needs("resources.read")]
"""Everybody of the district, learners and families too."""
