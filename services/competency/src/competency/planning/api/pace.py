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
async def get_learner_pace(learner_id: SeenLearner, caller: Reads, session: Session, times: Times) -> PaceOut:
    """Get a learner's pace.

    Answers whether the learner is behind, on or ahead of the plan, why, and the line over the year: planned and
    achieved, week by week. For anybody who may see the learner.

    With `as_of`, answers for that day, of what had been shown by then. With `known_at`, uses the plan, the
    rules and the settings by hand as they stood then.
    """
    return await read_pace(session, caller.district_id, learner_id, observed=times.observed, known=times.known)


@of_learner.post("/by-hand", response_model=PaceOut)
async def set_learner_pace(
    learner_id: SeenLearner, wanted: SetPaceIn, caller: People, session: Session, keyed: Keyed
) -> Response:
    """Set a learner's pace by hand.

    Sets the learner's pace until a day; until then it replaces what is computed. `status: null` ends such a setting.
    For educators of the learner and leaders, who sign in as a person.
    """

    async def act() -> Answer:
        out = await set_pace(session, caller, learner_id, wanted)
        return Answer(200, out.model_dump_json().encode())

    return await once(session, keyed, act)


@of_learner.get("/by-hand")
async def list_learner_pace_settings(
    learner_id: SeenLearner, session: Session, response: Response, paging: Paging
) -> Page[PaceSettingOut]:
    """List what was set of a learner's pace by hand.

    Lists every setting by hand, the newest first, with who set it, from when until when, and why. For anybody who may
    see the learner.
    """
    rows = await list_settings(session, learner_id, paging.key(UUID), paging.limit + 1)
    return paging.page(response, rows, setting_out, lambda row: [str(row.setting_id)])


@router.get("/classes/{class_id}/pace")
async def list_class_pace(
    class_id: UUID, caller: Reads, session: Session, response: Response, paging: Paging
) -> ClassPaceOut:
    """List the pace of the learners of a class.

    Lists the learners of a class, those farthest behind first and those without a plan last, with counts of how many
    are behind, on and ahead. For educators of the class, leaders, operators and systems.
    """
    rows = await list_class(session, caller, class_id, paging.key(int, Decimal, UUID), paging.limit + 1)
    page = paging.page(response, rows, learner_pace_out, lambda row: [row.place, str(row.beyond), str(row.learner_id)])
    return await class_pace(session, class_id, page.items, page.next)
