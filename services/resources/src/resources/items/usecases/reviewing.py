"""Drafts are sent to review, talked about, given back, and published by a curator."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from resources.common.rules.problems import Problem
from resources.files.queries.files import lock_ready
from resources.files.queries.versions import add_version_file
from resources.items.followers import ITEM_REVISED, ITEM_TOLD, ItemRevised, ItemTold
from resources.items.queries.items import count_revision
from resources.items.queries.published import add_published
from resources.items.queries.reviews import CommentRecord, add_comment
from resources.items.queries.versions import ItemVersion, set_draft_state, set_published
from resources.items.rules.content import PartKind
from resources.items.rules.states import DraftAct, Standing, VersionState
from resources.items.schemas.content import hash_of, stored
from resources.items.usecases.curating import ensure_curator
from resources.items.usecases.drafting import CLOSED, ensure_act
from resources.items.usecases.reading import (
    SeenDraft,
    require_lock,
    require_locked_draft,
    require_version,
    see_draft,
)
from resources.items.usecases.telling import published_event
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, invalid
from shared.events.outbox import publish
from shared.http.editing import ensure_current
from shared.values.ids import new_id

MOST_ERRORS = 100
"""Of what stands in the way of publication, this much is named."""


async def submit(
    session: Transaction, caller: Caller, item_id: UUID, changes: str | None, expected: str, now: datetime
) -> SeenDraft:
    """Sends the draft to the curators, with what has changed. Raises a 409, a 412, and a 422 that names every reason
    for which it could not be published, so that no curator reads what cannot be.
    """
    draft = await _current(session, item_id, expected, DraftAct.SUBMIT)
    seen = await see_draft(session, draft)
    _ensure_publishable(seen.problems)
    if changes is None and draft.record.version > 1:
        raise invalid("/changes", "Say what has changed since the last version: its adopters read it.")
    return await _move(session, caller, draft, VersionState.IN_REVIEW, changes, now)


async def withdraw(session: Transaction, caller: Caller, item_id: UUID, expected: str, now: datetime) -> SeenDraft:
    """Takes the draft back from review, to edit it."""
    draft = await _current(session, item_id, expected, DraftAct.WITHDRAW)
    return await _move(session, caller, draft, VersionState.DRAFT, draft.record.changes, now)


async def give_back(
    session: Transaction, caller: Caller, item_id: UUID, words: str, expected: str, now: datetime
) -> SeenDraft:
    """Gives the draft back to its authors, with what a curator says. Raises a 403, a 409 and a 412."""
    await ensure_curator(session, caller)
    draft = await _current(session, item_id, expected, DraftAct.RETURN)
    await _write(session, caller, draft, None, words, now)
    return await _move(session, caller, draft, VersionState.DRAFT, draft.record.changes, now)


async def release(session: Transaction, caller: Caller, item_id: UUID, expected: str, now: datetime) -> ItemVersion:
    """Publishes the very draft that the curator has read. Raises a 403, a 409, a 412, and a 422."""
    await ensure_curator(session, caller)
    draft = await _current(session, item_id, expected, DraftAct.PUBLISH)
    content, version = draft.content, draft.record.version
    ready = await lock_ready(session, content.files())
    seen = await see_draft(session, draft, published=True)
    _ensure_publishable(seen.problems)
    hashed = hash_of(stored(content))
    revision = await count_revision(session, item_id)
    await set_published(session, item_id, hashed, revision=revision, at=now, by=caller.subject)
    seen_by = seen.terms.seen_by
    await add_published(
        session,
        caller.district_id,
        item_id,
        version,
        content,
        seen_by,
        seen.credits,
        content_hash=hashed,
        changes=draft.record.changes,
        at=now,
        by=caller.subject,
    )
    for part in content.parts:
        if part.body.kind == PartKind.FILE:
            file = ready[part.body.source]
            await add_version_file(session, caller.district_id, item_id, version, part.part_key, file)
    await publish(session, caller.district_id, published_event(item_id, version, content, seen_by, hashed))
    await ITEM_TOLD.notify(session, ItemTold(caller.district_id, item_id))
    await ITEM_REVISED.notify(session, ItemRevised(caller.district_id, item_id, content, now))
    return await require_version(session, item_id, version)


async def comment(
    session: Transaction, caller: Caller, item_id: UUID, part_key: UUID | None, words: str, now: datetime
) -> CommentRecord:
    """Adds what somebody says of the draft. Raises a 404, a 409 where there is none, a 422 for a part it has not."""
    draft = await require_locked_draft(session, await require_lock(session, item_id))
    if part_key is not None and draft.content.part(part_key) is None:
        raise invalid("/part_key", "The draft has no such part: leave it out, or name one that it has.")
    return await _write(session, caller, draft, part_key, words, now)


async def _current(session: Transaction, item_id: UUID, expected: str, act: DraftAct) -> ItemVersion:
    locked = await require_lock(session, item_id)
    draft = await require_locked_draft(session, locked)
    ensure_current(expected, draft.record.revision)
    ensure_act(draft, act)
    if locked.standing in (Standing.TAKEN_DOWN, Standing.RECALLED) and act is not DraftAct.RETURN:
        raise Conflict(CLOSED)
    return draft


async def _move(
    session: Transaction, caller: Caller, draft: ItemVersion, state: VersionState, changes: str | None, now: datetime
) -> SeenDraft:
    item_id, version = draft.record.item_id, draft.record.version
    revision = await count_revision(session, item_id)
    await set_draft_state(session, item_id, state, changes, revision=revision, at=now, by=caller.subject)
    return await see_draft(session, await require_version(session, item_id, version))


async def _write(
    session: Transaction, caller: Caller, draft: ItemVersion, part_key: UUID | None, words: str, now: datetime
) -> CommentRecord:
    record = CommentRecord(new_id(), draft.record.version, part_key, words, now, caller.person_id)
    await add_comment(session, caller.district_id, draft.record.item_id, record, by=caller.subject)
    return record


def _ensure_publishable(problems: Sequence[Problem]) -> None:
    if problems:
        raise Invalid(
            "This draft cannot be published; see errors, whose pointers are into its content. It is kept as it is.",
            errors=[one._asdict() for one in problems[:MOST_ERRORS]],
        )
