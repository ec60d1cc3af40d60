"""Drafts: begun, edited, thrown away. All of it behind the lock of the item: of two at once one comes second."""

from datetime import datetime
from uuid import UUID

from resources.items.followers import DRAFT_DISCARDED, ITEM_DISCARDED, DraftDiscarded, ItemDiscarded
from resources.items.queries.items import add_item, count_revision, delete_item
from resources.items.queries.versions import (
    ItemVersion,
    add_draft,
    delete_draft,
    find_draft,
    find_last_published,
    set_draft,
)
from resources.items.rules.content import MOST_PARTS, SETS, Content
from resources.items.rules.states import DRAFT_MOVES, WHY_NO_DRAFT_ACT, DraftAct, Standing
from resources.items.schemas.content import MOST_MEMBERS, ItemContent, content_of
from resources.items.usecases.reading import (
    SeenDraft,
    require_draft,
    require_lock,
    require_locked_draft,
    see_draft,
)
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid
from shared.http.editing import ensure_current
from shared.values.ids import new_id

CLOSED = "The item was taken down or recalled, and has no further versions: make another item."


async def create_item(session: Transaction, caller: Caller, said: ItemContent, now: datetime) -> SeenDraft:
    """Creates an item whose first version is this draft. Raises a 422 where two parts have one key."""
    return await add_draft_item(session, caller, _checked(said), now)


async def add_draft_item(session: Transaction, caller: Caller, content: Content, now: datetime) -> SeenDraft:
    """Adds an item of which there is only this draft."""
    item_id = new_id()
    await add_item(session, caller.district_id, item_id, at=now, by=caller.subject)
    await add_draft(session, caller.district_id, item_id, 1, content, revision=1, at=now, by=caller.subject)
    return await see_draft(session, await require_draft(session, item_id))


async def begin_draft(session: Transaction, caller: Caller, item_id: UUID, now: datetime) -> SeenDraft:
    """Makes a draft of the last published version. Raises a 409 where there is one already, or the item is gone."""
    locked = await require_lock(session, item_id)
    if await find_draft(session, item_id) is not None:
        raise Conflict("The item has a draft already; there is one at a time. Edit it, or discard it first.")
    if locked.standing in (Standing.TAKEN_DOWN, Standing.RECALLED):
        raise Conflict(CLOSED)
    last = await find_last_published(session, item_id)
    if last is None:  # an item without versions is deleted with its last draft
        raise Conflict(CLOSED)
    revision = await count_revision(session, item_id)
    await add_draft(
        session,
        caller.district_id,
        item_id,
        locked.newest + 1,
        last.content,
        revision=revision,
        at=now,
        by=caller.subject,
    )
    return await see_draft(session, await require_draft(session, item_id))


async def save_draft(
    session: Transaction, caller: Caller, item_id: UUID, said: ItemContent, expected: str, now: datetime
) -> SeenDraft:
    """Replaces what the draft says.

    Raises a 409 where there is none or it is in review, a 412 where it was edited meanwhile, a 422 where two parts have
    one key.
    """
    locked = await require_lock(session, item_id)
    draft = await require_locked_draft(session, locked)
    ensure_current(expected, draft.record.revision)
    ensure_act(draft, DraftAct.EDIT)
    content = _checked(said)
    revision = await count_revision(session, item_id)
    await set_draft(session, item_id, content, revision=revision, at=now, by=caller.subject)
    return await see_draft(session, await require_draft(session, item_id))


async def write_draft(
    session: Transaction, caller: Caller, item_id: UUID, content: Content, now: datetime
) -> SeenDraft:
    """Has the draft of an item say this, which is begun where there is none. Raises a 404, and a 409 where it is in
    review, the item is gone, or this is more than an item holds.
    """
    ensure_room(content)
    if await find_draft(session, item_id) is None:
        await begin_draft(session, caller, item_id, now)
    draft = await require_locked_draft(session, await require_lock(session, item_id))
    ensure_act(draft, DraftAct.EDIT)
    revision = await count_revision(session, item_id)
    await set_draft(session, item_id, content, revision=revision, at=now, by=caller.subject)
    return await see_draft(session, await require_draft(session, item_id))


def ensure_room(content: Content) -> None:
    """Raises a 409 where a content that was put together is more than an item holds."""
    if len(content.parts) > MOST_PARTS or any(len(getattr(content, name)) > MOST_MEMBERS for name in SETS):
        raise Conflict(
            f"The item would have more than {MOST_PARTS} parts, or more than {MOST_MEMBERS} authors, claims or "
            "alignments: take less of it."
        )


async def discard_draft(session: Transaction, caller: Caller, item_id: UUID, expected: str, now: datetime) -> None:
    """Deletes the draft, and with it an item that was never published. Raises a 404, a 409 in review, and a 412."""
    locked = await require_lock(session, item_id)
    draft = await require_draft(session, item_id)
    ensure_current(expected, draft.record.revision)
    ensure_act(draft, DraftAct.DISCARD)
    await delete_draft(session, item_id)
    if locked.newest == 1:
        await ITEM_DISCARDED.notify(session, ItemDiscarded(caller.district_id, item_id, caller.subject, now))
        await delete_item(session, item_id)
    else:
        await DRAFT_DISCARDED.notify(session, DraftDiscarded(caller.district_id, item_id, caller.subject, now))
        await count_revision(session, item_id)


def ensure_act(draft: ItemVersion, act: DraftAct) -> None:
    """Raises a 409 where this cannot be done with a draft as it stands."""
    if act not in DRAFT_MOVES[draft.state]:
        raise Conflict(WHY_NO_DRAFT_ACT[draft.state])


def _checked(said: ItemContent) -> Content:
    """A draft may lack much; but its parts are known by their keys, so no two have one."""
    keys = [one.part_key for one in said.parts]
    errors = [
        {"pointer": f"/parts/{place}/part_key", "detail": "Another part has this key: give each part its own."}
        for place, key in enumerate(keys)
        if key in keys[:place]
    ]
    if errors:
        raise Invalid("Two parts have one key; see errors.", errors=errors)
    return content_of(said)
