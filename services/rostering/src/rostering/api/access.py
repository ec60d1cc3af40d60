"""Who may call the routes, and what they name in an address."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path

from rostering.rules.changes import MakeId
from shared.auth.callers import Caller
from shared.auth.dependencies import Needs, authenticated
from shared.errors import NotAllowed
from shared.http.context import Context, context_of
from shared.http.fields import IN_A_PATH
from shared.settings import ServiceSettings
from shared.values.ids import mint_learner_id

PREFIX = "/rostering/v1"


class RosterAccess(Needs):
    """The scope, and a role that has business with the whole roster: the district's systems and those who run it."""

    async def __call__(self, caller: Annotated[Caller, Depends(authenticated)]) -> Caller:
        caller = await super().__call__(caller)
        if caller.role not in ("system", "leader", "operator"):
            raise NotAllowed("The roster is for the district's systems, its leaders and its operators.")
        return caller


Reader = Annotated[Caller, Depends(RosterAccess("rostering.read"))]
Writer = Annotated[Caller, Depends(RosterAccess("rostering.write"))]

Address = Annotated[str, Path(**IN_A_PATH)]


def routes_of(collection: str) -> APIRouter:
    """A router whose operations have their functions' names in the document: `list_classes`, `get_class`."""
    return APIRouter(prefix=f"{PREFIX}/{collection}", tags=[collection])


async def _make_person_id(
    context: Annotated[Context[ServiceSettings], Depends(context_of)], caller: Annotated[Caller, Depends(authenticated)]
) -> Callable[[], UUID]:
    key = context.platform.auth.learner_id_key.get_secret_value().encode()
    return lambda: mint_learner_id(caller.district_id, key)


MakePersonId = Annotated[MakeId, Depends(_make_person_id)]
"""Makes ids of people, which prove to every service that they are this district's; other ids are plain."""
