"""What a district does with others: all of it in a list, each on its own page, and that coaching really happened."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.agreements.answers import Agreement
from dashboards.agreements.client import Partners, drafts_for
from dashboards.coaching.client import Coaching, CoachingClient
from dashboards.coaching.engagements import client as asking
from dashboards.coaching.engagements.answers import PartnerTallies
from dashboards.coaching.engagements.client import Listed, Together, path_of
from dashboards.coaching.engagements.pages.showing import WRITERS, Leader, districts_of, of_engagement, shown
from dashboards.coaching.engagements.usecases.demands import awaited_of, demands_of, next_phase, steps_of
from dashboards.coaching.engagements.usecases.read_forms import member_of, milestone_of
from dashboards.common.client import RemoteResult
from dashboards.common.dependencies import FOLLOWED, Viewer
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Outcome
from dashboards.readiness.finding import finding, looks
from dashboards.readiness.forms import Fields, Sending, TypedFields
from dashboards.readiness.instruments.titles import Instrumented, Published, titles
from dashboards.readiness.partners.client import MANAGE, DistrictNames, Names
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.http.context import Now

router = APIRouter(prefix="/engagements", route_class=PageRoute, include_in_schema=False)

Which = Literal["", "open", "stalled", "ended"]
Step = Literal["phase", "first-contact", "member", "leave", "milestone", "reach"]
_NARROWED: dict[Which, dict[str, str]] = {
    "": {}, "open": {"open": "true"}, "stalled": {"stalled": "true"}, "ended": {"open": "false"},
}  # fmt: skip
_PLACES = {"member": "teams", "leave": "teams", "milestone": "milestones", "reach": "milestones"}
_MEETINGS_SHOWN = 5
Day = Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


async def _list(
    client: Coaching,
    _: Leader,
    now: Now,
    which: Which = "",
    after: Annotated[str, Query(max_length=400)] = "",
) -> Listed:
    return await asking.list_engagements(client, _NARROWED[which], after, now)


async def _districts_of_list(listed: Annotated[Listed, Depends(_list)], names: Names) -> DistrictNames:
    return await names.names_of(districts_of(*(listed.found.answer.items if listed.found.answer else ())))


async def _report(client: Coaching, _: Leader, first: Day = "", last: Day = "") -> RemoteResult[PartnerTallies]:
    return await asking.report(client, first, last)


async def _districts_of_report(
    found: Annotated[RemoteResult[PartnerTallies], Depends(_report)], names: Names
) -> DistrictNames:
    tallies = found.answer.items if found.answer else []
    return await names.names_of({district for one in tallies for district in (one.host_id, one.partner_id)})


async def _together(client: Coaching, _: Leader, engagement_id: UUID, now: Now) -> Together:
    return await asking.together(client, engagement_id, now)


async def _districts(one: Annotated[Together, Depends(_together)], names: Names) -> DistrictNames:
    return await names.names_of(districts_of(one.found.answer))


async def _drafts(one: Annotated[Together, Depends(_together)], client: Partners, caller: Viewer) -> list[Agreement]:
    """The agreements that are still to be signed, where any is missing."""
    if one.found.answer is None or one.found.answer.discloses:
        return []
    found = await drafts_for(client, caller)
    return found.answer.items if found.answer else []


Drafts = Annotated[list[Agreement], Depends(_drafts)]


async def _act(client: Coaching, engagement_id: UUID, step: Step, fields: TypedFields) -> Sending:
    if step == "member" and looks(fields):
        return Sending(fields)
    return Sending(fields, await _send(client, path_of(engagement_id), step, fields))


async def _send(client: CoachingClient, path: str, step: Step, fields: Fields) -> Outcome:
    match step:
        case "phase":
            return await asking.send(client, "POST", f"{path}/phase", fields, {"phase": fields.words("phase")})
        case "first-contact":
            return await asking.send(client, "POST", f"{path}/first-contact", fields, {"on": fields.words("on")})
        case "member":
            return await asking.send(client, "POST", f"{path}/members", fields, member_of(fields), once=True)
        case "leave":
            return await asking.send(client, "POST", f"{path}/members/{_id(fields)}/leave", fields)
        case "milestone":
            return await asking.send(client, "POST", f"{path}/milestones", fields, milestone_of(fields), once=True)
        case _:
            body = {"on": fields.words("on")}
            return await asking.send(client, "POST", f"{path}/milestones/{_id(fields)}/reach", fields, body)


def _id(fields: Fields) -> UUID:
    """An id that the page's own form has; of any other there is nothing."""
    try:
        return UUID(fields.words("id"))
    except ValueError:
        return UUID(int=0)


@router.get("", response_class=Response, dependencies=FOLLOWED)
async def engagements(
    listed: Annotated[Listed, Depends(_list)],
    districts: Annotated[DistrictNames, Depends(_districts_of_list)],
    page: Page,
    which: Which = "",
) -> Response:
    """What the district does as a host and as a partner."""
    context = {"found": listed.found, "next_meetings": listed.next_meetings, "districts": districts, "which": which}
    return shown(page, "engagements.html", Sending(), context)


@router.get("/report", response_class=Response)
async def coaching_report(
    found: Annotated[RemoteResult[PartnerTallies], Depends(_report)],
    districts: Annotated[DistrictNames, Depends(_districts_of_report)],
    page: Page,
    first: Day = "",
    last: Day = "",
) -> Response:
    """That coaching really happened: counts by partner and kind, and nobody before anybody."""
    return shown(page, "report.html", Sending(), {"found": found, "districts": districts, "first": first, "last": last})


@router.get("/{engagement_id}", response_class=Response, dependencies=FOLLOWED)
async def engagement(
    one: Annotated[Together, Depends(_together)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    published: Instrumented,
    drafts: Drafts,
    page: Page,
) -> Response:
    return await _shown(page, one, districts, published, drafts, Sending())


@router.post("/{engagement_id}/{step}", response_class=Response, dependencies=WRITERS)
async def act_on_engagement(
    sending: Annotated[Sending, Depends(_act)],
    one: Annotated[Together, Depends(_together)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    published: Instrumented,
    drafts: Drafts,
    page: Page,
    engagement_id: UUID,
    step: Step,
) -> Response:
    """Does what a button says; where it is refused, the page says why beside the button. People are looked for by name,
    which gets into no address.
    """
    if sending.failed or sending.outcome is None:
        return await _shown(page, one, districts, published, drafts, sending, step)
    return RedirectResponse(f"/engagements/{engagement_id}#{_PLACES.get(step, 'phases')}", 303)


async def _shown(
    page: PageOfCaller,
    one: Together,
    districts: DistrictNames,
    published: Published,
    drafts: list[Agreement],
    sending: Sending,
    step: str = "",
) -> Response:
    found = one.found.answer
    more: dict[str, Any] = {
        "etag": one.found.etag, "step": step, "charters": one.charters, "meetings": one.meetings[:_MEETINGS_SHOWN],
        "finding": await finding(page, sending if step == "member" else Sending()),
        "to_do": _to_do(sending) if step == "phase" else [], "titles": titles(published.versions, page.l10n.language),
    }  # fmt: skip
    if found is not None:
        more |= {
            "steps": steps_of(found), "next": next_phase(found), "milestones": one.milestones, "actions": one.actions,
            "demands": demands_of(found, one.members, one.charters),
            "awaited": awaited_of(found, drafts), "signs": MANAGE in page.caller.scopes,
        }  # fmt: skip
    return await of_engagement(page, "engagement.html", sending, found, one.members, districts, **more)


def _to_do(sending: Sending) -> list[str]:
    """All that keeps a phase from beginning: it is said rule by rule, about one place."""
    said = sending.outcome.said if sending.failed and sending.outcome is not None else None
    errors = said.get("errors") if isinstance(said, dict) else None
    return [str(one.get("detail", "")) for one in errors or []]
