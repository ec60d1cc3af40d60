"""`/coaching/v1/meeting-series`: meetings of every week, planned together."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Reader, Writer
from coaching.meetings.api.showing import series_shape
from coaching.meetings.schemas.meetings import NewSeries, SeriesCancelling, SeriesShown
from coaching.meetings.usecases import cancelling, planning
from coaching.meetings.usecases.reading import see_series
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PREFIX = "/coaching/v1/meeting-series"
router = APIRouter(prefix=PREFIX, tags=["meetings"])


@router.post("", status_code=201, response_model=SeriesShown, responses=sends("Location", status=201) | refuses(409))
async def create_weekly_meeting(new: NewSeries, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Plan a weekly meeting.

    Plans all meetings of a series at once, or none where one of them could not be: leave that day out then. They stay
    where they are on the clock of the zone when clocks are changed; each is a meeting of its own from now on.
    """

    async def act() -> Answer:
        made = await planning.plan_series(session, caller, new, now)
        shown = series_shape(made, caller.district_id)
        return created(shown, location=f"{PREFIX}/{shown.series_id}")

    return await once(session, keyed, act)


@router.get("/{series_id}")
async def get_weekly_meeting(series_id: UUID, caller: Reader, session: Session) -> SeriesShown:
    """Get a weekly meeting.

    Answers how a weekly meeting was planned, and all its meetings as they are by now.
    """
    return series_shape(await see_series(session, series_id), caller.district_id)


@router.post("/{series_id}/cancel", responses=refuses(409))
async def cancel_weekly_meeting(
    series_id: UUID, body: SeriesCancelling, caller: Writer, session: Session, now: Now
) -> SeriesShown:
    """Cancel the rest of a weekly meeting.

    Cancels what is still planned of a weekly meeting from a moment on, and tells both districts.
    """
    return series_shape(await cancelling.cancel_series(session, caller, series_id, body, now), caller.district_id)
