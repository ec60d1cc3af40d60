"""The district's planning rules: its calendar, how pace is computed, when reviews are reminded of."""

from fastapi import APIRouter, Response

from competency.district.schemas import PlanningRulesIn, PlanningRulesOut
from competency.district.usecases import read_planning_rules, set_planning_rules
from competency.learners.api.taking_part import Reads, TakesPart
from shared.http.editing import ExpectedVersion, etag
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/competency/v1", tags=["pace"])


@router.get("/planning-rules", responses=sends("ETag"))
async def get_planning_rules(caller: Reads, session: Session, response: Response) -> PlanningRulesOut:
    """Get the district's planning rules.

    Answers the district's time zone, how pace is computed, and after how many days people are reminded of reviews. A
    district that has set nothing has the defaults, as version 0.
    """
    out = await read_planning_rules(session, caller.district_id)
    response.headers["ETag"] = etag(out.version)
    return out


@router.put("/planning-rules", responses=sends("ETag"))
async def change_planning_rules(
    wanted: PlanningRulesIn, caller: TakesPart, session: Session, expected: ExpectedVersion, response: Response
) -> PlanningRulesOut:
    """Change the district's planning rules.

    Replaces the rules. Pace is computed again in the background for every learner whose result may differ. For leaders,
    operators and systems.
    """
    out = await set_planning_rules(session, caller, wanted, expected)
    response.headers["ETag"] = etag(out.version)
    return out
