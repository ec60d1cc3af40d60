"""Requests for a review: asked for by a learner, taken, returned and decided by an educator of theirs."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from competency.learners.api.seen import OF_LEARNER, SeenLearner, learner_id_key
from competency.learners.api.taking_part import Reads
from competency.reviews.rules.reviews import ReviewState
from competency.reviews.schemas import AskAgainIn, DecideIn, ReturnIn, ReviewFull, ReviewIn, ReviewOut, ReviewsOut
from competency.reviews.usecases import reviews
from competency.reviews.usecases.list_reviews import ReviewFilter, count_visible, list_inbox, list_reviews
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.fields import Flag, Moment
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Paging
from shared.http.response_headers import sends
from shared.http.session import Session

PREFIX = "/competency/v1/reviews"
router = APIRouter(prefix=PREFIX, tags=["reviews"])
of_learner = APIRouter(prefix=f"{OF_LEARNER}/reviews", tags=["reviews"])

People = Annotated[Caller, needs("competency.take-part")]


@of_learner.post("", status_code=201, response_model=ReviewFull, responses=sends("Location", status=201))
async def request_review(
    learner_id: SeenLearner, wanted: ReviewIn, caller: People, session: Session, keyed: Keyed
) -> Response:
    """Ask for a review of an item.

    Asks the learner's educators to look at what the learner can show of an item, with words and links to the work. For
    the learner. Only one request for an item can be open at a time.
    """

    async def act() -> Answer:
        out = await reviews.ask_for_review(session, caller, learner_id, wanted)
        return created(out, location=f"{PREFIX}/{out.review_id}")

    return await once(session, keyed, act)


@of_learner.get("")
async def list_learner_reviews(
    learner_id: SeenLearner,
    caller: Reads,
    session: Session,
    response: Response,
    paging: Paging,
    item_id: UUID | None = None,
    state: ReviewState | None = None,
) -> ReviewsOut:
    """List a learner's requests for review.

    Lists the learner's requests, oldest first, with counts of those that wait, are late and are taken by you. For
    anybody who may see the learner.
    """
    wanted = ReviewFilter(learner_id=learner_id, item_id=item_id, state=state)
    return await _page(caller, session, response, paging, wanted)


@router.get("")
async def list_visible_reviews(
    caller: Reads,
    session: Session,
    response: Response,
    paging: Paging,
    inbox: Annotated[
        Literal["mine"] | None, Query(description="what waits for you, the oldest first, then what you have taken")
    ] = None,
    class_id: UUID | None = None,
    item_id: UUID | None = None,
    state: ReviewState | None = None,
) -> ReviewsOut:
    """List the requests for review that you see.

    Lists the requests of all learners whom you may see, oldest first, with counts. With `inbox=mine`, lists what waits
    for you as an educator and then what you have taken. `class_id`, `item_id` and `state` filter the list.
    """
    wanted = ReviewFilter(class_id, item_id, state)
    return await _page(caller, session, response, paging, wanted, inbox=inbox is not None)


async def _page(
    caller: Caller,
    session: Session,
    response: Response,
    paging: Paging,
    wanted: ReviewFilter,
    *,
    inbox: bool = False,
) -> ReviewsOut:
    limit = paging.limit + 1
    if inbox:
        items = await list_inbox(session, caller, wanted, paging.key(Flag, Moment, UUID), limit)
    else:
        items = await list_reviews(session, caller, wanted, paging.key(Moment, UUID), limit)

    def sort_key(out: ReviewOut) -> list[bool | str]:
        key: list[bool | str] = [out.asked_at.isoformat(), str(out.review_id)]
        return [out.state == ReviewState.TAKEN, *key] if inbox else key

    page = paging.page(response, items, lambda out: out, sort_key)
    counts = await count_visible(session, caller, wanted)
    return ReviewsOut(items=page.items, next=page.next, waiting=counts.waiting, late=counts.late, taken=counts.taken)


@router.get("/{review_id}")
async def get_review(review_id: UUID, caller: Reads, session: Session) -> ReviewFull:
    """Get a request for review.

    Answers the request with its history, and with `moves`: what you can do with it now. For anybody who may see the
    learner.
    """
    return await reviews.read_review(session, caller, review_id)


@router.post("/{review_id}/take", response_model=ReviewFull)
async def take_review(review_id: UUID, caller: People, session: Session, keyed: Keyed) -> Response:
    """Take a request for review.

    Takes the request, so that other educators leave it to you until you return it, decide it or give it back. For
    educators of the learner.
    """

    async def act() -> Answer:
        return _moved(await reviews.take(session, caller, review_id))

    return await once(session, keyed, act)


@router.post("/{review_id}/give-back", response_model=ReviewFull)
async def give_back_review(review_id: UUID, caller: People, session: Session, keyed: Keyed) -> Response:
    """Give back a request for review.

    Lets another educator take the request. It keeps its place in the order. For whoever took it, and for leaders.
    """

    async def act() -> Answer:
        return _moved(await reviews.give_back(session, caller, review_id))

    return await once(session, keyed, act)


@router.post("/{review_id}/return", response_model=ReviewFull)
async def return_review(review_id: UUID, body: ReturnIn, caller: People, session: Session, keyed: Keyed) -> Response:
    """Return a request for review to the learner.

    Returns the request with words about what is still to be shown. Nothing is recorded as evidence, and the learner can
    ask again. For educators of the learner.
    """

    async def act() -> Answer:
        return _moved(await reviews.return_(session, caller, review_id, body.words))

    return await once(session, keyed, act)


@router.post("/{review_id}/decide", response_model=ReviewFull)
async def decide_review(
    review_id: UUID, body: DecideIn, caller: People, session: Session, keyed: Keyed, request: Request
) -> Response:
    """Decide a request for review.

    Closes the request with what you saw, which is recorded as evidence that you observed; mastery is determined from it
    in the same step. For educators of the learner.
    """

    async def act() -> Answer:
        key = learner_id_key(request)
        return _moved(await reviews.decide(session, caller, review_id, body, learner_id_key=key))

    return await once(session, keyed, act)


@router.post("/{review_id}/ask-again", response_model=ReviewFull)
async def request_review_again(
    review_id: UUID, body: AskAgainIn, caller: People, session: Session, keyed: Keyed
) -> Response:
    """Ask again for a returned review.

    Reopens a request that an educator returned, with new words or links where they are sent. For the learner who asked.
    """

    async def act() -> Answer:
        return _moved(await reviews.ask_again(session, caller, review_id, body))

    return await once(session, keyed, act)


@router.post("/{review_id}/withdraw", response_model=ReviewFull)
async def withdraw_review(review_id: UUID, caller: People, session: Session, keyed: Keyed) -> Response:
    """Withdraw a request for review.

    Closes a request that is no longer wanted. Nothing is recorded as evidence. For the learner who asked.
    """

    async def act() -> Answer:
        return _moved(await reviews.withdraw(session, caller, review_id))

    return await once(session, keyed, act)


def _moved(out: ReviewFull) -> Answer:
    return Answer(200, out.model_dump_json().encode())
