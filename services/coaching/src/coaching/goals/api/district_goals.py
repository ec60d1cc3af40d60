"""`/coaching/v1/my-district-goals`: the goals of the district, for everybody who is of it."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Anybody
from coaching.goals.schemas.goals import DistrictGoal
from coaching.goals.schemas.indicators import IndicatorProgress, MeasuredTerms
from coaching.goals.usecases.goals import DistrictGoalSeen, list_district_goals
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/my-district-goals", tags=["goals"])


@router.get("")
async def list_my_district_goals(
    caller: Anybody, session: Session, paging: Paging, response: Response
) -> Page[DistrictGoal]:
    """List what your district wants to reach.

    Lists the goals that your district has published and pursues or has reached, with how far each is. Values of too few
    people are not shown.
    """
    found = await list_district_goals(session, caller.district_id, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, _shape, lambda one: [one.version.goal_id])


def _shape(seen: DistrictGoalSeen) -> DistrictGoal:
    indicators = [
        MeasuredTerms(**dict(terms), progress=IndicatorProgress.model_validate(progress))
        for terms, progress in seen.indicators
    ]
    return DistrictGoal.model_validate(seen.version._asdict() | {"indicators": indicators})
