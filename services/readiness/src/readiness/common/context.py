"""What the routes and jobs of readiness stand on."""

from typing import Annotated

from fastapi import Depends

from readiness.settings import ReadinessSettings
from shared.http.context import Context, context_of

ReadinessContext = Context[ReadinessSettings]
InContext = Annotated[ReadinessContext, Depends(context_of)]
