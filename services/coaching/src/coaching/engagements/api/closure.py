"""`/coaching/v1/engagements/{engagement_id}/closure` and `.../handovers`: what is left when people part."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Reader, Writer
from coaching.engagements.api.engagements import PREFIX
from coaching.engagements.queries.closure import find_retention, page_of_handovers
from coaching.engagements.queries.engagements import EngagementRecord
from coaching.engagements.schemas.acts import ClosureSet, ClosureShown, HandoverShown, NewHandover, RetentionShown
from coaching.engagements.usecases.closing import hand_over, plan_closure
from coaching.engagements.usecases.reading import require_engagement
from shared.db.query import Transaction
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/{{engagement_id}}", tags=["closure"])


@router.get("/closure", responses=sends("ETag"))
async def get_closure(engagement_id: UUID, _: Reader, session: Session, now: Now, response: Response) -> ClosureShown:
    """Get how an engagement is closed.

    Answers when the last meeting is planned, what each of the two districts destroys on which day, and what it has
    destroyed. What is not named is kept. The ETag is that of the engagement.
    """
    return await _shown(session, await require_engagement(session, engagement_id, now), response)


@router.put("/closure", responses=sends("ETag") | refuses(409))
async def set_closure(
    engagement_id: UUID,
    sent: ClosureSet,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> ClosureShown:
    """Set how an engagement is closed.

    Plans the last meeting for both, and says what your district destroys on which day, in place of what it had said:
    of what its own people wrote, once the engagement is over.
    """
    return await _shown(session, await plan_closure(session, caller, engagement_id, sent, expected, now), response)


@router.post("/handovers", status_code=201, response_model=HandoverShown, responses=refuses(404))
async def record_handover(
    engagement_id: UUID, new: NewHandover, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Record a handover.

    Records what a member of your team hands over to whoever comes after them, and what these may read of what was
    written before. Notes for one person, or for a pair, are never among it.
    """

    async def act() -> Answer:
        made = await hand_over(session, caller, engagement_id, new, now)
        return created(HandoverShown.model_validate(made))

    return await once(session, keyed, act)


@router.get("/handovers")
async def list_handovers(
    engagement_id: UUID, _: Reader, session: Session, paging: Paging, response: Response, now: Now
) -> Page[HandoverShown]:
    """List the handovers.

    Lists by id what members of either team have handed over, and what their successors may read.
    """
    await require_engagement(session, engagement_id, now)
    found = await page_of_handovers(session, engagement_id, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, HandoverShown.model_validate, lambda one: [one.handover_id])


async def _shown(session: Transaction, record: EngagementRecord, response: Response) -> ClosureShown:
    response.headers["ETag"] = etag(record.version)
    retention = [
        RetentionShown(
            district_id=one.district_id,
            content=one.content,
            destroy_on=one.destroy_on,
            destroyed_on=one.destroyed_on,
            destroyed=one.destroyed_count,
        )
        for one in await find_retention(session, record.engagement_id)
    ]
    return ClosureShown(last_meeting_on=record.last_meeting_on, retention=retention)
