"""Requests for a review: asked for by a learner, taken, returned and decided by an educator of theirs."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from competency.learners.api.seen import OF_LEARNER, SeenLearner, learner_id_key
from competency.learners.api.taking_part import Reads
from competency.reviews.rules.reviews import ReviewState
from competency.reviews.schemas import AskAgainIn, DecideIn, ReturnIn, ReviewFull, ReviewIn, ReviewsOut
from competency.reviews.usecases import reviews as usecases
from competency.reviews.usecases.list_reviews import Wanted, count, list_reviews, shape_of
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
async def ask(learner_id: SeenLearner, wanted: ReviewIn, caller: People, session: Session, keyed: Keyed) -> Response:
    """The learner is ready: ask for a review of an item, with words and links to what was made."""

    async def act() -> Answer:
        out = await usecases.ask_for_review(session, caller, learner_id, wanted)
        return created(out, location=f"{PREFIX}/{out.review_id}")

    return await once(session, keyed, act)


@of_learner.get("")
async def of_one(
    learner_id: SeenLearner,
    caller: Reads,
    session: Session,
    response: Response,
    paging: Paging,
    item_id: UUID | None = None,
    state: ReviewState | None = None,
) -> ReviewsOut:
    """The learner's requests, the one asked first at the top."""
    wanted = Wanted(learner_id=learner_id, item_id=item_id, state=state)
    return await _listed(caller, session, response, paging, wanted)


@router.get("")
async def list_(
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
    """The requests of the learners you see, or your inbox; with counts."""
    wanted = Wanted(inbox is not None, class_id, item_id, state)
    return await _listed(caller, session, response, paging, wanted)


async def _listed(caller: Caller, session: Session, response: Response, paging: Paging, wanted: Wanted) -> ReviewsOut:
    kinds = (Flag, Moment, UUID) if wanted.inbox else (Moment, UUID)
    rows = await list_reviews(session, caller, wanted, paging.key(*kinds), paging.limit + 1)

    def place(row: Any) -> list[Any]:
        key = [row.asked_at.isoformat(), str(row.review_id)]
        return [row.state == "taken", *key] if wanted.inbox else key

    page = paging.page(response, rows, await shape_of(session, caller, rows), place)
    return ReviewsOut(items=page.items, next=page.next, **await count(session, caller, wanted))


@router.get("/{review_id}")
async def read(review_id: UUID, caller: Reads, session: Session) -> ReviewFull:
    """The request with its history; `moves` are those that you can make."""
    return await usecases.read_review(session, caller, review_id)


@router.post("/{review_id}/take", response_model=ReviewFull)
async def take(review_id: UUID, caller: People, session: Session, keyed: Keyed) -> Response:
    """For an educator of the learner: from now on it is yours, until you return, decide or give it back."""

    async def act() -> Answer:
        return _moved(await usecases.take(session, caller, review_id))

    return await once(session, keyed, act)


@router.post("/{review_id}/give-back", response_model=ReviewFull)
async def give_back(review_id: UUID, caller: People, session: Session, keyed: Keyed) -> Response:
    """Let a colleague take it. It keeps its place."""

    async def act() -> Answer:
        return _moved(await usecases.give_back(session, caller, review_id))

    return await once(session, keyed, act)


@router.post("/{review_id}/return", response_model=ReviewFull)
async def return_(review_id: UUID, body: ReturnIn, caller: People, session: Session, keyed: Keyed) -> Response:
    """Not yet: say what is still to be shown. The learner can ask again."""

    async def act() -> Answer:
        return _moved(await usecases.return_(session, caller, review_id, body.words))

    return await once(session, keyed, act)


@router.post("/{review_id}/decide", response_model=ReviewFull)
async def decide(
    review_id: UUID, body: DecideIn, caller: People, session: Session, keyed: Keyed, request: Request
) -> Response:
    """Decide with what you saw: it is recorded as evidence that you observed, and mastery follows from it."""

    async def act() -> Answer:
        key = learner_id_key(request)
        return _moved(await usecases.decide(session, caller, review_id, body, learner_id_key=key))

    return await once(session, keyed, act)


@router.post("/{review_id}/ask-again", response_model=ReviewFull)
async def ask_again(review_id: UUID, body: AskAgainIn, caller: People, session: Session, keyed: Keyed) -> Response:
    """For the learner, of a returned one: now it can be seen."""

    async def act() -> Answer:
        return _moved(await usecases.ask_again(session, caller, review_id, body))

    return await once(session, keyed, act)


@router.post("/{review_id}/withdraw", response_model=ReviewFull)
async def withdraw(review_id: UUID, caller: People, session: Session, keyed: Keyed) -> Response:
    """For the learner: never mind."""

    async def act() -> Answer:
        return _moved(await usecases.withdraw(session, caller, review_id))

    return await once(session, keyed, act)


def _moved(out: ReviewFull) -> Answer:
    return Answer(200, out.model_dump_json().encode())
