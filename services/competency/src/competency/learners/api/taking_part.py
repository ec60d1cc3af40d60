"""Who may change what people and systems both change: plans, templates, what goes with them; and who did."""

from typing import Annotated

from fastapi import Depends

from shared.auth.callers import Caller
from shared.auth.dependencies import Needs, authenticated, needs
from shared.errors import NotAllowed


class _TakesPart(Needs):
    async def __call__(self, caller: Annotated[Caller, Depends(authenticated)]) -> Caller:
        scope = self.scope if caller.is_person else "competency.write"
        if scope not in caller.scopes:
            raise NotAllowed(f"This needs the scope {scope}, which the token does not carry.")
        return caller


Reads = Annotated[Caller, needs("competency.read")]
TakesPart = Annotated[Caller, Depends(_TakesPart("competency.take-part"))]
"""A person with `competency.take-part`, or a system with `competency.write`."""


def actor(caller: Caller) -> str:
    """Returns who did it, as it is stored: the person, or the system."""
    return str(caller.person_id or caller.subject)
