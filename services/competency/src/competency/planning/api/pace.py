"""Pace: of a learner with the line over the year, of a class by who is farthest behind, set by hand."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from competency.common.times import Times
from competency.learners.api.seen import OF_LEARNER, SeenLearner
from competency.learners.api.taking_part import Reads
from competency.learners.queries.visibility import VISIBILITY
from competency.planning.queries.pace import (
    LearnerOfClass,
    StoredSetting,
    count_by_status,
    learners_of_class_by_pace,
    settings_of_learner,
)
from competency.planning.schemas.pace import ByHand, ClassPaceOut, LearnerPaceOut, PaceOut, PaceSettingOut, SetPaceIn
from competency.planning.usecases.pace import read_pace, set_pace
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
    return await read_pace(session, caller.district_id, learner_id, times)


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
    after = paging.single_key(UUID)
    rows = await settings_of_learner(session, learner_id, after, paging.limit + 1)
    return paging.page(response, rows, _setting_out, lambda row: [str(row.setting_id)])


def _setting_out(row: StoredSetting) -> PaceSettingOut:
    return PaceSettingOut.model_validate(row._asdict())


@router.get("/classes/{class_id}/pace")
async def list_class_pace(
    class_id: UUID, caller: Reads, session: Session, response: Response, paging: Paging
) -> ClassPaceOut:
    """List the pace of the learners of a class.

    Lists the learners of a class, those farthest behind first and those without a plan last, with counts of how many
    are behind, on and ahead. For educators of the class, leaders, operators and systems.
    """
    await VISIBILITY.ensure_class_visible(session, caller, class_id)
    rows = await learners_of_class_by_pace(session, class_id, paging.key(int, Decimal, UUID), paging.limit + 1)
    page = paging.page(response, rows, _learner_out, lambda row: [row.place, str(row.beyond), str(row.learner_id)])
    counts = await count_by_status(session, class_id)
    return ClassPaceOut(
        class_id=class_id,
        items=page.items,
        next=page.next,
        behind=counts.get("behind", 0),
        on=counts.get("on", 0),
        ahead=counts.get("ahead", 0),
        none=counts.get("none", 0),
    )


def _learner_out(row: LearnerOfClass) -> LearnerPaceOut:
    return LearnerPaceOut(
        learner_id=row.learner_id,
        plan_id=row.plan_id,
        as_of=row.as_of,
        status=row.status,
        basis=row.basis,
        hand=ByHand.model_validate(row.hand) if row.hand is not None else None,
        shortfall=row.shortfall or Decimal(0),
        total=row.total or 0,
        achieved=row.achieved or 0,
        due=row.due or 0,
        due_mastered=row.due_mastered or 0,
        early=row.early or 0,
        since=row.since,
    )
