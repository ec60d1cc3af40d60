"""`/coaching/v1/actions`: what is to close a gap, agreed and done by two districts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.actions.api.showing import dropped_shape
from coaching.actions.queries.actions import ActionRecord, page_of_actions
from coaching.actions.rules.states import State, stalls
from coaching.actions.schemas.actions import ActionChange, ActionShown, Dropping, NewAction, ResourceUsed
from coaching.actions.usecases import actions as usecases
from coaching.common.api import Reader, Writer
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, ReadVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PREFIX = "/coaching/v1/actions"
router = APIRouter(prefix=PREFIX, tags=["actions"])


@router.post(
    "",
    status_code=201,
    response_model=ActionShown,
    responses=sends("Location", "ETag", status=201) | refuses(404, 409),
)
async def propose_action(new: NewAction, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Propose an action.

    Proposes what is to close a gap that the partner has brought to the engagement. It is agreed once the other district
    agrees to it, and its words are for these two alone.
    """

    async def act() -> Answer:
        made = await usecases.propose(session, caller, new, now)
        return created(_shape(made), location=f"{PREFIX}/{made.action_id}", etag=etag(made.version))

    return await once(session, keyed, act)


@router.get("")
async def list_actions(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    now: Now,
    engagement_id: Annotated[UUID | None, Query(description="of one engagement")] = None,
    gap_id: Annotated[UUID | None, Query(description="of one gap")] = None,
    meeting_id: Annotated[UUID | None, Query(description="agreed in one meeting")] = None,
    state: Annotated[State | None, Query()] = None,
    stalled: Annotated[
        bool | None, Query(description="overdue, or nothing done for three weeks, or whoever sees to it has left")
    ] = None,
) -> Page[ActionShown]:
    """List the actions of your engagements.

    Lists actions by id, of one engagement, of one gap or of one meeting where one is named. Nothing gathers them by the
    person.
    """
    found = await page_of_actions(
        session,
        paging.single_key(UUID),
        engagement_id=engagement_id,
        gap_id=gap_id,
        meeting_id=meeting_id,
        state=state,
        stalled=stalled,
        limit=paging.limit + 1,
        now=now,
    )
    return paging.page(response, found, _shape, lambda one: [one.action_id])


@router.get("/{action_id}", responses=sends("ETag"))
async def get_action(action_id: UUID, _: Reader, session: Session, now: Now, response: Response) -> ActionShown:
    """Get an action.

    Answers one action of an engagement of your district's. It is a 404 to all but its two districts.
    """
    return _shown(await usecases.require_action(session, action_id, now), response)


@router.patch("/{action_id}", responses=sends("ETag") | refuses(409))
async def change_action(
    action_id: UUID,
    body: ActionChange,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> ActionShown:
    """Change an action.

    Changes what is proposed; the other district agrees to what your district has changed. Once both have agreed, only
    who sees to it can change.
    """
    return _shown(await usecases.change(session, caller, action_id, body, expected, now), response)


@router.post("/{action_id}/agree", responses=sends("ETag") | refuses(409))
async def accept_action(
    action_id: UUID, caller: Writer, session: Session, now: Now, expected: ReadVersion, response: Response
) -> ActionShown:
    """Agree to an action.

    Agrees to what the other district proposes, by the one ETag of what was read.
    """
    return _shown(await usecases.agree(session, caller, action_id, expected, now), response)


@router.post("/{action_id}/resource-used", responses=sends("ETag") | refuses(409))
async def record_resource_used(
    action_id: UUID, sent: ResourceUsed, caller: Writer, session: Session, now: Now, response: Response
) -> ActionShown:
    """Record that the resource was used.

    Records on which day the partner used the resource of an action that both agreed on.
    """
    return _shown(await usecases.use_resource(session, caller, action_id, sent, now), response)


@router.post("/{action_id}/confirm", responses=sends("ETag") | refuses(409))
async def confirm_action(
    action_id: UUID, caller: Writer, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> ActionShown:
    """Confirm that an action is done.

    Confirms it for your district. It is done once both districts have confirmed it.
    """
    return _shown(await usecases.confirm(session, caller, action_id, expected, now), response)


@router.post("/{action_id}/drop", responses=sends("ETag") | refuses(409))
async def withdraw_action(
    action_id: UUID,
    sent: Dropping,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> ActionShown:
    """Drop an action.

    Says that an action will not be done, with the reason and words for both districts. It stays, and is never deleted.
    """
    return _shown(await usecases.drop(session, caller, action_id, sent, expected, now), response)


def _shown(record: ActionRecord, response: Response) -> ActionShown:
    response.headers["ETag"] = etag(record.version)
    return _shape(record)


def _shape(record: ActionRecord) -> ActionShown:
    dropped = dropped_shape(record.drop_reason, record.drop_words, record.dropped_on)
    known = {name: value for name, value in record._asdict().items() if name in ActionShown.model_fields}
    found = stalls(record.state, record.due_on, record.moved_on, record.owner_left, record.today)
    return ActionShown(**known, dropped=dropped, stalled=found)
