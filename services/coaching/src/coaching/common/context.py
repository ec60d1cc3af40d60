"""What the routes and jobs of coaching stand on."""

from typing import Annotated

from fastapi import Depends

from coaching.settings import CoachingSettings
from shared.http.context import Context, context_of

CoachingContext = Context[CoachingSettings]
InContext = Annotated[CoachingContext, Depends(context_of)]


async def _person_key(context: Annotated[CoachingContext, Depends(context_of)]) -> bytes:
    return context.platform.auth.learner_id_key.get_secret_value().encode()


PersonKey = Annotated[bytes, Depends(_person_key)]
"""By which the id of a person is known to be the district's (ADR 0006)."""
