"""What the routes of partners stand on."""

from typing import Annotated

from fastapi import Depends

from partners.settings import PartnersSettings
from shared.http.context import Context, context_of

PartnersContext = Context[PartnersSettings]
InContext = Annotated[PartnersContext, Depends(context_of)]
