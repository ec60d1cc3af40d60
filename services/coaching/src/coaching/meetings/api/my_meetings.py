"""`/coaching/v1/my-meetings`: those who are to be at meetings see their week, come, go and say so."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.common.api import Anybody
from coaching.meetings.api.meetings import meeting_key, shown
from coaching.meetings.api.showing import meeting_shape
from coaching.meetings.schemas.meetings import Beginning, MeetingShown, PresenceSent, Recorded
from coaching.meetings.usecases import attending
from coaching.meetings.usecases.reading import attend
from coaching.meetings.usecases.weeks import list_own
from shared.http.context import Now
from shared.http.fields import Day
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/my-meetings", tags=["meetings"])

REFUSES = sends("ETag") | refuses(409)


@router.get("")
async def list_my_meetings(
    caller: Anybody,
    session: Session,
    paging: Paging,
    response: Response,
    now: Now,
    first: Annotated[Day | None, Query(description="today where it is absent")] = None,
    last: Annotated[Day | None, Query(description="the last day, a whole one; six days later where absent")] = None,
) -> Page[MeetingShown]:
    """List your meetings.

    Lists the meetings that you are to be at, of this week where nothing is said, by your district's days: also those
    that something is in the way of, and those that were cancelled. Calendars lag behind this list.
    """
    after = paging.key(datetime, UUID)
    key = None if after is None else (after[0], after[1])
    found = await list_own(session, caller, first, last, key, paging.limit + 1, now)
    return paging.page(response, found, lambda one: meeting_shape(one, caller.district_id), meeting_key)


@router.get("/{meeting_id}", responses=sends("ETag"))
async def get_my_meeting(meeting_id: UUID, caller: Anybody, session: Session, response: Response) -> MeetingShown:
    """Get a meeting of yours.

    Answers a meeting that you are to be at. To everybody else there is none here.
    """
    return shown((await attend(session, caller, meeting_id)).seen, caller, response)


@router.post("/{meeting_id}/begin", responses=REFUSES)
async def begin_meeting(
    meeting_id: UUID, body: Beginning, caller: Anybody, session: Session, now: Now, response: Response
) -> MeetingShown:
    """Begin a meeting.

    Begins a meeting of yours with those who are there, where they may be together: who is merely expected is not there
    yet.
    """
    return shown(await attending.begin(session, caller, meeting_id, body, now), caller, response)


@router.post("/{meeting_id}/presence", responses=REFUSES)
async def set_presence(
    meeting_id: UUID, body: PresenceSent, caller: Anybody, session: Session, now: Now, response: Response
) -> MeetingShown:
    """Say who comes or goes.

    Before a meeting: that you cannot come, or can. While it is under way: that somebody came or went. It ends at once
    where those who stay may not be together; whoever would bring that about is not let in.
    """
    return shown(await attending.say_presence(session, caller, meeting_id, body, now), caller, response)


@router.post("/{meeting_id}/end", responses=REFUSES)
async def end_meeting(
    meeting_id: UUID, caller: Anybody, session: Session, now: Now, response: Response
) -> MeetingShown:
    """End a meeting.

    Says that a meeting of yours which is under way is over; it counts as held. What nobody ends is over at its planned
    end.
    """
    return shown(await attending.end(session, caller, meeting_id, now), caller, response)


@router.post("/{meeting_id}/cancel", responses=REFUSES)
async def cancel_my_meeting(
    meeting_id: UUID, caller: Anybody, session: Session, now: Now, response: Response
) -> MeetingShown:
    """Cancel a meeting of yours.

    Cancels a planned meeting that you, an adult, are to be at, and tells both districts.
    """
    return shown(await attending.cancel_own(session, caller, meeting_id, now), caller, response)


@router.post("/{meeting_id}/record", responses=REFUSES)
async def record_my_meeting(
    meeting_id: UUID, body: Recorded, caller: Anybody, session: Session, now: Now, response: Response
) -> MeetingShown:
    """Record a meeting of yours that was held.

    Says when a meeting was held and who was there, within seven days, where nobody began it here. What was held against
    the rules is not recorded as a meeting: raise a concern.
    """
    return shown(await attending.record_own(session, caller, meeting_id, body, now), caller, response)
