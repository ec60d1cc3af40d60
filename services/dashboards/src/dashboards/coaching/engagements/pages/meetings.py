"""Meetings are planned, once or every week, moved, changed and cancelled, by leaders of either district."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from dashboards.coaching.client import Coaching, CoachingClient
from dashboards.coaching.clocks import typed_time
from dashboards.coaching.engagements import client as asking
from dashboards.coaching.engagements.answers import PlannedMeeting, PlannedSeries
from dashboards.coaching.engagements.client import MEETINGS, SERIES, Planning, Replanning
from dashboards.coaching.engagements.pages.showing import WRITERS, Leader, districts_of, of_engagement
from dashboards.coaching.engagements.usecases.read_meetings import (
    change_of,
    meeting_of,
    sent_people,
    series_of,
    time_of,
    typed_length,
)
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Outcome
from dashboards.readiness.forms import Fields, Sending, TypedFields
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.roster.dependencies import Page, PageOfCaller

router = APIRouter(prefix="/coaching-meetings", route_class=PageRoute, include_in_schema=False)

ONE = "/{meeting_id}/{changing}"
Changing = Literal["move", "change", "cancel"]
About = Annotated[str, Query(pattern=r"^((match|gap):[0-9a-f-]{36})?$")]
"""The match or the gap that is chosen already."""
_PAGES: dict[Changing, str] = {
    "move": "move_meeting.html", "change": "change_meeting.html", "cancel": "cancel_meeting.html",
}  # fmt: skip


async def _planning(client: Coaching, _: Leader, engagement_id: UUID | None = None) -> Planning:
    return await asking.planning(client, engagement_id)


async def _new_districts(one: Annotated[Planning, Depends(_planning)], names: Names) -> DistrictNames:
    return await names.names_of(districts_of(one.found.answer, *one.among))


async def _replanning(client: Coaching, _: Leader, meeting_id: UUID) -> Replanning:
    return await asking.replanning(client, meeting_id)


async def _districts(one: Annotated[Replanning, Depends(_replanning)], names: Names) -> DistrictNames:
    return await names.names_of(districts_of(one.engagement))


async def _plan(client: Coaching, fields: TypedFields, engagement_id: UUID | None = None) -> Sending:
    of = None if engagement_id is None else str(engagement_id)
    if fields.words("repeats") == "weekly":
        return Sending(fields, await asking.send(client, "POST", SERIES, fields, series_of(fields, of), once=True))
    return Sending(fields, await asking.send(client, "POST", MEETINGS, fields, meeting_of(fields, of), once=True))


async def _change(client: Coaching, meeting_id: UUID, changing: Changing, fields: TypedFields) -> Sending:
    return Sending(fields, await _send(client, f"{MEETINGS}/{meeting_id}", changing, fields))


async def _send(client: CoachingClient, path: str, changing: Changing, fields: Fields) -> Outcome:
    match changing:
        case "move":
            return await asking.send(client, "POST", f"{path}/move", fields, time_of(fields))
        case "change":
            return await asking.send(client, "PATCH", path, fields, change_of(fields))
        case _ if fields.words("which") == "rest":
            starting = {"starting": fields.words("starting")}
            return await asking.send(client, "POST", f"{SERIES}/{fields.id_of('series')}/cancel", fields, starting)
        case _:
            return await asking.send(client, "POST", f"{path}/cancel", fields, {})


@router.get("/new", response_class=Response, dependencies=WRITERS)
async def new_meeting(
    one: Annotated[Planning, Depends(_planning)],
    districts: Annotated[DistrictNames, Depends(_new_districts)],
    page: Page,
    about: About = "",
) -> Response:
    """A form for a meeting of an engagement; of which is chosen first where several are open."""
    return await _new(page, one, districts, Sending(), about)


@router.post("/new", response_class=Response, dependencies=WRITERS)
async def plan_meeting(
    sending: Annotated[Sending, Depends(_plan)],
    one: Annotated[Planning, Depends(_planning)],
    districts: Annotated[DistrictNames, Depends(_new_districts)],
    page: Page,
) -> Response:
    """Plans it; where these people may not meet then, the form says who is in the way."""
    if sending.failed or sending.outcome is None:
        return await _new(page, one, districts, sending)
    said = sending.outcome.said
    if sending.value("repeats") == "weekly":
        return _to(PlannedSeries.model_validate(said).meetings[0].meeting_id)
    return _to(PlannedMeeting.model_validate(said).meeting_id)


@router.get(ONE, response_class=Response, dependencies=WRITERS)
async def planned_meeting(
    one: Annotated[Replanning, Depends(_replanning)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    page: Page,
    changing: Changing,
) -> Response:
    """A form that moves a meeting, changes what it is about and who is to be there, or cancels it."""
    return await _shown(page, one, districts, changing, Sending())


@router.post(ONE, response_class=Response, dependencies=WRITERS)
async def change_meeting(
    sending: Annotated[Sending, Depends(_change)],
    one: Annotated[Replanning, Depends(_replanning)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    page: Page,
    meeting_id: UUID,
    changing: Changing,
) -> Response:
    if sending.failed:
        return await _shown(page, one, districts, changing, sending)
    return _to(meeting_id)


def _to(meeting_id: UUID) -> Response:
    return RedirectResponse(f"/coaching-week/meetings/{meeting_id}", 303)


async def _new(
    page: PageOfCaller, one: Planning, districts: DistrictNames, sending: Sending, about: str = ""
) -> Response:
    members = [each for each in one.members if each.left_on is None]
    more = {
        "among": one.among, "asked_away": one.found.away, "needs": one.needs, "matches": one.matches, "about": about,
        "by_coach": {each.coach_id: each for each in members if each.coach_id is not None},
        "wrong": _wrong(sending, sent_people(sending.fields)), "standing": [],
        "refused_days": _refused_days(sending),
    }  # fmt: skip
    return await of_engagement(page, "new_meeting.html", sending, one.found.answer, members, districts, **more)


async def _shown(
    page: PageOfCaller, one: Replanning, districts: DistrictNames, changing: Changing, sending: Sending
) -> Response:
    meeting = one.found.answer
    standing = [] if meeting is None else [str(each.member_id) for each in meeting.participants]
    there = [each for each in one.members if each.left_on is None or str(each.member_id) in standing]
    sent = standing if changing == "move" else sent_people(sending.fields)
    more = {
        "meeting": meeting, "etag": one.found.etag, "wrong": _wrong(sending, sent), "standing": standing,
        "day": "", "starts": "", "lasts": "",
    }  # fmt: skip
    if meeting is not None:
        day, _, starts = typed_time(meeting.starts_at, page.zone).partition("T")
        more |= {"day": day, "starts": starts, "lasts": typed_length(meeting.ends_at - meeting.starts_at)}
    found = one.engagement if meeting is not None else None
    return await of_engagement(page, _PAGES[changing], sending, found, there, districts, **more)


def _wrong(sending: Sending, sent: Iterable[str]) -> dict[str, Markup]:
    """What coaching says about each member, who is a place in what it was sent."""
    said = {member: sending.error_below(f"/participants/{place}") for place, member in enumerate(sent)}
    return {member: words for member, words in said.items() if words is not None}


def _refused_days(sending: Sending) -> list[date]:
    """Days of a weekly meeting that cannot be, and those that were left out before."""
    said = sending.outcome.said if sending.outcome is not None else None
    errors = said.get("errors", ()) if isinstance(said, dict) else ()
    found = {one["on"] for one in errors if "on" in one}
    typed = sending.fields.chosen.get("left_out", []) if sending.fields is not None else []
    return sorted({date.fromisoformat(day) for day in found} | {day for one in typed if (day := _day(one))})


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
