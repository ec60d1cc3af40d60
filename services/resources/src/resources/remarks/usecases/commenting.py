"""Staff comment on published items; they change and remove their own, and curators of the item's district hide."""

from datetime import datetime
from uuid import UUID

from resources.common.usecases import reader_of
from resources.items.usecases.curating import ensure_curator
from resources.remarks.queries.comments import (
    CommentRecord,
    add_comment,
    find_comments,
    lock_comment,
    set_comment,
)
from resources.remarks.rules.comments import COMMENT_MOVES, WHY_NO_COMMENT_ACT, CommentAct, CommentState
from resources.remarks.usecases.reading import require_shown
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotAllowed, NotFound, invalid
from shared.http.editing import ensure_current
from shared.values.ids import new_id

NO_COMMENT = "There is no such comment on the item."
NOT_YOURS = "Only whoever wrote a comment changes or removes it. Curators of the item's district can hide it."
NOT_YOUR_ITEM = "Only curators of the district whose item it is hide comments on it."


async def list_comments(
    session: Transaction, caller: Caller, item_id: UUID, after: UUID | None, limit: int
) -> list[CommentRecord]:
    """Returns what was said of the versions that the caller sees, oldest first. Raises a 404."""
    await require_shown(session, caller, item_id, None)
    return await find_comments(session, item_id, after, limit)


async def comment_on(
    session: Transaction, caller: Caller, item_id: UUID, version: int, words: str, now: datetime
) -> CommentRecord:
    """Adds what somebody says of a version that they see. Raises a 404."""
    about = await require_shown(session, caller, item_id, version)
    new = CommentRecord(
        comment_id=new_id(),
        item_id=item_id,
        version=version,
        owner_id=about.owner_id,
        commenter_id=caller.district_id,
        writer=reader_of(caller),
        person_id=caller.person_id,
        words=words,
        state=CommentState.SHOWN,
        because=None,
        revision=1,
        written_at=now,
        edited_at=None,
    )
    await add_comment(session, new, caller.subject)
    return new


async def edit_comment(
    session: Transaction, caller: Caller, item_id: UUID, comment_id: UUID, words: str, expected: str, now: datetime
) -> CommentRecord:
    """Replaces the words of one's own comment. Raises a 403, a 404, a 409 where it is hidden or removed, and a 412."""
    found = await _current(session, caller, item_id, comment_id, expected)
    _ensure_own(caller, found)
    changed = _moved(found, CommentAct.EDIT)._replace(words=words, edited_at=now)
    return await set_comment(session, changed, at=now, by=caller.subject)


async def remove_comment(
    session: Transaction, caller: Caller, item_id: UUID, comment_id: UUID, expected: str, now: datetime
) -> None:
    """Removes one's own comment; that there was one stays. Raises a 403, a 404, a 409 where it is gone, and a 412."""
    found = await _current(session, caller, item_id, comment_id, expected)
    _ensure_own(caller, found)
    await set_comment(session, _moved(found, CommentAct.REMOVE), at=now, by=caller.subject)


async def set_comment_standing(
    session: Transaction,
    caller: Caller,
    item_id: UUID,
    comment_id: UUID,
    act: CommentAct,
    because: str | None,
    expected: str,
    now: datetime,
) -> CommentRecord:
    """Hides a comment on an item of one's own district, with why, or shows it again. Raises a 403 unless a curator
    asks, a 404, a 409 where it stands so already or was removed, a 412, and a 422 for a reason that is missing.
    """
    found = await _current(session, caller, item_id, comment_id, expected)
    if found.owner_id != caller.district_id:
        raise NotAllowed(NOT_YOUR_ITEM)
    await ensure_curator(session, caller)
    if act is CommentAct.HIDE and because is None:
        raise invalid("/because", "Say why: whoever reads the comments finds it in place of the words.")
    changed = _moved(found, act)._replace(because=because if act is CommentAct.HIDE else None)
    return await set_comment(session, changed, at=now, by=caller.subject)


def is_own(caller: Caller, comment: CommentRecord) -> bool:
    """Returns whether the caller wrote a comment."""
    return (comment.commenter_id, comment.writer) == (caller.district_id, reader_of(caller))


async def _current(
    session: Transaction, caller: Caller, item_id: UUID, comment_id: UUID, expected: str
) -> CommentRecord:
    await require_shown(session, caller, item_id, None)
    found = await lock_comment(session, item_id, comment_id)
    if found is None:
        raise NotFound(NO_COMMENT)
    ensure_current(expected, found.revision)
    return found


def _ensure_own(caller: Caller, comment: CommentRecord) -> None:
    if not is_own(caller, comment):
        raise NotAllowed(NOT_YOURS)


def _moved(comment: CommentRecord, act: CommentAct) -> CommentRecord:
    state = CommentState(comment.state)
    if act not in COMMENT_MOVES[state]:
        raise Conflict(WHY_NO_COMMENT_ACT[state])
    return comment._replace(state=COMMENT_MOVES[state][act])
