"""`/resources/v1/items/{item_id}/comments`: what the staff of districts say of a published item."""

from uuid import UUID

from fastapi import APIRouter, Response

from resources.common.api import Curator, Writer
from resources.items.api.published import PREFIX, Version
from resources.remarks.queries.comments import CommentRecord
from resources.remarks.rules.comments import CommentAct, CommentState, reads_words
from resources.remarks.schemas.comments import CommentStanding, CommentWords, ItemCommentShown
from resources.remarks.usecases import commenting
from shared.auth.callers import Caller
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PATH = PREFIX + "/{item_id}/comments"
COMMENT = PATH + "/{comment_id}"
router = APIRouter(tags=["comments"])

_ACTS = {"hidden": CommentAct.HIDE, "shown": CommentAct.SHOW}


@router.get(PATH)
async def list_published_item_comments(
    item_id: UUID, caller: Writer, session: Session, paging: Paging, response: Response
) -> Page[ItemCommentShown]:
    """List the comments on a published item.

    Lists what the staff of districts said of the versions that you may see, the oldest first. What was removed or is
    hidden keeps its place without its words; what is hidden, its author and the item's own district still read.
    """
    found = await commenting.list_comments(session, caller, item_id, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, lambda one: _seen(caller, one), lambda one: [one.comment_id])


@router.post(
    PREFIX + "/{item_id}/versions/{version}/comments",
    status_code=201,
    response_model=ItemCommentShown,
    responses=sends("ETag", status=201),
)
async def add_published_item_comment(
    item_id: UUID, version: Version, sent: CommentWords, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Comment on a published item.

    Adds words about a version that you may see, for the staff of all districts that may see it. Your own district is
    told who wrote them, others of which district it is.
    """

    async def act() -> Answer:
        record = await commenting.comment_on(session, caller, item_id, version, sent.words, now)
        return created(_seen(caller, record), etag=etag(record.revision))

    return await once(session, keyed, act)


@router.put(COMMENT, responses=sends("ETag") | refuses(403, 409))
async def replace_published_item_comment(
    item_id: UUID,
    comment_id: UUID,
    sent: CommentWords,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> ItemCommentShown:
    """Replace the words of your comment.

    Replaces what you said; that it was edited is shown. What a curator has hidden is not edited.
    """
    record = await commenting.edit_comment(session, caller, item_id, comment_id, sent.words, expected, now)
    return _shown(caller, record, response)


@router.delete(COMMENT, status_code=204, responses=refuses(403, 409))
async def delete_published_item_comment(
    item_id: UUID, comment_id: UUID, caller: Writer, session: Session, now: Now, expected: ExpectedVersion
) -> None:
    """Remove your comment.

    Removes the words of a comment of yours; that there was one stays.
    """
    await commenting.remove_comment(session, caller, item_id, comment_id, expected, now)


@router.put(COMMENT + "/standing", responses=sends("ETag") | refuses(403, 409))
async def set_published_item_comment_standing(
    item_id: UUID,
    comment_id: UUID,
    sent: CommentStanding,
    caller: Curator,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> ItemCommentShown:
    """Hide a comment, or show it again.

    A curator of the district whose item it is hides a comment with a reason, which everybody reads in its place, or
    shows it again. Nothing of it is lost.
    """
    record = await commenting.set_comment_standing(
        session, caller, item_id, comment_id, _ACTS[sent.state], sent.because, expected, now
    )
    return _shown(caller, record, response)


def _shown(caller: Caller, record: CommentRecord, response: Response) -> ItemCommentShown:
    response.headers["ETag"] = etag(record.revision)
    return _seen(caller, record)


def _seen(caller: Caller, record: CommentRecord) -> ItemCommentShown:
    own, state = commenting.is_own(caller, record), CommentState(record.state)
    of_owner = record.owner_id == caller.district_id
    told = {
        "own": own,
        "words": record.words if reads_words(state, own=own, of_owner=of_owner) else None,
        "person_id": record.person_id if record.commenter_id == caller.district_id else None,
    }
    return ItemCommentShown(**{**record._asdict(), **told})
