"""A district makes an item of its own of what it adopts, and gives its changes up again."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from resources.adoptions.queries.adoptions import Adoption, lock_adoptions_of, set_adoption
from resources.adoptions.queries.drafted import remember_before, settle, take_back
from resources.adoptions.queries.origins import forget_before, go_back, hold_origins
from resources.adoptions.queries.upstream import hold_item
from resources.adoptions.rules.intents import Intents
from resources.adoptions.rules.merge import NO_INTENTS, NOTHING_DECLINED
from resources.adoptions.rules.states import AdoptionAct, AdoptionState, first_intent
from resources.adoptions.rules.upstream import DETAILS, AdopterAct, Ground, UpstreamState
from resources.adoptions.usecases.adopting import store
from resources.adoptions.usecases.holding import release_others
from resources.adoptions.usecases.origins import ensure_lineage, source_of, write_origins
from resources.adoptions.usecases.standing import (
    SeenAdoption,
    ensure_may,
    moved,
    require_adoption,
    require_current,
    see_adoption,
)
from resources.adoptions.usecases.telling import adoption_event
from resources.items.followers import DraftDiscarded, ItemDiscarded, ItemRevised
from resources.items.queries.versions import find_draft, find_last_published
from resources.items.rules.content import Content
from resources.items.usecases.drafting import add_draft_item, write_draft
from resources.items.usecases.reading import require_lock
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.events.outbox import publish
from shared.values.ids import new_id

NOT_YOURS = "There is no such item of your district's: name one that you make, or leave it out."


async def adapt(
    session: Transaction,
    caller: Caller,
    adoption_id: UUID,
    into: UUID | None,
    expected: str,
    now: datetime,
) -> SeenAdoption:
    """Makes a draft of what is held: an item of its own, or further parts of the one that is named.

    Raises a 404, a 409 where the licences or the lineage forbid it or the draft is in review, a 412, and a 422 for an
    item that is none of the district's.
    """
    adoption = await require_current(session, adoption_id, expected, into)
    state = moved(adoption, AdoptionAct.ADAPT)
    if into is not None:
        await hold_origins(session, into)
    await hold_item(session, adoption.item_id)
    seen = await see_adoption(session, caller.district_id, adoption)
    if seen.upstream is UpstreamState.RECALLED:
        raise Conflict(DETAILS[Ground.RECALLED])
    ensure_may(seen, AdopterAct.EDIT)
    source = source_of(adoption.credit, adoption.content, adoption.credits)
    await ensure_lineage(session, into or new_id(), source)
    content = adoption.content if into is None else await _joined(session, into, adoption.content)
    if into is None:
        into = (await add_draft_item(session, caller, content, now)).version.record.item_id
    else:
        await remember_before(session, adoption_id)
        await write_draft(session, caller, into, content, now)
    await write_origins(session, caller.district_id, into, content, source)
    adapted = adoption._replace(
        state=state,
        own_item_id=into,
        base=adoption.content,
        intents=Intents(first_intent(adoption.state)),
        declined=NOTHING_DECLINED,
    )
    return await store(session, caller, adapted, now)


async def revert(session: Transaction, caller: Caller, adoption_id: UUID, expected: str, now: datetime) -> SeenAdoption:
    """Has the district hold the version as it is again. The item that it made of it stays its own, with its credits.
    Raises a 404, a 409 and a 412.
    """
    adoption = await require_current(session, adoption_id, expected)
    moved(adoption, AdoptionAct.REVERT)
    await release_others(session, adoption, now)
    return await store(session, caller, _as_it_was(adoption), now)


async def forget_discarded(session: Transaction, change: ItemDiscarded) -> None:
    """What was adapted in an item that is thrown away is held as it was published again."""
    for adoption in await lock_adoptions_of(session, change.item_id):
        held = _as_it_was(adoption)
        await release_others(session, held, change.now)
        await set_adoption(session, change.district_id, held, at=change.now, by=change.by)
        await publish(session, change.district_id, adoption_event(held))


async def give_up_draft(session: Transaction, change: DraftDiscarded) -> None:
    """What a draft that is thrown away had taken of upstream is to be taken again."""
    await lock_adoptions_of(session, change.item_id)
    await go_back(session, change.item_id)
    for adoption_id in await take_back(session, change.item_id, change.now, change.by):
        adoption = await require_adoption(session, adoption_id)
        await release_others(session, adoption, change.now)
        await publish(session, change.district_id, adoption_event(adoption))


async def keep_draft(session: Transaction, change: ItemRevised) -> None:
    """What a draft had taken of upstream stays taken, now that it is published."""
    await forget_before(session, change.item_id)
    for adoption_id in await settle(session, change.item_id):
        await release_others(session, await require_adoption(session, adoption_id), change.now)


async def find_ours(session: Transaction, item_id: UUID) -> Content:
    """Returns what an own item says: its draft where there is one, else its last published version. Raises a 404."""
    found = await find_draft(session, item_id) or await find_last_published(session, item_id)
    if found is None:
        raise NotFound("The item that was made of it is not there any more.")
    return found.content


async def _joined(session: Transaction, into: UUID, content: Content) -> Content:
    try:
        await require_lock(session, into)
    except NotFound:
        raise invalid("/own_item_id", NOT_YOURS) from None
    ours = await find_ours(session, into)
    return replace(ours, parts=(*ours.parts, *(one for one in content.parts if ours.part(one.part_key) is None)))


def _as_it_was(adoption: Adoption) -> Adoption:
    return adoption._replace(
        state=AdoptionState.PINNED, own_item_id=None, base=None, intents=NO_INTENTS, declined=NOTHING_DECLINED
    )
