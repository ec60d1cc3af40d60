"""Amendment of records (34 CFR 99.20 to 99.22): what families ask, and what the district decides."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from competency.amendments.queries.requests import amendments_by_deadline, deadline_key
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
from competency.amendments.usecases.district_rules import read_rules, set_rules
from competency.amendments.usecases.read_amendments import amendment_out, read_amendment, read_learner_amendments
from competency.learners.api.seen import OF_LEARNER, SeenLearner
from competency.learners.usecases.see import require_district
from competency.remedies.schemas import DecisionIn, HearingDecisionIn
from competency.remedies.usecases.ask_amendment import (
    act_for_family,
    ask_amendment,
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
from shared.http.context import Now
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
async def request_amendment(
    learner_id: SeenLearner, body: AmendmentIn, caller: TakesPart, session: Session, keyed: Keyed
) -> Response:
    """Ask for a learner's record to be amended.

    Files a request to amend evidence or a mastery result that is inaccurate, misleading or violates privacy (34 CFR
    99.20). The district's deadline starts today. For the learner's family, for learners where the law or the district
    lets them ask, and for the district on their behalf, with `on_behalf`. The answer names what the family may do next.
    """

    async def act() -> Answer:
        amendment_id = await ask_amendment(session, caller, learner_id, body)
        out = await read_amendment(session, caller, amendment_id)
        return created(out, location=f"/competency/v1/amendments/{amendment_id}")

    return await once(session, keyed, act)


@learner_router.get("")
async def list_learner_amendments(learner_id: SeenLearner, caller: Reads, session: Session) -> list[AmendmentOut]:
    """List the amendment requests of a learner.

    Lists every request to amend the learner's records, oldest first, decided ones included. For the learner, the family
    and the district; not for educators.
    """
    return await read_learner_amendments(session, caller, learner_id)


@router.get("/amendments")
async def list_amendments_by_deadline(
    caller: Reads, session: Session, response: Response, paging: Paging, state: AmendmentState | None = None
) -> Page[AmendmentOut]:
    """List amendment requests by deadline.

    Lists the requests on which the district still owes a decision or a hearing, by the day it is due, overdue ones
    first. With `state`, lists all requests in that state instead. For leaders, operators and systems.
    """
    require_district(caller)
    records = await amendments_by_deadline(session, state, paging.key(date, UUID), paging.limit + 1)
    return paging.page(response, records, amendment_out, deadline_key)


@router.get("/amendments/{amendment_id}")
async def get_amendment(amendment_id: UUID, caller: Reads, session: Session) -> AmendmentInFull:
    """Get an amendment request.

    Answers the request with its state, the days left, everything that was done about it, and which partner districts
    had received what was amended. For the learner, the family and the district; not for educators.
    """
    return await read_amendment(session, caller, amendment_id)


@router.post("/amendments/{amendment_id}/withdraw", response_model=AmendmentInFull)
async def withdraw_amendment(amendment_id: UUID, caller: TakesPart, session: Session, keyed: Keyed) -> Response:
    """Withdraw an amendment request.

    Takes back the request, or the hearing that was asked for after a refusal; the refusal then stands, with the rights
    that come with it. For whoever the request belongs to, and for the district on their behalf.
    """

    async def act() -> Answer:
        await act_for_family(session, caller, amendment_id, "withdraw")
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.post("/amendments/{amendment_id}/hearing", response_model=AmendmentInFull)
async def request_amendment_hearing(amendment_id: UUID, caller: TakesPart, session: Session, keyed: Keyed) -> Response:
    """Ask for a hearing.

    Asks for a hearing after the district refused the request in whole or in part (34 CFR 99.21). The deadline for the
    hearing starts today. For whoever the request belongs to, and for the district on their behalf.
    """

    async def act() -> Answer:
        await act_for_family(session, caller, amendment_id, "ask_hearing")
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.post("/amendments/{amendment_id}/statement", response_model=AmendmentInFull)
async def place_amendment_statement(
    amendment_id: UUID, body: StatementIn, caller: TakesPart, session: Session, keyed: Keyed
) -> Response:
    """Place a statement with the record.

    Places the family's statement of disagreement with the contested record (34 CFR 99.21); whoever reads the record
    reads the statement. A later statement replaces an earlier one. For whoever the request belongs to, and for the
    district on their behalf.
    """

    async def act() -> Answer:
        await state_disagreement(session, caller, amendment_id, body.statement)
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.post("/amendments/{amendment_id}/review", response_model=AmendmentInFull)
async def begin_amendment_review(amendment_id: UUID, caller: TakesPart, session: Session, keyed: Keyed) -> Response:
    """Begin the review of an amendment request.

    Marks the request as being looked into, which the family can see. The deadline does not change. For leaders and
    operators.
    """

    async def act() -> Answer:
        await take_up_amendment(session, caller, amendment_id)
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.post("/amendments/{amendment_id}/decision", response_model=AmendmentInFull)
async def decide_amendment_request(
    amendment_id: UUID, body: DecisionIn, caller: TakesPart, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Decide an amendment request.

    Accepts or refuses the request, with reasons that the family reads. In the same step the amended evidence is voided
    or corrected and mastery is determined again; partner districts that received the old value are notified afterwards.
    For leaders and operators.
    """

    async def act() -> Answer:
        await decide_amendment(session, caller, amendment_id, body, now)
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.post("/amendments/{amendment_id}/hearing/day", response_model=AmendmentInFull)
async def set_amendment_hearing_day(
    amendment_id: UUID, body: HearingDayIn, caller: TakesPart, session: Session, keyed: Keyed
) -> Response:
    """Set the day of a hearing.

    Sets the day of the hearing and the officer who conducts it. The officer must be nobody who asked, decided or
    observed what is contested, and the family must have the notice that the district's rules promise. For leaders and
    operators.
    """

    async def act() -> Answer:
        await set_day_of_hearing(session, caller, amendment_id, body)
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.post("/amendments/{amendment_id}/hearing/decision", response_model=AmendmentInFull)
async def decide_amendment_hearing(
    amendment_id: UUID, body: HearingDecisionIn, caller: TakesPart, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Decide after a hearing.

    Records the decision after the hearing, with a summary of the evidence and the reasons (34 CFR 99.22). What was
    amended before stays amended. For leaders and operators.
    """

    async def act() -> Answer:
        await decide_after_hearing(session, caller, amendment_id, body, now)
        return await _answer(session, caller, amendment_id)

    return await once(session, keyed, act)


@router.get("/amendment-rules", responses=sends("ETag"))
async def get_amendment_rules(caller: Reads, session: Session, response: Response) -> RulesOut:
    """Get the district's rules for amendment requests.

    Answers within how many days the district decides, holds a hearing and gives notice of it, and whether minors may
    ask. A district that has set nothing has the defaults, as version 0.
    """
    out, version = await read_rules(session)
    response.headers["ETag"] = etag(version)
    return out


@router.put("/amendment-rules", responses=sends("ETag"))
async def change_amendment_rules(
    body: RulesIn, caller: TakesPart, session: Session, expected: ExpectedVersion, response: Response
) -> RulesOut:
    """Change the district's rules for amendment requests.

    Replaces the rules. They apply to requests made from now on; a request keeps the rules under which it was made. For
    leaders, operators and systems.
    """
    out, version = await set_rules(session, caller, body, expected)
    response.headers["ETag"] = etag(version)
    return out


async def _answer(session: Session, caller: Caller, amendment_id: UUID) -> Answer:
    out = await read_amendment(session, caller, amendment_id)
    return Answer(200, out.model_dump_json().encode())
