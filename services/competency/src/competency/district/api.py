"""The district's planning rules: its calendar, how pace is computed, when reviews are reminded of."""

from fastapi import APIRouter, Response

from competency.district.schemas import PlanningRulesIn, PlanningRulesOut
from competency.district.usecases import lay_down, read_rules
from competency.learners.api.taking_part import Reads, TakesPart
from shared.http.editing import ExpectedVersion, etag
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/competency/v1", tags=["pace"])


@router.get("/planning-rules", responses=sends("ETag"))
async def rules(caller: Reads, session: Session, response: Response) -> PlanningRulesOut:
    """How the district reckons pace, and when it reminds of reviews."""
    out = await read_rules(session, caller.district_id)
    response.headers["ETag"] = etag(out.version)
    return out


@router.put("/planning-rules", responses=sends("ETag"))
async def change_rules(
    wanted: PlanningRulesIn, caller: TakesPart, session: Session, expected: ExpectedVersion, response: Response
) -> PlanningRulesOut:
    """Lay down other rules, for a leader or a system; pace is then reckoned anew in the background."""
    out = await lay_down(session, caller, wanted, expected)
    response.headers["ETag"] = etag(out.version)
    return out
