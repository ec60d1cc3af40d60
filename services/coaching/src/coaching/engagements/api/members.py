"""`/coaching/v1/engagements/{engagement_id}/members`: the teams of both districts."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.common.api import Reader, Writer
from coaching.common.context import PersonKey
from coaching.engagements.api.engagements import PREFIX
from coaching.engagements.queries.members import MemberRecord, page_of_members
from coaching.engagements.schemas.members import MemberShown, NewMember
from coaching.engagements.usecases import members as usecases
from coaching.engagements.usecases.reading import require_engagement
from shared.http.context import Now
from shared.http.fields import Day
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/{{engagement_id}}/members", tags=["engagements"])


@router.post(
    "", status_code=201, response_model=MemberShown, responses=sends("Location", status=201) | refuses(404, 409)
)
async def add_member(
    engagement_id: UUID,
    new: NewMember,
    caller: Writer,
    session: Session,
    now: Now,
    keyed: Keyed,
    person_key: PersonKey,
) -> Response:
    """Add a member to your team.

    Names somebody of your district in the team of an engagement. How a coach stands is told to the other district on
    any day, but not why, nor who they are in rostering.
    """

    async def act() -> Answer:
        made = await usecases.join_team(session, caller, engagement_id, new, now, person_key)
        engagement = await require_engagement(session, engagement_id, now)
        where = f"{PREFIX}/{engagement_id}/members/{made.member_id}"
        return created(_shape(made, caller.district_id, engagement.today), location=where)

    return await once(session, keyed, act)


@router.get("")
async def list_members(
    engagement_id: UUID,
    caller: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    now: Now,
    on: Annotated[Day | None, Query(description="those of this day alone")] = None,
) -> Page[MemberShown]:
    """List the members of both teams.

    Lists by id who is or was in either team. Who left stays on the list, with the day.
    """
    engagement = await require_engagement(session, engagement_id, now)
    found = await page_of_members(session, engagement_id, paging.single_key(UUID), on, paging.limit + 1)
    day = on or engagement.today
    return paging.page(response, found, lambda one: _shape(one, caller.district_id, day), lambda one: [one.member_id])


@router.get("/{member_id}")
async def get_member(engagement_id: UUID, member_id: UUID, caller: Reader, session: Session, now: Now) -> MemberShown:
    """Get a member.

    Answers one member of either team, as they stand on this day.
    """
    engagement = await require_engagement(session, engagement_id, now)
    found = await usecases.require_member(session, engagement_id, member_id)
    return _shape(found, caller.district_id, engagement.today)


@router.post("/{member_id}/leave", responses=refuses(403, 409))
async def end_membership(
    engagement_id: UUID, member_id: UUID, caller: Writer, session: Session, now: Now
) -> MemberShown:
    """Have a member leave your team.

    Ends a membership of your district's team from this day on. What they did stays; who comes back is another member.
    """
    left = await usecases.leave_team(session, caller, engagement_id, member_id, now)
    engagement = await require_engagement(session, engagement_id, now)
    return _shape(left, caller.district_id, engagement.today)


def _shape(record: MemberRecord, reader: UUID, day: date) -> MemberShown:
    return MemberShown(
        member_id=record.member_id,
        district_id=record.district_id,
        side="host" if record.district_id == record.host_id else "partner",
        person_id=record.person_id if record.district_id == reader else None,
        coach_id=record.coach_id,
        role=record.role,
        since=record.since,
        until=record.until,
        left_on=record.left_on,
        minor=record.minor_on(day),
        state=record.state_on(day),
        on=day,
    )
