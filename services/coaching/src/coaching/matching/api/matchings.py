"""`/coaching/v1/matchings`: who is to coach which need, worked out in the background."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.common.api import Reader, Writer
from coaching.matching.api.showing import matching_shape
from coaching.matching.queries.matchings import MatchingRecord, page_of_matchings
from coaching.matching.rules.states import MatchingState
from coaching.matching.schemas.matchings import NewMatching
from coaching.matching.schemas.results import MatchingShown, ProposedShown
from coaching.matching.usecases import matchings as usecases
from coaching.matching.usecases.proposing import propose
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

PREFIX = "/coaching/v1/matchings"
router = APIRouter(prefix=PREFIX, tags=["matchings"])


@router.post("", status_code=202, response_model=MatchingShown, responses=sends("Location", "ETag", status=202))
async def request_matching(new: NewMatching, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Ask for a matching.

    Puts a matching of your district's coaches to its partners' needs into the queue, and publishes the SHA-256 of the
    seed of its lottery. It is worked out in a process of its own; read it again to see how far it is. Those of one
    district are worked out one after the other.
    """

    async def act() -> Answer:
        made = await usecases.ask(session, caller, new, now)
        location = f"{PREFIX}/{made.matching_id}"
        return created(matching_shape(made), location=location, etag=etag(made.version), status=202)

    return await once(session, keyed, act)


@router.get("")
async def list_matchings(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[MatchingState | None, Query()] = None,
) -> Page[MatchingShown]:
    """List your district's matchings.

    Lists the matchings that your district asked for as a host, and those that were queued because what another stood on
    has changed, the newest first.
    """
    found = await page_of_matchings(session, paging.single_key(UUID), state, paging.limit + 1)
    return paging.page(response, found, matching_shape, lambda one: [one.matching_id])


@router.get("/{matching_id}", responses=sends("ETag"))
async def get_matching(matching_id: UUID, _: Reader, session: Session, response: Response) -> MatchingShown:
    """Get a matching.

    Answers how far a matching is; once it is finished, whether it is proved, what it changes, and the seed of its
    lottery.
    """
    return _shown(await usecases.read_matching(session, matching_id), response)


@router.post("/{matching_id}/cancel", responses=sends("ETag"))
async def cancel_matching(
    matching_id: UUID, _: Writer, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> MatchingShown:
    """Cancel a matching.

    Ends a matching that waits or is being worked out; nothing of it is kept but that it was asked for.
    """
    return _shown(await usecases.cancel(session, matching_id, expected, now), response)


@router.post("/{matching_id}/propose")
async def propose_matching(
    matching_id: UUID, caller: Writer, session: Session, now: Now, expected: ExpectedVersion
) -> ProposedShown:
    """Propose the pairs of a matching.

    Proposes each pair to both districts; none stands before both have confirmed it. Of a matching that was asked for by
    `previous`, pairs that stand as they are stay, and matches that it does not keep end.
    """
    done = await propose(session, caller, matching_id, expected, now)
    return ProposedShown(matching_id=matching_id, proposed=done.proposed, kept=done.kept, ended=done.ended)


def _shown(record: MatchingRecord, response: Response) -> MatchingShown:
    response.headers["ETag"] = etag(record.version)
    return matching_shape(record)
