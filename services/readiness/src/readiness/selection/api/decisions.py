"""`/readiness/v1/calls/{call_id}/decisions` and `/record`: prepared, previewed, released; and what it rests on."""

from collections.abc import Collection
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from readiness.selection.api.record import record_shown
from readiness.selection.api.showing import decision_shown
from readiness.selection.rules.decisions import preview_of, release_problems
from readiness.selection.schemas.deciding import (
    CallRecordShown,
    DecisionGiven,
    DecisionShown,
    DecisionsShown,
    Preview,
    Release,
)
from readiness.selection.usecases import decisions
from readiness.selection.usecases.decisions import Deciding
from readiness.selection.usecases.record import read_record
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import Now
from shared.http.editing import ReadVersion, etag
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

router = APIRouter(prefix="/readiness/v1/calls/{call_id}", tags=["selection"])

Writer = Annotated[Caller, needs("readiness.write")]


@router.get("/decisions", responses=sends("ETag"))
async def list_decisions(call_id: UUID, caller: Writer, session: Session, response: Response) -> DecisionsShown:
    """List the decisions of a call.

    Lists what is prepared or released, without what you declared a conflict about. The ETag is the revision that a
    change or the release names.
    """
    found, hidden = await decisions.read_decisions(session, caller, call_id)
    return _all(found, hidden, response)


@router.put("/applications/{application_id}/decision", responses=sends("ETag"))
async def decide_application(
    call_id: UUID,
    application_id: UUID,
    body: DecisionGiven,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ReadVersion,
    response: Response,
) -> DecisionShown:
    """Prepare the decision about an application.

    Keeps a decision with its reasons until the release; nobody but those who decide sees it. It names the revision that
    was read: of two at once one stands, and the other is a 412.
    """
    found = await decisions.prepare_decision(session, caller, call_id, application_id, body, expected, now)
    response.headers["ETag"] = etag(found.selection.revision)
    return decision_shown(found.selection, application_id)


@router.get("/decisions/preview", responses=sends("ETag") | refuses(409))
async def preview_decisions(call_id: UUID, caller: Writer, session: Session, response: Response) -> Preview:
    """Preview the release of decisions.

    Answers what names the decisions as they are prepared, and all that stands in the way of their release. Its ETag is
    the revision.
    """
    selection = (await decisions.preview_release(session, caller, call_id)).selection
    response.headers["ETag"] = etag(selection.revision)
    problems = () if selection.released else release_problems(selection)
    return Preview(call_id=call_id, revision=selection.revision, preview=preview_of(selection), problems=list(problems))


@router.post("/decisions/release", responses=sends("ETag"))
async def release_decisions(
    call_id: UUID,
    body: Release,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ReadVersion,
    response: Response,
) -> DecisionsShown:
    """Release the decisions of a call.

    Shows every applicant what was decided about them, all in the same moment. It names the preview and the revision
    that were read, so what is released is what was previewed.
    """
    found = await decisions.release_decisions(session, caller, call_id, body.preview, expected, now)
    return _all(found, (), response)


@router.get("/record", responses=refuses(409))
async def get_call_record(call_id: UUID, _: Writer, session: Session) -> CallRecordShown:
    """Get the public record of a call.

    Answers all that the decisions rest on, once they are released: criteria and weights, every sheet, conflicts, the
    lists that were made, decisions with their reasons, and appeals. Reviewers are there by their number.
    """
    return record_shown(await read_record(session, call_id))


def _all(found: Deciding, hidden: Collection[UUID], response: Response) -> DecisionsShown:
    response.headers["ETag"] = etag(found.selection.revision)
    return DecisionsShown(
        call_id=found.call.call_id,
        revision=found.selection.revision,
        released=found.selection.released,
        decisions=[decision_shown(found.selection, key) for key in found.selection.decisions if key not in hidden],
    )
