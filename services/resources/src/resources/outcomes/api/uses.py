"""`/resources/v1/items/{id}/uses`: where an item is used."""

from uuid import UUID

from fastapi import APIRouter, Response

from resources.common.api import Writer
from resources.items.api.published import PREFIX as ITEMS
from resources.outcomes.schemas import NewUseSent, UseShown, WhereUsedShown
from resources.outcomes.usecases.recording import record_use
from resources.outcomes.usecases.where_used import find_uses
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

USES = ITEMS + "/{item_id}/uses"
router = APIRouter(tags=["uses and outcomes"])


@router.post(USES, status_code=201, response_model=UseShown, responses=sends("Location", status=201) | refuses(404))
async def record_item_use(
    item_id: UUID, sent: NewUseSent, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Record that an item was used.

    Says that a class, a learner, a learner's plan, a meeting or an action of your district used an item on a day;
    educators say so of those whom they teach. Told twice it is one use. What a playlist gives, and what an action of
    coaching used, is recorded by itself; who merely opened or downloaded an item has not used it.
    """

    async def act() -> Answer:
        use = await record_use(session, caller, item_id, sent, now)
        return created(UseShown.model_validate(use), location=f"{ITEMS}/{item_id}/uses")

    return await once(session, keyed, act)


@router.get(USES)
async def list_item_uses(
    item_id: UUID, caller: Writer, session: Session, paging: Paging, response: Response
) -> Page[WhereUsedShown]:
    """List where an item is used.

    Lists what of your district has used an item, and the playlists that it is in: whom it concerns when the item is
    retired or recalled. Of classes and learners educators see those that they teach, leaders all.
    """
    after = paging.key(str, UUID)
    last = None if after is None else (after[0], after[1])
    found = await find_uses(session, caller, item_id, last, paging.limit + 1)
    return paging.page(response, found, WhereUsedShown.model_validate, lambda one: [one.kind, one.used_in])
