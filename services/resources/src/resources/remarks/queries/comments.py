"""Comments on published items in SQL, as far as the session may see the version that they are about."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from resources.remarks.rules.comments import CommentState
from shared.db.query import Command, Query, Scalar, Transaction


class CommentRecord(NamedTuple):
    """A comment. `commenter_id` is the district that it comes from, `writer` the person or the system."""

    comment_id: UUID
    item_id: UUID
    version: int
    owner_id: UUID
    commenter_id: UUID
    writer: str
    person_id: UUID | None
    words: str | None
    state: str
    because: str | None
    revision: int
    written_at: datetime
    edited_at: datetime | None


_SELECT = """
select c.comment_id, c.item_id, c.version, c.owner_id, c.commenter_id, c.writer, c.person_id, c.words, c.state,
  c.because, c.revision, c.written_at, c.edited_at
from item_comment c where c.item_id = :item_id
"""
_LOCK = Query(f"{_SELECT} and c.comment_id = :comment_id for update", CommentRecord)
_LIST = Query(
    f"""
    {_SELECT} and (cast(:after as uuid) is null or c.comment_id > cast(:after as uuid))
    order by c.comment_id limit :limit
    """,
    CommentRecord,
)
_ADD = Command("""
insert into item_comment (comment_id, item_id, version, owner_id, commenter_id, writer, person_id, words, state,
  revision, written_at, changed_at, changed_by)
values (:comment_id, :item_id, :version, :owner_id, :commenter_id, :writer, :person_id, :words, 'shown', 1, :at, :at,
  :by)
""")
_SET = Scalar(
    """
    update item_comment set words = :words, state = :state, because = :because, edited_at = :edited_at,
      revision = revision + 1, changed_at = :at, changed_by = :by
    where comment_id = :comment_id returning revision
    """,
    int,
)


async def find_comments(session: Transaction, item_id: UUID, after: UUID | None, limit: int) -> list[CommentRecord]:
    """Returns the comments on all versions of an item that the session may see, oldest first: ids grow with time."""
    return await _LIST.all(session, item_id=item_id, after=after, limit=limit)


async def lock_comment(session: Transaction, item_id: UUID, comment_id: UUID) -> CommentRecord | None:
    """Returns the comment, which nobody else changes until the commit."""
    return await _LOCK.first(session, item_id=item_id, comment_id=comment_id)


async def add_comment(session: Transaction, new: CommentRecord, by: str) -> None:
    await _ADD.run(
        session,
        comment_id=new.comment_id,
        item_id=new.item_id,
        version=new.version,
        owner_id=new.owner_id,
        commenter_id=new.commenter_id,
        writer=new.writer,
        person_id=new.person_id,
        words=new.words,
        at=new.written_at,
        by=by,
    )


async def set_comment(session: Transaction, now: CommentRecord, *, at: datetime, by: str) -> CommentRecord:
    """Stores how a comment stands and returns it. What was removed has no words any more."""
    revision = await _SET.one(
        session,
        comment_id=now.comment_id,
        words=now.words if now.state != CommentState.REMOVED else None,
        state=now.state,
        because=now.because,
        edited_at=now.edited_at,
        at=at,
        by=by,
    )
    return now._replace(revision=revision)
