"""`/coaching/v1/my-actions`: what the caller sees to, coaches for, or agreed on in a meeting."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.actions.api.showing import dropped_shape
from coaching.actions.queries.own import OwnActionRecord
from coaching.actions.schemas.actions import OwnActionShown, ResourceUsed
from coaching.actions.usecases import own as usecases
from coaching.common.api import Anybody
from shared.http.context import Now
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/my-actions", tags=["actions"])


@router.get("")
async def list_my_actions(
    caller: Anybody,
    session: Session,
    paging: Paging,
    response: Response,
    now: Now,
    is_open: Annotated[bool | None, Query(alias="open", description="agreed, and neither done nor dropped")] = None,
    meeting_id: Annotated[UUID | None, Query(description="agreed in one meeting")] = None,
) -> Page[OwnActionShown]:
    """List your actions.

    Lists by id the actions on which both districts have agreed and that you see to, that are about a gap which you
    coach, or that were agreed in a meeting at which you were. Nobody can list them for another person.
    """
    found = await usecases.list_own(
        session,
        caller,
        paging.single_key(UUID),
        meeting_id=meeting_id,
        is_open=is_open,
        limit=paging.limit + 1,
        now=now,
    )
    return paging.page(response, found, _shape, lambda one: [one.action_id])


@router.get("/{action_id}")
async def get_my_action(action_id: UUID, caller: Anybody, session: Session, now: Now) -> OwnActionShown:
    """Get an action of yours.

    Answers an action that you see to, that is about a gap which you coach, or that was agreed in a meeting at which you
    were. To everybody else there is none here.
    """
    return _shape(await usecases.require_own(session, caller, action_id, now))


@router.post("/{action_id}/resource-used", responses=refuses(409))
async def record_own_resource_used(
    action_id: UUID, sent: ResourceUsed, caller: Anybody, session: Session, now: Now
) -> OwnActionShown:
    """Record that the resource of an action of yours was used.

    Records on which day the partner used the resource, where you see to the action for the partner.
    """
    return _shape(await usecases.use_own_resource(session, caller, action_id, sent, now))


def _shape(record: OwnActionRecord) -> OwnActionShown:
    known = {name: value for name, value in record._asdict().items() if name in OwnActionShown.model_fields}
    return OwnActionShown(**known, dropped=dropped_shape(record.drop_reason, record.drop_words, record.dropped_on))
