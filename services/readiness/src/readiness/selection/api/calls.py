"""`/readiness/v1/calls`: a host's calls, and who reviews."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from readiness.selection.api.showing import call_shown, reviewer_shown
from readiness.selection.queries.calls import CallRecord, find_calls
from readiness.selection.queries.reviewing import find_reviewers
from readiness.selection.rules.calls import CallState
from readiness.selection.schemas.calls import CallChange, CallShown, CallTerms, Cancellation
from readiness.selection.schemas.reviewing import NewReviewer, ReviewerShown
from readiness.selection.usecases import calls, reviewing
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

PREFIX = "/readiness/v1/calls"
router = APIRouter(prefix=PREFIX, tags=["calls"])

Reader = Annotated[Caller, needs("readiness.read")]
Writer = Annotated[Caller, needs("readiness.write")]


@router.post("", status_code=201, response_model=CallShown, responses=sends("Location", "ETag", status=201))
async def create_call(terms: CallTerms, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Create a call for partners.

    Creates a draft of a call, which no other district sees. The seed of the lot that decides the last ties is chosen
    now, and its SHA-256 is shown.
    """

    async def act() -> Answer:
        made = await calls.create_call(session, caller, terms, now)
        return created(call_shown(made), location=f"{PREFIX}/{made.call_id}", etag=etag(made.version))

    return await once(session, keyed, act)


@router.get("")
async def list_calls(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[CallState | None, Query()] = None,
) -> Page[CallShown]:
    """List the calls of your district.

    Lists your district's own calls by id, drafts and cancelled ones included. With `state`, lists only those in that
    state.
    """
    found = await find_calls(session, paging.single_key(UUID), state, paging.limit + 1)
    return paging.page(response, found, call_shown, lambda one: [one.call_id])


@router.get("/{call_id}", responses=sends("ETag"))
async def get_call(call_id: UUID, _: Reader, session: Session, response: Response) -> CallShown:
    """Get a call of your district.

    Answers one of your district's calls with all its terms. Its ETag changes when it is edited, opened, closed, decided
    or cancelled.
    """
    return _shown(await calls.require_call(session, call_id), response)


@router.patch("/{call_id}", responses=sends("ETag"))
async def change_call(
    call_id: UUID,
    body: CallChange,
    _: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> CallShown:
    """Change the draft of a call.

    Changes what a draft says. Once the call is open it stays: districts apply to what they have read.
    """
    return _shown(await calls.change_call(session, call_id, body, expected, now), response)


@router.post("/{call_id}/begin", responses=sends("ETag"))
async def begin_call(
    call_id: UUID, _: Writer, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> CallShown:
    """Open a call to all districts.

    Shows the call to every district. They may draft applications at once and submit them from the first day on.
    """
    return _shown(await calls.begin_call(session, call_id, expected, now), response)


@router.post("/{call_id}/end", responses=sends("ETag"))
async def end_call(
    call_id: UUID, _: Writer, session: Session, expected: ExpectedVersion, response: Response
) -> CallShown:
    """Close a call before its last day is over.

    Takes no more applications from now on, and lets reviewers read those that came. Otherwise the call closes by
    itself.
    """
    return _shown(await calls.end_call(session, call_id, expected), response)


@router.post("/{call_id}/cancel", responses=sends("ETag"))
async def cancel_call(
    call_id: UUID, body: Cancellation, _: Writer, session: Session, expected: ExpectedVersion, response: Response
) -> CallShown:
    """Cancel a call.

    Ends a call without decisions. Every district reads the reason; what was applied with stays.
    """
    return _shown(await calls.cancel_call(session, call_id, body.reason, expected), response)


@router.post("/{call_id}/reviewers", status_code=201, response_model=ReviewerShown)
async def add_reviewer(
    call_id: UUID, body: NewReviewer, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Name a reviewer of a call.

    Names somebody of your district to review, by what they sign in with. They read all applications of the call but
    those that they declare a conflict about.
    """

    async def act() -> Answer:
        return created(reviewer_shown(await reviewing.name_reviewer(session, caller, call_id, body.subject, now)))

    return await once(session, keyed, act)


@router.get("/{call_id}/reviewers")
async def list_reviewers(call_id: UUID, _: Writer, session: Session) -> list[ReviewerShown]:
    """List the reviewers of a call.

    Lists who reviews the call and how far they are, without anything of what they gave.
    """
    await calls.require_call(session, call_id)
    return [reviewer_shown(one) for one in await find_reviewers(session, call_id)]


@router.post("/{call_id}/reviewers/{reviewer_id}/revoke", status_code=204)
async def revoke_reviewer(call_id: UUID, reviewer_id: UUID, _: Writer, session: Session) -> None:
    """Take a reviewer off a call.

    Takes off somebody who has neither scored nor declared a conflict. Whoever has stays, for what they said is part of
    the record.
    """
    await reviewing.remove_reviewer(session, call_id, reviewer_id)


def _shown(call: CallRecord, response: Response) -> CallShown:
    response.headers["ETag"] = etag(call.version)
    return call_shown(call)
