"""What the routes, jobs and loops of competency stand on."""

from typing import Annotated

from fastapi import Depends

from competency.settings import CompetencySettings
from shared.http.context import Context, context_of

CompetencyContext = Context[CompetencySettings]
InContext = Annotated[CompetencyContext, Depends(context_of)]
