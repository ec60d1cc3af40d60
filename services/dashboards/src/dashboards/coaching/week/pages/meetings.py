"""One meeting: who comes and goes, and its notes. Who reads a note is chosen before its first word is written."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching, CoachingClient
from dashboards.coaching.clocks import typed_time
from dashboards.coaching.week import client as asking
from dashboards.coaching.week.answers import RaisedConcern
from dashboards.coaching.week.client import Sheet, notes_of
from dashboards.coaching.week.pages.showing import READS, shown
from dashboards.coaching.week.usecases.read_forms import (
    beginning_of,
    change_of,
    concern_of,
    note_of,
    presence_of,
    record_of,
)
from dashboards.coaching.week.usecases.weeks import turn_of
from dashboards.common.dependencies import FOLLOWED, Viewer
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Outcome
from dashboards.readiness.forms import Fields, Sending, TypedFields
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.http.context import Now

ONE = "/coaching-week/meetings/{meeting_id}"
router = APIRouter(prefix=ONE, route_class=PageRoute, include_in_schema=False)

Doing = Literal["begin", "presence", "end", "cancel", "record", "note", "change", "concern"]
Chosen = Annotated[Literal["", "private", "pair", "team", "district"], Query(alias="for")]


async def _sheet(client: Coaching, caller: Viewer, meeting_id: UUID, note: UUID | None = None) -> Sheet:
    return await asking.sheet(client, meeting_id, note, reads=READS in caller.scopes)


async def _districts(one: Annotated[Sheet, Depends(_sheet)], names: Names) -> DistrictNames:
    return await names.names_of(one.districts)


async def _do(client: Coaching, meeting_id: UUID, doing: Doing, fields: TypedFields) -> Sending:
    return Sending(fields, await _send(client, meeting_id, doing, fields))


async def _send(client: CoachingClient, meeting_id: UUID, doing: Doing, fields: Fields) -> Outcome:
    match doing:
        case "begin":
            return await asking.say(client, meeting_id, "begin", beginning_of(fields))
        case "presence":
            return await asking.say(client, meeting_id, "presence", presence_of(fields))
        case "record":
            return await asking.say(client, meeting_id, "record", record_of(fields))
        case "end" | "cancel":
            return await asking.say(client, meeting_id, doing)
        case "note":
            return await asking.write(client, notes_of(meeting_id), fields, note_of(fields))
        case "change":
            return await asking.change_note(client, meeting_id, fields, change_of(fields))
        case _:
            path = f"{notes_of(meeting_id)}/{fields.id_of('note')}/concern"
            return await asking.write(client, path, fields, {"words": concern_of(fields)["words"]})


async def _sheet_again(client: Coaching, caller: Viewer, meeting_id: UUID, doing: Doing, fields: TypedFields) -> Sheet:
    """The page on which a form was sent: with the note that it was about, opened."""
    note = fields.id_of("note") if doing in ("change", "concern") else None
    return await asking.sheet(client, meeting_id, note, reads=READS in caller.scopes)


async def _districts_again(one: Annotated[Sheet, Depends(_sheet_again)], names: Names) -> DistrictNames:
    return await names.names_of(one.districts)


@router.get("", response_class=Response, dependencies=FOLLOWED)
async def meeting(
    one: Annotated[Sheet, Depends(_sheet)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    now: Now,
    page: Page,
    chosen: Chosen = "",
) -> Response:
    """A meeting; with the words of the note that is opened, or with a note to write for whom was chosen."""
    return await _shown(page, one, districts, now, Sending(), chosen=chosen)


@router.post("/{doing}", response_class=Response)
async def act_on_meeting(
    sending: Annotated[Sending, Depends(_do)],
    one: Annotated[Sheet, Depends(_sheet_again)],
    districts: Annotated[DistrictNames, Depends(_districts_again)],
    now: Now,
    page: Page,
    meeting_id: UUID,
    doing: Doing,
) -> Response:
    """Does what a button says; where it is refused, the page says why and keeps what was typed."""
    if sending.failed:
        fields = sending.fields
        chosen = fields.words("visibility") if doing == "note" and fields is not None else ""
        return await _shown(page, one, districts, now, sending, doing, chosen)
    if doing == "concern" and sending.outcome is not None:
        raised = RaisedConcern.model_validate(sending.outcome.said)
        return RedirectResponse(f"/coaching-week/concern?readers={raised.readers}", 303)
    place = "#notes" if doing in ("note", "change") else ""
    return RedirectResponse(f"/coaching-week/meetings/{meeting_id}{place}", 303)


async def _shown(
    page: PageOfCaller,
    sheet: Sheet,
    districts: DistrictNames,
    now: Now,
    sending: Sending,
    doing: str = "",
    chosen: str = "",
) -> Response:
    one = sheet.found.answer
    context = {
        "one": one, "sheet": sheet, "doing": doing, "chosen": chosen, "typed_time": typed_time,
        "me": one.me(page.caller.person_id) if one else None, "turn": turn_of(one, now) if one else "over",
    }  # fmt: skip
    meetings = [] if one is None else [one]
    return await shown(page, "meeting.html", sending, context, meetings=meetings, districts=districts, away=one is None)
