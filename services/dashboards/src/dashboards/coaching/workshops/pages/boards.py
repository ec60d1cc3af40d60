"""The board of a workshop, and how the pages that show of it are rendered."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from dashboards.coaching.client import Coaching
from dashboards.coaching.workshops import client as asking
from dashboards.coaching.workshops.client import Board
from dashboards.coaching.workshops.pages.showing import shown
from dashboards.readiness.forms import Sending
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.roster.dependencies import PageOfCaller
from dashboards.roster.usecases.names import names_of
from shared.errors import NotFound


async def find_board(client: Coaching, workshop_id: UUID) -> Board:
    return await asking.board(client, workshop_id)


FoundBoard = Annotated[Board, Depends(find_board)]


async def _districts(one: FoundBoard, names: Names) -> DistrictNames:
    found = one.found.answer
    return DistrictNames() if found is None else await names.names_of({found.host_id, *found.partner_ids})


NamedDistricts = Annotated[DistrictNames, Depends(_districts)]


async def shown_board(
    page: PageOfCaller,
    template: str,
    one: Board,
    districts: DistrictNames,
    sending: Sending,
    *,
    session_id: UUID | None = None,
    move: str = "",
) -> Response:
    found = one.found.answer
    held = None if found is None else found.session(session_id)
    if found is not None and session_id is not None and held is None:
        raise NotFound("The workshop has no such session.")
    own = [each.person_id for each in one.people if each.person_id is not None]
    context = {
        "board": one, "one": found, "etag": one.found.etag, "districts": districts, "move": move,
        "own_district": page.caller.district_id,
        "names": await names_of(page.session, page.caller, own),
        "hosts": found is not None and found.host_id == page.caller.district_id,
        "held": held,
    }  # fmt: skip
    return shown(page, template, sending, context, away=found is None)
