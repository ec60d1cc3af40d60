"""`/coaching/v1/meetings`: who plans meetings, of either district."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.common.api import Reader, Writer
from coaching.meetings.api.showing import meeting_shape
from coaching.meetings.queries.meetings import MeetingFilter, page_of_meetings
from coaching.meetings.rules.states import State
from coaching.meetings.schemas.meetings import Cancelling, MeetingChange, MeetingShown, NewMeeting, NewTime, Recorded
from coaching.meetings.usecases import attending, cancelling, planning
from coaching.meetings.usecases.reading import SeenMeeting, see_meeting, with_members
from shared.auth.callers import Caller
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.fields import Moment
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PREFIX = "/coaching/v1/meetings"
router = APIRouter(prefix=PREFIX, tags=["meetings"])


@router.post(
    "", status_code=201, response_model=MeetingShown, responses=sends("Location", "ETag", status=201) | refuses(409)
)
async def create_meeting(new: NewMeeting, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Plan a meeting.

    Plans a meeting of members of an engagement, where these people may meet then: no adult alone with a student,
    everybody cleared on that day, within a student's hours, nobody in two meetings. One of the last seven days may be
    put down too, to record it.
    """

    async def act() -> Answer:
        made = await planning.plan(session, caller, new, now)
        shown = meeting_shape(made, caller.district_id)
        return created(shown, location=f"{PREFIX}/{shown.meeting_id}", etag=etag(made.record.version))

    return await once(session, keyed, act)


@router.get("")
async def list_meetings(
    caller: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    engagement_id: Annotated[UUID | None, Query()] = None,
    state: Annotated[State | None, Query()] = None,
    at_risk: Annotated[bool | None, Query(description="only what something is in the way of, or only the rest")] = None,
    starting: Annotated[Moment | None, Query(description="what is over by then is left out")] = None,
    ending: Annotated[Moment | None, Query(description="what starts then or later is left out")] = None,
) -> Page[MeetingShown]:
    """List meetings.

    Lists the meetings of your district's engagements in the order in which they start, those that were cancelled
    included, each with who is to be there.
    """
    after = paging.key(datetime, UUID)
    asked = MeetingFilter(engagement_id, state, at_risk, starting, ending)
    found = await page_of_meetings(session, None if after is None else (after[0], after[1]), asked, paging.limit + 1)
    seen = await with_members(session, found)
    return paging.page(response, seen, lambda one: meeting_shape(one, caller.district_id), meeting_key)


@router.get("/{meeting_id}", responses=sends("ETag"))
async def get_meeting(meeting_id: UUID, caller: Reader, session: Session, response: Response) -> MeetingShown:
    """Get a meeting.

    Answers a meeting, what is in its way, and who is to be there. To all but the two districts there is none.
    """
    return shown(await see_meeting(session, meeting_id), caller, response)


@router.patch("/{meeting_id}", responses=sends("ETag") | refuses(409))
async def change_meeting(
    meeting_id: UUID,
    body: MeetingChange,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> MeetingShown:
    """Change a meeting.

    Changes where a planned meeting is, what it is about, or who is to be there, where these people may meet then. What
    is left out stays.
    """
    return shown(await planning.change(session, caller, meeting_id, body, expected, now), caller, response)


@router.post("/{meeting_id}/move", responses=sends("ETag") | refuses(409))
async def move_meeting(
    meeting_id: UUID,
    body: NewTime,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> MeetingShown:
    """Move a meeting.

    Moves a planned meeting to another time, where the same people may meet then. One of a weekly meeting moves alone.
    Where somebody is in the way, `/participants/0` is the first of those whom the meeting shows.
    """
    return shown(await planning.move(session, caller, meeting_id, body, expected, now), caller, response)


@router.post("/{meeting_id}/cancel", responses=sends("ETag") | refuses(409))
async def cancel_meeting(
    meeting_id: UUID,
    body: Cancelling,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> MeetingShown:
    """Cancel a meeting.

    Cancels a planned meeting and tells both districts. It stays on everybody's list, as cancelled.
    """
    return shown(await cancelling.cancel(session, caller, meeting_id, body, expected, now), caller, response)


@router.post("/{meeting_id}/record", responses=sends("ETag") | refuses(409))
async def record_meeting(
    meeting_id: UUID,
    body: Recorded,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> MeetingShown:
    """Record a meeting that was held.

    Says when a planned meeting was held and who was there, within seven days. What was held against the rules is not
    recorded as a meeting: raise a concern.
    """
    return shown(await attending.record(session, caller, meeting_id, body, expected, now), caller, response)


def shown(seen: SeenMeeting, caller: Caller, response: Response) -> MeetingShown:
    """Returns a meeting for its caller, and says which version of it this is."""
    response.headers["ETag"] = etag(seen.record.version)
    return meeting_shape(seen, caller.district_id)


def meeting_key(seen: SeenMeeting) -> list[object]:
    """Returns where a meeting stands in a list by time."""
    return [seen.record.starts_at.isoformat(), seen.record.meeting_id]
