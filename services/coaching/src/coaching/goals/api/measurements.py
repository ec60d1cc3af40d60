"""`/coaching/v1/goals/{goal_id}/indicators/{indicator_id}/measurements`: values of days, as they were told."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Reader, Writer
from coaching.goals.api.goals import PREFIX
from coaching.goals.queries.indicators import IndicatorRecord
from coaching.goals.queries.measurements import MeasurementRecord, page_of_measurements
from coaching.goals.rules.measurements import is_shown
from coaching.goals.schemas.measurements import Correction, IndicatorMeasurement, NewIndicatorMeasurement
from coaching.goals.usecases import measuring as usecases
from coaching.goals.usecases.indicators import require_indicator
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses
from shared.http.session import Session

router = APIRouter(prefix=PREFIX + "/{goal_id}/indicators/{indicator_id}/measurements", tags=["goals"])


@router.post("", status_code=201, response_model=IndicatorMeasurement, responses=refuses(409))
async def record_measurement(
    goal_id: UUID,
    indicator_id: UUID,
    sent: NewIndicatorMeasurement,
    caller: Writer,
    session: Session,
    now: Now,
    keyed: Keyed,
) -> Response:
    """Record a measurement of an indicator.

    Records what an indicator that is entered, or comes of a survey, came to on a day. Of a survey, say how many people
    answered: a value of too few is kept and shown to nobody.
    """

    async def act() -> Answer:
        return created(_shape(*await usecases.measure(session, caller, goal_id, indicator_id, sent, now)))

    return await once(session, keyed, act)


@router.get("")
async def list_measurements(
    goal_id: UUID, indicator_id: UUID, _: Reader, session: Session, paging: Paging, response: Response
) -> Page[IndicatorMeasurement]:
    """List the measurements of an indicator.

    Lists all that was told of an indicator in the order in which it was, what was corrected since included.
    """
    indicator = await require_indicator(session, goal_id, indicator_id)
    found = await page_of_measurements(session, indicator_id, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, lambda one: _shape(indicator, one), lambda one: [one.measurement_id])


@router.post("/{measurement_id}/correct", status_code=201, response_model=IndicatorMeasurement, responses=refuses(409))
async def correct_measurement(
    goal_id: UUID,
    indicator_id: UUID,
    measurement_id: UUID,
    sent: Correction,
    caller: Writer,
    session: Session,
    now: Now,
    keyed: Keyed,
) -> Response:
    """Correct a measurement.

    Records what the value of that day was after all. The measurement itself stays, and what was known then with it.
    """

    async def act() -> Answer:
        measured = (goal_id, indicator_id, measurement_id)
        return created(_shape(*await usecases.correct(session, caller, measured, sent, now)))

    return await once(session, keyed, act)


@router.post("/{measurement_id}/void", status_code=201, response_model=IndicatorMeasurement, responses=refuses(409))
async def void_measurement(
    goal_id: UUID,
    indicator_id: UUID,
    measurement_id: UUID,
    caller: Writer,
    session: Session,
    now: Now,
    keyed: Keyed,
) -> Response:
    """Void a measurement.

    Records that the day has no value after all. The measurement itself stays, and can be corrected later.
    """

    async def act() -> Answer:
        measured = (goal_id, indicator_id, measurement_id)
        return created(_shape(*await usecases.void(session, caller, measured, now)))

    return await once(session, keyed, act)


def _shape(indicator: IndicatorRecord, record: MeasurementRecord) -> IndicatorMeasurement:
    shown = is_shown(record.group_size, indicator.smallest_group)
    hidden = {} if shown else {"value": None, "group_size": None}
    return IndicatorMeasurement.model_validate(record._asdict() | {"suppressed": not shown} | hidden)
