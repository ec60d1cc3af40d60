"""Decisions: prepared one by one, previewed, released all together; and the public record."""

from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Asked, Readiness, Tagged
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.readiness.selection.answers import Call
from dashboards.readiness.selection.board import client as board
from dashboards.readiness.selection.board.answers import Preview, Record
from dashboards.readiness.selection.board.pages.board import Board, WholeBoard, context_of
from dashboards.readiness.selection.board.usecases import reading
from dashboards.readiness.selection.board.usecases.forms import decision_of
from dashboards.readiness.selection.pages.calls import OneCall
from dashboards.readiness.selection.pages.showing import shown
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.errors import NotFound

router = APIRouter(prefix="/calls/{call_id}", route_class=PageRoute, include_in_schema=False)


class Recorded(NamedTuple):
    call: Tagged[Call]
    record: Asked[Record]
    names: DistrictNames


async def _preview(client: Readiness, call: OneCall, call_id: UUID) -> Asked[Preview]:
    if call.answer is None or call.answer.state != "reviewing":
        return Asked()
    return await board.preview(client, call_id)


async def _decide(client: Readiness, call_id: UUID, application_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await board.decide(client, call_id, application_id, fields, decision_of(fields)))


async def _release(client: Readiness, call_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await board.release(client, call_id, fields))


async def _record(client: Readiness, naming: Names, call: OneCall, call_id: UUID) -> Recorded:
    record = await board.record(client, call_id)
    applications = record.answer.applications if record.answer else []
    return Recorded(call, record, await naming.names_of(one.applicant_id for one in applications))


OnePreview = Annotated[Asked[Preview], Depends(_preview)]


@router.get("/decisions", response_class=Response)
async def decisions(one: WholeBoard, preview: OnePreview, page: Page) -> Response:
    return _all(page, one, preview, Sending())


@router.post("/decisions/release", response_class=Response)
async def release(
    sending: Annotated[Sending, Depends(_release)],
    preview: OnePreview,
    one: WholeBoard,
    call_id: UUID,
    page: Page,
) -> Response:
    """Tells every applicant what was decided, all in one moment; only what was previewed."""
    if not sending.failed:
        return RedirectResponse(f"/calls/{call_id}/decisions", 303)
    return _all(page, one, preview, sending)


@router.get("/applications/{application_id}/decision", response_class=Response)
async def decision(one: WholeBoard, application_id: UUID, page: Page) -> Response:
    return _one(page, one, application_id, Sending())


@router.post("/applications/{application_id}/decision", response_class=Response)
async def decide(
    sending: Annotated[Sending, Depends(_decide)], one: WholeBoard, call_id: UUID, application_id: UUID, page: Page
) -> Response:
    """Keeps it until the release. Of two at once one stands, and the other sees what stands beside what they typed."""
    if not sending.failed:
        return RedirectResponse(f"/calls/{call_id}/decisions#decision-{application_id}", 303)
    return _one(page, one, application_id, sending)


@router.get("/record", response_class=Response)
async def record(found: Annotated[Recorded, Depends(_record)], page: Page) -> Response:
    """All that the decisions rest on, for whoever asks for it."""
    answer = found.record.answer
    reviewers = _reviewers(answer) if answer else []
    context = {
        "call": found.call.answer, "found": found.record, "record": answer, "names": found.names,
        "reviewer_numbers": reading.numbered(reviewers),
        "applicants": {one.application_id: one.applicant_id for one in (answer.applications if answer else [])},
        "criteria": {one.key: one for one in answer.terms.criteria} if answer else {},
    }  # fmt: skip
    return shown(page, "record.html", Sending(), context)


def _reviewers(record: Record) -> list[UUID]:
    return [*(one.reviewer_id for one in record.sheets), *(one.reviewer_id for one in record.conflicts)]


def _all(page: PageOfCaller, one: Board, preview: Asked[Preview], sending: Sending) -> Response:
    problems = reading.in_the_way(preview.answer.problems) if preview.answer else []
    listed = one.ranking.answer.places if one.ranking.answer else []
    context = context_of(one) | {
        "order": _order(one),
        "preview": preview,
        "problems": problems,
        "etag": one.decisions.etag,
        "places": {each.application_id: each.place for each in listed},
    }
    return shown(page, "decisions.html", sending, context, away=one.call.answer is None)


def _one(page: PageOfCaller, one: Board, application_id: UUID, sending: Sending) -> Response:
    items = one.received.answer.items if one.received.answer else []
    found = next((each for each in items if each.application_id == application_id), None)
    if found is None and one.received.answer is not None:
        raise NotFound("There is no such application to decide about.")
    decisions = one.decisions.answer.decisions if one.decisions.answer else []
    ranking = one.ranking.answer
    places = [each for each in (ranking.places if ranking else []) if each.application_id == application_id]
    context = context_of(one) | {
        "application": found, "place": places[0] if places else None,
        "standing": next((each for each in decisions if each.application_id == application_id), None),
        "etag": one.decisions.etag,
        "next_place": reading.next_reserve_place(decisions),
    }  # fmt: skip
    return shown(page, "decision.html", sending, context, away=found is None or one.decisions.answer is None)


def _order(one: Board) -> list[UUID]:
    items = one.received.answer.items if one.received.answer else []
    judged = [each.application_id for each in items if each.state == "submitted" or each.standing is not None]
    return reading.in_order(one.ranking.answer, judged)
