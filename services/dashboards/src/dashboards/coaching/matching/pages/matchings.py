"""Matchings of a host: asked for, followed while they are worked out, read on their board, changed and proposed."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.matching import client as asking
from dashboards.coaching.matching.answers import CoachOfMatching, Matchings
from dashboards.coaching.matching.client import Board, Known
from dashboards.coaching.matching.pages.showing import Called, called, parties, shown, sorted_choices
from dashboards.coaching.matching.usecases.board import by_partner, moved, standing
from dashboards.coaching.matching.usecases.read_forms import OTHERS, again_of, fields_of, matching_of, standing_couples
from dashboards.common.client import RemoteResult
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Outcome, Tagged
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.auth.dependencies import needs
from shared.http.context import Now

router = APIRouter(prefix="/matchings", route_class=PageRoute, include_in_schema=False)

WRITERS = [needs("coaching.write")]
USUAL = timedelta(weeks=10)
Turn = Literal["cancel", "propose", "again"]


async def _list(client: Coaching, after: Annotated[str, Query(max_length=400)] = "") -> RemoteResult[Matchings]:
    return await asking.matchings(client, after)


async def _known(client: Coaching) -> Known:
    return await asking.known(client)


async def _board(client: Coaching, matching_id: UUID, before: Annotated[UUID | None, Query()] = None) -> Board:
    return await asking.board(client, matching_id, before)


async def _coach(client: Coaching, matching_id: UUID, coach_id: UUID) -> Tagged[CoachOfMatching]:
    return await asking.coach_of(client, matching_id, coach_id)


async def _districts(found: Annotated[Known, Depends(_known)], names: Names) -> DistrictNames:
    return await names.names_of(parties(found))


async def _districts_of_board(one: Annotated[Board, Depends(_board)], names: Names) -> DistrictNames:
    return await names.names_of(parties(one.known))


async def _ask(client: Coaching, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.ask(client, fields, matching_of(fields)))


async def _act(client: Coaching, matching_id: UUID, turn: Turn, fields: TypedFields) -> Sending:
    if turn != "again":
        return Sending(fields, await asking.turn(client, matching_id, turn, fields))
    found = await asking.one_matching(client, matching_id)
    if found.answer is None:
        return Sending(fields, Outcome())
    return Sending(fields, await asking.ask(client, fields, again_of(fields, found.answer)))


@router.get("", response_class=Response, dependencies=FOLLOWED)
async def matchings(
    found: Annotated[RemoteResult[Matchings], Depends(_list)],
    known: Annotated[Known, Depends(_known)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    page: Page,
) -> Response:
    own = {key: one for key, one in known.needs.items() if one.host_id == page.caller.district_id}
    context = {
        "found": found, "known": known, "groups": by_partner(own, (), (), whole=False),
        "called": await called(page, known, districts),
        "hosts": any(one.host_id == page.caller.district_id for one in known.engagements.values()),
        "coaches": any(one.left_on is None for one in known.coaches),
    }  # fmt: skip
    return shown(page, "matchings.html", Sending(), context)


@router.get("/new", response_class=Response, dependencies=WRITERS)
async def new_matching(
    known: Annotated[Known, Depends(_known)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    page: Page,
    now: Now,
) -> Response:
    return await _form(page, now, known, districts, Sending())


@router.post("/new", response_class=Response, dependencies=WRITERS)
async def ask_for_matching(
    sending: Annotated[Sending, Depends(_ask)],
    known: Annotated[Known, Depends(_known)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    page: Page,
    now: Now,
) -> Response:
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(f"/matchings/{sending.outcome.said['matching_id']}", 303)
    return await _form(page, now, known, districts, sending)


@router.get("/{matching_id}", response_class=Response, dependencies=FOLLOWED)
async def matching_board(
    one: Annotated[Board, Depends(_board)],
    districts: Annotated[DistrictNames, Depends(_districts_of_board)],
    page: Page,
    now: Now,
    before: Annotated[UUID | None, Query()] = None,
) -> Response:
    """Who covers what and why, what nobody covers, and what would help."""
    return await _shown(page, now, one, districts, Sending(), before=before)


@router.get("/{matching_id}/coaches/{coach_id}", response_class=Response)
async def coach_of_matching(
    found: Annotated[Tagged[CoachOfMatching], Depends(_coach)],
    known: Annotated[Known, Depends(_known)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    matching_id: UUID,
    coach_id: UUID,
    page: Page,
) -> Response:
    """What the matching gives a coach, or why it gives them nothing."""
    context = {
        "one": found.answer, "matching_id": matching_id, "coach_id": coach_id,
        "called": await called(page, known, districts),
    }  # fmt: skip
    return shown(page, "coach.html", Sending(), context)


@router.post("/{matching_id}/{turn}", response_class=Response, dependencies=WRITERS)
async def act_on_matching(
    sending: Annotated[Sending, Depends(_act)],
    one: Annotated[Board, Depends(_board)],
    districts: Annotated[DistrictNames, Depends(_districts_of_board)],
    matching_id: UUID,
    turn: Turn,
    page: Page,
    now: Now,
) -> Response:
    """Cancels it, proposes its pairs, or asks for another with other pins."""
    if sending.outcome is not None and sending.outcome.done:
        if turn == "again":
            return RedirectResponse(f"/matchings/{sending.outcome.said['matching_id']}?before={matching_id}", 303)
        return RedirectResponse(f"/matchings/{matching_id}", 303)
    return await _shown(page, now, one, districts, sending, act=turn)


async def _form(
    page: PageOfCaller, now: datetime, known: Known, districts: DistrictNames, sending: Sending
) -> Response:
    names = await called(page, known, districts)
    today = page.l10n.day_of(now)
    context = _choices(page, known, names) | {"starts_on": today, "ends_on": today + USUAL, "others": range(OTHERS)}
    return shown(page, "new.html", sending, context, away=known.away)


async def _shown(
    page: PageOfCaller,
    now: datetime,
    one: Board,
    districts: DistrictNames,
    sending: Sending,
    *,
    act: str = "",
    before: UUID | None = None,
) -> Response:
    found, names = one.found.answer, await called(page, one.known, districts)
    context: dict[str, Any] = {"one": found, "etag": one.found.etag, "called": names, "act": act, "before": before}
    if found is not None:
        said = standing_couples(found)
        paired = {pair.coach_id for pair in one.pairs}
        matches = standing(one.known.matches, found.matching_id)
        own = {key: need for key, need in one.known.needs.items() if need.host_id == page.caller.district_id}
        context |= _choices(page, one.known, names) | {
            "groups": by_partner(own, one.pairs, one.uncovered, whole=found.state == "finished"),
            "matches": matches,
            "proposed": [match for match in matches.values() if match.matching_id == found.matching_id],
            "said_pairs": said,
            "unmade": fields_of(said, [f"pair.{pair.coach_id}.{pair.need_id}" for pair in one.pairs]),
            "left_out": [each for each in one.known.coaches if each.coach_id not in paired and each.left_on is None],
            "moved": None if one.compared is None or found.state != "finished" else moved(one.compared, one.pairs),
            "starts_on": max(found.starts_on, page.l10n.day_of(now)),
            "others": range(OTHERS),
        }
    return shown(page, "board.html", sending, context, away=found is None)


def _choices(page: PageOfCaller, known: Known, names: Called) -> dict[str, Any]:
    """The coaches and the open needs that a pair can be named of."""
    own = [one for one in known.needs.values() if one.state == "open" and one.host_id == page.caller.district_id]
    return {
        "coach_choices": sorted_choices(
            (one.coach_id, names.coach(one.coach_id)) for one in known.coaches if one.left_on is None
        ),
        "need_choices": sorted_choices(
            (one.need_id, f"{names.district(one.partner_id)}: {names.need(one.need_id)}") for one in own
        ),
    }
