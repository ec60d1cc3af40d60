"""What is written about drafts, in SQL."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Transaction


class CommentRecord(NamedTuple):
    """`person_id` is None where a system of the district's wrote it."""

    comment_id: UUID
    version: int
    part_key: UUID | None
    words: str
    written_at: datetime
    person_id: UUID | None


_COMMENTS = Query(
    """
    select comment_id, version, part_key, words, written_at, person_id from review_comment
    where item_id = :item_id and (cast(:after as uuid) is null or comment_id > cast(:after as uuid))
    order by comment_id limit :limit
    """,
    CommentRecord,
)
_ADD_COMMENT = Command("""
insert into review_comment (district_id, comment_id, item_id, version, part_key, words, written_at, written_by,
  person_id)
values (:district_id, :comment_id, :item_id, :version, :part_key, :words, :at, :by, :person_id)
""")


async def find_comments(session: Transaction, item_id: UUID, after: UUID | None, limit: int) -> list[CommentRecord]:
    """Returns what was written about all versions of an item, oldest first: ids grow with time."""
    return await _COMMENTS.all(session, item_id=item_id, after=after, limit=limit)


async def add_comment(
    session: Transaction,
    district_id: UUID,
    item_id: UUID,
    comment: CommentRecord,
    *,
    by: str,
) -> None:
    await _ADD_COMMENT.run(
        session,
        district_id=district_id,
        comment_id=comment.comment_id,
        item_id=item_id,
        version=comment.version,
        part_key=comment.part_key,
        words=comment.words,
        at=comment.written_at,
        by=by,
        person_id=comment.person_id,
    )
