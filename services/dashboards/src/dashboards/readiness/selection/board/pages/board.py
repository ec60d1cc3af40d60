"""The board of a call: what was received, the ranked list, how far reviewers agree, and what would change the list."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Asked, Readiness, Tagged
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.readiness.selection import client as asking
from dashboards.readiness.selection.answers import Call, ReceivedApplications, Reviewers
from dashboards.readiness.selection.board import client as board
from dashboards.readiness.selection.board.answers import Decisions, Ranking, Rankings, Sensitivity
from dashboards.readiness.selection.board.usecases import reading
from dashboards.readiness.selection.pages.calls import OneCall
from dashboards.readiness.selection.pages.showing import shown
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.errors import NotFound

router = APIRouter(prefix="/calls/{call_id}", route_class=PageRoute, include_in_schema=False)

Number = Annotated[str, Path(pattern=r"^[1-9][0-9]{0,8}$")]


@dataclass(frozen=True, slots=True)
class Board:
    """All of a call that its host reads; each part by itself, so that one that is missing hides no other."""

    call: Tagged[Call]
    received: RemoteResult[ReceivedApplications]
    names: DistrictNames
    ranking: Asked[Ranking]
    lists: Asked[Rankings]
    sensitivity: Asked[Sensitivity]
    reviewers: RemoteResult[Reviewers]
    decisions: Tagged[Decisions]

    @property
    def applicants(self) -> dict[UUID, UUID]:
        """Districts by their applications."""
        items = self.received.answer.items if self.received.answer else []
        return {one.application_id: one.applicant_id for one in items}


async def read_board(client: Readiness, naming: Names, call: OneCall, call_id: UUID) -> Board:
    received = await board.received(client, call_id)
    reviewed = call.answer is not None and call.answer.state in ("reviewing", "decided")
    ranking: Asked[Ranking] = Asked()
    lists: Asked[Rankings] = Asked()
    sensitivity: Asked[Sensitivity] = Asked()
    decisions: Tagged[Decisions] = Tagged()
    if reviewed:
        ranking, lists = await board.ranking(client, call_id), await board.rankings(client, call_id)
        decisions = await board.decisions(client, call_id)
    if ranking.answer is not None:
        sensitivity = await board.sensitivity(client, call_id)
    names = await naming.names_of(one.applicant_id for one in (received.answer.items if received.answer else []))
    reviewers = await asking.reviewers(client, call_id)
    return Board(call, received, names, ranking, lists, sensitivity, reviewers, decisions)


WholeBoard = Annotated[Board, Depends(read_board)]


async def _rank(client: Readiness, call_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await board.make_ranking(client, call_id, fields))


async def _older(client: Readiness, call_id: UUID, number: Number) -> Asked[Ranking]:
    return await board.ranking(client, call_id, int(number))


@router.get("/board", response_class=Response)
async def show_board(one: WholeBoard, page: Page) -> Response:
    return _shown(page, one, Sending())


@router.post("/rankings", response_class=Response)
async def make_ranking(
    sending: Annotated[Sending, Depends(_rank)], one: WholeBoard, call_id: UUID, page: Page
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/calls/{call_id}/board#list-title", 303)
    return _shown(page, one, sending)


@router.get("/rankings/{number}", response_class=Response)
async def older_ranking(older: Annotated[Asked[Ranking], Depends(_older)], one: WholeBoard, page: Page) -> Response:
    """A list as it was, with why another one has taken its place."""
    return shown(page, "older_list.html", Sending(), context_of(one) | {"older": older, **_list(older.answer)})


@router.get("/applications/{application_id}", response_class=Response)
async def application(one: WholeBoard, application_id: UUID, page: Page) -> Response:
    """One application as the district submitted it."""
    items = one.received.answer.items if one.received.answer else []
    found = next((each for each in items if each.application_id == application_id), None)
    if one.received.answer is not None and found is None:
        raise NotFound("There is no such application that you may read.")
    return shown(page, "received.html", Sending(), context_of(one) | {"application": found})


def context_of(one: Board) -> dict[str, object]:
    """What every page about a board is given."""
    call, reviewers = one.call.answer, one.reviewers.answer
    decided = one.decisions.answer.decisions if one.decisions.answer else []
    return {
        "board": one, "call": call, "names": one.names, "applicants": one.applicants,
        "criteria": {each.key: each for each in call.terms.criteria} if call else {},
        "decided": {each.application_id: each for each in decided},
        "reviewer_numbers": reading.numbered([each.reviewer_id for each in reviewers.root] if reviewers else []),
    }  # fmt: skip


def _list(ranking: Ranking | None) -> dict[str, object]:
    return {"ties": reading.ties_of(ranking) if ranking else {}, "strength_of": reading.strength_of}


def _shown(page: PageOfCaller, one: Board, sending: Sending) -> Response:
    sensitivity = one.sensitivity.answer
    more = {"nearest": reading.nearest(sensitivity) if sensitivity else None}
    context = context_of(one) | _list(one.ranking.answer) | more
    return shown(page, "board.html", sending, context, away=one.call.answer is None)
