"""`/coaching/v1/my-children`: families see when their children meet."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Anybody
from coaching.meetings.schemas.children import ChildMeetingShown
from coaching.meetings.usecases.children import ChildMeeting, list_of_children
from shared.http.context import Now
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/my-children", tags=["meetings"])


@router.get("/meetings")
async def list_my_childrens_meetings(
    caller: Anybody, session: Session, paging: Paging, response: Response, now: Now
) -> Page[ChildMeetingShown]:
    """List the meetings of your children.

    Lists when and where the children whose guardian you are meet in coaching, and with how many adults, by time: what
    is not over yet, and what was cancelled of it. Who else is there, notes and what it is about are not here. Once a
    guardianship has ended in the roster, and from the day of your district's calendar on which a child turns 18,
    nothing of theirs is listed any more.
    """
    key = paging.key(datetime, UUID, UUID)
    after = None if key is None else (key[0], key[1], key[2])
    found = await list_of_children(session, caller, after, paging.limit + 1, now)
    return paging.page(response, found, _shown, _key)


def _shown(meeting: ChildMeeting) -> ChildMeetingShown:
    record = meeting.record
    return ChildMeetingShown.model_validate(
        record._asdict()
        | {
            "place": record.place if record.mode == "in_person" else None,
            "at_risk": record.state == "planned" and bool(record.risks),
            "adults": meeting.adults,
        }
    )


def _key(meeting: ChildMeeting) -> list[object]:
    """Where a meeting of a child's stands in a list by time."""
    record = meeting.record
    return [record.starts_at.isoformat(), record.meeting_id, record.learner_id]
