"""`/resources/v1/own-items/…/draft`, `…/comments`, `/resources/v1/curators`, `/resources/v1/my-reviews`: drafts are
reviewed, and published.
"""

from uuid import UUID

from fastapi import APIRouter, Response

from resources.common.api import Curator, Leader, Writer
from resources.items.api.answers import own_item, own_version
from resources.items.queries.curators import CuratorsRecord, find_curators
from resources.items.queries.reviews import find_comments
from resources.items.schemas.items import (
    CommentShown,
    CuratorsShown,
    NewComment,
    NewCurators,
    NewStanding,
    OwnItem,
    OwnVersion,
    Return,
    Submission,
)
from resources.items.usecases import reviewing
from resources.items.usecases.curating import find_to_review, name_curators
from resources.items.usecases.reading import SeenDraft, require_item, see_draft
from resources.items.usecases.standing import set_item_standing
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, ReadVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PREFIX = "/resources/v1/own-items"
MY_REVIEWS = "/resources/v1/my-reviews"
CURATORS = "/resources/v1/curators"
router = APIRouter(tags=["reviews"])


@router.post(PREFIX + "/{item_id}/draft/submit", responses=sends("ETag") | refuses(409))
async def send_item_draft_to_review(
    item_id: UUID,
    sent: Submission,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> OwnVersion:
    """Send the draft of an item to review.

    The curators find it from then on, and nobody edits it. What keeps it from being published is a 422 that names every
    place. Of a further version it has to be said what has changed.
    """
    return _shown(await reviewing.submit(session, caller, item_id, sent.changes, expected, now), response)


@router.post(PREFIX + "/{item_id}/draft/withdraw", responses=sends("ETag") | refuses(409))
async def withdraw_item_draft(
    item_id: UUID, caller: Writer, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> OwnVersion:
    """Withdraw the draft of an item.

    Takes the draft back from review, so that it can be edited.
    """
    return _shown(await reviewing.withdraw(session, caller, item_id, expected, now), response)


@router.post(PREFIX + "/{item_id}/draft/return", responses=sends("ETag") | refuses(403, 409))
async def return_item_draft(
    item_id: UUID,
    sent: Return,
    caller: Curator,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> OwnVersion:
    """Give the draft of an item back.

    A curator gives the draft back to its authors with what is to be done. The words are kept among the comments.
    """
    return _shown(await reviewing.give_back(session, caller, item_id, sent.words, expected, now), response)


@router.post(PREFIX + "/{item_id}/draft/publish", responses=sends("ETag") | refuses(403, 409))
async def publish_item_draft(
    item_id: UUID, caller: Curator, session: Session, now: Now, expected: ReadVersion, response: Response
) -> OwnVersion:
    """Publish the draft of an item.

    A curator publishes, as the next version, the very draft whose ETag is sent as `If-Match`; `*` publishes nothing.
    From then on it never changes. Who sees it, the licences of its parts say.
    """
    found = await reviewing.release(session, caller, item_id, expected, now)
    return _shown(await see_draft(session, found), response)


@router.get(PREFIX + "/{item_id}/comments")
async def list_item_comments(
    item_id: UUID, _: Writer, session: Session, paging: Paging, response: Response
) -> Page[CommentShown]:
    """List the comments on an item.

    Lists what was written about the drafts of an item, the oldest first, those about earlier versions included.
    """
    await require_item(session, item_id)
    found = await find_comments(session, item_id, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, CommentShown.model_validate, lambda one: [one.comment_id])


@router.post(PREFIX + "/{item_id}/comments", status_code=201, response_model=CommentShown, responses=refuses(409))
async def add_item_comment(
    item_id: UUID, sent: NewComment, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Comment on the draft of an item.

    Adds words about the draft, or about one of its parts, for its authors and curators.
    """

    async def act() -> Answer:
        record = await reviewing.comment(session, caller, item_id, sent.part_key, sent.words, now)
        return created(CommentShown.model_validate(record))

    return await once(session, keyed, act)


@router.put(PREFIX + "/{item_id}/standing", responses=sends("ETag") | refuses(403, 409))
async def set_standing_of_item(
    item_id: UUID,
    sent: NewStanding,
    caller: Curator,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> OwnItem:
    """Retire, take down, recall or offer an item again.

    A curator says how a published item stands. Retired: it is in no list any more, and still shown to who asks for it.
    Taken down: nobody reads it here any more, and who has adopted it keeps it. Recalled: nobody may go on showing it,
    for it was not yours to give, or it harms; this is never undone. Each needs a reason, which readers find in its
    place, and can name a successor, to which they are led.
    """
    record = await set_item_standing(
        session, caller, item_id, sent.standing, sent.because, sent.successor_id, expected, now
    )
    response.headers["ETag"] = etag(record.revision)
    return own_item(record)


@router.get(MY_REVIEWS)
async def list_own_reviews(caller: Curator, session: Session, paging: Paging, response: Response) -> Page[OwnItem]:
    """List what you are to review.

    Lists the items with a draft in review, by id, to whoever was named a curator of your district; to others nothing.
    """
    found = await find_to_review(session, caller, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, own_item, lambda one: [one.item_id])


@router.get(CURATORS, responses=sends("ETag"))
async def get_curators(_: Writer, session: Session, response: Response) -> CuratorsShown:
    """Get the curators.

    Answers the people who decide what your district publishes. Where nobody was named yet, the ETag is "0".
    """
    return _named(await find_curators(session), response)


@router.put(CURATORS, responses=sends("ETag"))
async def set_curators(
    sent: NewCurators, caller: Leader, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> CuratorsShown:
    """Name the curators.

    Names the people who decide what your district publishes, in place of those before. Who was named when stays on
    record. They need the scope resources.curate besides.
    """
    return _named(await name_curators(session, caller, sent.person_ids, expected, now), response)


def _named(record: CuratorsRecord, response: Response) -> CuratorsShown:
    response.headers["ETag"] = etag(record.version)
    return CuratorsShown(person_ids=record.person_ids, named_at=record.named_at)


def _shown(seen: SeenDraft, response: Response) -> OwnVersion:
    response.headers["ETag"] = etag(seen.version.record.revision)
    return own_version(seen)
