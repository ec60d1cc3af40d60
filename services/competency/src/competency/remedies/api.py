"""Amendment of records (34 CFR 99.20 to 99.22): what families ask, and what the district decides."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from competency.amendments.queries import place
from competency.amendments.rules.amendment import AmendmentState
from competency.amendments.schemas import (
    AmendmentIn,
    AmendmentInFull,
    AmendmentOut,
    HearingDayIn,
    RulesIn,
    RulesOut,
    StatementIn,
)
from competency.amendments.usecases.read_amendments import amendment_out, list_by_clock, list_of_learner, read_amendment
from competency.learners.api.seen import OF_LEARNER, SeenLearner
from competency.learners.usecases.see import require_district
from competency.remedies.schemas import DecisionIn, HearingDecisionIn
from competency.remedies.usecases.ask_amendment import (
    act_for_family,
    ask_amendment,
    read_rules,
    set_rules,
    state_disagreement,
)
from competency.remedies.usecases.decide_amendment import (
    decide_after_hearing,
    decide_amendment,
    set_day_of_hearing,
    take_up_amendment,
)
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/competency/v1", tags=["amendments"])
learner_router = APIRouter(prefix=f"{OF_LEARNER}/amendments", tags=["amendments"])

Reads = Annotated[Caller, needs("competency.read")]
TakesPart = Annotated[Caller, needs("competency.take-part")]


@learner_router.post("", status_code=201, response_model=AmendmentInFull, responses=sends("Location", status=201))
async def ask(
    learner_id: SeenLearner, body: AmendmentIn, caller: TakesPart, session: Session, keyed: Keyed
) -> Response:
    """Ask for a record to be amended. The clock starts today; an answer tells what you may do if it is refused."""

    async def act() -> Answer:
        amendment_id = await ask_amendment(session, caller, learner_id, body)
        out = await read_amendment(session, caller, amendment_id)
        return created(out, location=f"/competency/v1/amendments/{amendment_id}")

    return await once(session, keyed, act)


@learner_router.get("")
async def of_learner(learner_id: SeenLearner, caller: Reads, session: Session) -> list[AmendmentOut]:
    """All that was asked about the learner's records, oldest first."""
    return await list_of_learner(session, caller, learner_id)


@router.get("/amendments")
async def by_clock(
    caller: Reads, session: Session, response: Response, paging: Paging, state: AmendmentState | None = None
) -> Page[AmendmentOut]:
    """The requests that the district owes something, by the day it is due, overdue ones first; with `state`, all that
    are in it.
    """
    require_district(caller)
    rows = await list_by_clock(session, state, paging.key(date, UUID), paging.limit + 1)
    return paging.page(response, rows, amendment_out, place)


@router.get("/amendments/{amendment_id}")
async def read(amendment_id: UUID, caller: Reads, session: Session) -> AmendmentInFull:
    """One request: where it stands, the days left, and who had been told what was amended."""
    return await read_amendment(session, caller, amendment_id)


@router.post("/amendments/{amendment_id}/withdraw", response_model=AmendmentInFull)
async def withdraw(amendment_id: UUID, caller: TakesPart, session: Session, keyed: Keyed) -> Response:
    """Take back the request, or the hearing that was asked for: the refusal then stands with its rights."""

    async def act() -> Answer:
        await act_for_family(session, caller, amendment_id, "withdraw")
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.post("/amendments/{amendment_id}/hearing", response_model=AmendmentInFull)
async def hearing(amendment_id: UUID, caller: TakesPart, session: Session, keyed: Keyed) -> Response:
    """Ask for a hearing about a refusal."""

    async def act() -> Answer:
        await act_for_family(session, caller, amendment_id, "ask_hearing")
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.post("/amendments/{amendment_id}/statement", response_model=AmendmentInFull)
async def statement(
    amendment_id: UUID, body: StatementIn, caller: TakesPart, session: Session, keyed: Keyed
) -> Response:
    """Place a statement with the record; a later one takes the place of an earlier."""

    async def act() -> Answer:
        await state_disagreement(session, caller, amendment_id, body.statement)
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.post("/amendments/{amendment_id}/review", response_model=AmendmentInFull)
async def review(amendment_id: UUID, caller: TakesPart, session: Session, keyed: Keyed) -> Response:
    """Take it up: the family sees that somebody is looking into it. The clock goes on."""

    async def act() -> Answer:
        await take_up_amendment(session, caller, amendment_id)
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.post("/amendments/{amendment_id}/decision", response_model=AmendmentInFull)
async def decision(amendment_id: UUID, body: DecisionIn, caller: TakesPart, session: Session, keyed: Keyed) -> Response:
    """Decide it. What is amended counts no longer from now on, mastery is determined anew, and whoever was told the old
    value is told.
    """

    async def act() -> Answer:
        await decide_amendment(session, caller, amendment_id, body)
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.post("/amendments/{amendment_id}/hearing/day", response_model=AmendmentInFull)
async def hearing_day(
    amendment_id: UUID, body: HearingDayIn, caller: TakesPart, session: Session, keyed: Keyed
) -> Response:
    """Set the day of the hearing and who conducts it, in good time."""

    async def act() -> Answer:
        await set_day_of_hearing(session, caller, amendment_id, body)
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.post("/amendments/{amendment_id}/hearing/decision", response_model=AmendmentInFull)
async def hearing_decision(
    amendment_id: UUID, body: HearingDecisionIn, caller: TakesPart, session: Session, keyed: Keyed
) -> Response:
    """Decide after the hearing, with a summary of what was heard and the reasons."""

    async def act() -> Answer:
        await decide_after_hearing(session, caller, amendment_id, body)
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.get("/amendment-rules", responses=sends("ETag"))
async def rules(caller: Reads, session: Session, response: Response) -> RulesOut:
    """The district's days, and whether minors may ask."""
    out, version = await read_rules(session)
    response.headers["ETag"] = etag(version)
    return out


@router.put("/amendment-rules", responses=sends("ETag"))
async def change_rules(
    body: RulesIn, caller: TakesPart, session: Session, expected: ExpectedVersion, response: Response
) -> RulesOut:
    """Lay down other days, for requests from now on."""
    out, version = await set_rules(session, caller, body, expected)
    response.headers["ETag"] = etag(version)
    return out


async def _answer(session: Session, caller: Caller, amendment_id: UUID) -> Answer:
    out = await read_amendment(session, caller, amendment_id)
    return Answer(200, out.model_dump_json().encode())
