"""Pace: of a learner with the line over the year, of a class by who is farthest behind, set by hand."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from competency.common.times import Times
from competency.learners.api.seen import OF_LEARNER, SeenLearner
from competency.learners.api.taking_part import Reads
from competency.planning.schemas.pace import ClassPaceOut, PaceOut, PaceSettingOut, SetPaceIn
from competency.planning.usecases.pace import (
    class_pace,
    learner_pace_out,
    list_class,
    list_settings,
    read_pace,
    set_pace,
    setting_out,
)
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.idempotency import Answer, Keyed, once
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/competency/v1", tags=["pace"])
of_learner = APIRouter(prefix=f"{OF_LEARNER}/pace", tags=["pace"])

People = Annotated[Caller, needs("competency.take-part")]


@of_learner.get("")
async def read(learner_id: SeenLearner, caller: Reads, session: Session, times: Times) -> PaceOut:
    """On, behind or ahead today, why, and the pacing line: planned and achieved, week by week.

    With `as_of`, on that day and of what had been shown by then; with `known_at`, by the plan, the rules and what was
    set by hand as they stood then, and alone on that day.
    """
    return await read_pace(session, caller.district_id, learner_id, observed=times.observed, known=times.known)


@of_learner.post("/by-hand", response_model=PaceOut)
async def by_hand(
    learner_id: SeenLearner, wanted: SetPaceIn, caller: People, session: Session, keyed: Keyed
) -> Response:
    """Say it by hand until a day: it wins over what is reckoned until then. For educators and leaders."""

    async def act() -> Answer:
        out = await set_pace(session, caller, learner_id, wanted)
        return Answer(200, out.model_dump_json().encode())

    return await once(session, keyed, act)


@of_learner.get("/by-hand")
async def settings(
    learner_id: SeenLearner, session: Session, response: Response, paging: Paging
) -> Page[PaceSettingOut]:
    """Everything that was ever set by hand: by whom, from when until when; the newest first."""
    rows = await list_settings(session, learner_id, paging.key(UUID), paging.limit + 1)
    return paging.page(response, rows, setting_out, lambda row: [str(row.setting_id)])


@router.get("/classes/{class_id}/pace")
async def of_class(class_id: UUID, caller: Reads, session: Session, response: Response, paging: Paging) -> ClassPaceOut:
    """The learners of a class, who is farthest behind first."""
    rows = await list_class(session, caller, class_id, paging.key(int, Decimal, UUID), paging.limit + 1)
    page = paging.page(response, rows, learner_pace_out, lambda row: [row.place, str(row.beyond), str(row.learner_id)])
    return await class_pace(session, class_id, page.items, page.next)
