"""`/coaching/v1/coaches`: who coaches, and whether they may."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.coaches.rules.attestations import Kind
from coaching.coaches.rules.standing import State
from coaching.coaches.schemas.coaches import CoachChange, CoachShown, NewCoach, StandingShown
from coaching.coaches.usecases import coaches as usecases
from coaching.coaches.usecases.standings import SeenCoach, read_standing, see_coach
from coaching.common.api import Reader, Writer
from coaching.common.context import PersonKey
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.fields import Day, Moment
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

PREFIX = "/coaching/v1/coaches"
router = APIRouter(prefix=PREFIX, tags=["coaches"])


@router.post("", status_code=201, response_model=CoachShown, responses=sends("Location", "ETag", status=201))
async def create_coach(
    new: NewCoach, caller: Writer, session: Session, now: Now, keyed: Keyed, person_key: PersonKey
) -> Response:
    """Make somebody a coach.

    Makes a student or a member of staff a coach of your district. They are suspended until what is demanded of them is
    attested, and nobody is a coach twice at a time.
    """

    async def act() -> Answer:
        made = await usecases.join(session, caller, new, now, person_key)
        return created(_shape(made), location=f"{PREFIX}/{made.record.coach_id}", etag=etag(made.record.version))

    return await once(session, keyed, act)


@router.get("")
async def list_coaches(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    now: Now,
    kind: Annotated[Kind | None, Query()] = None,
    standing: Annotated[State | None, Query(description="as they stand today")] = None,
) -> Page[CoachShown]:
    """List the coaches of your district.

    Lists your district's coaches by id, those who are suspended or have left included, each with how they stand on
    this day.
    """
    found = await usecases.list_coaches(session, paging.single_key(UUID), kind, standing, paging.limit + 1, now)
    return paging.page(response, found, _shape, lambda one: [one.record.coach_id])


@router.get("/{coach_id}", responses=sends("ETag"))
async def get_coach(coach_id: UUID, _: Reader, session: Session, now: Now, response: Response) -> CoachShown:
    """Get a coach.

    Answers one coach of your district with how they stand on this day. The ETag changes when the coach is edited or
    leaves, and not when something is attested.
    """
    return _shown(await see_coach(session, coach_id, now), response)


@router.patch("/{coach_id}", responses=sends("ETag"))
async def change_coach(
    coach_id: UUID,
    body: CoachChange,
    _: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> CoachShown:
    """Change what a coach offers.

    Changes skills, languages, time zone, availability, capacity or the hours of the day. What is left out stays.
    """
    return _shown(await usecases.change_coach(session, coach_id, body, expected, now), response)


@router.post("/{coach_id}/leave", responses=sends("ETag"))
async def end_coaching(
    coach_id: UUID, caller: Writer, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> CoachShown:
    """Have a coach leave.

    Ends somebody's coaching from this day on. All that is known of it stays; who comes back joins as another coach.
    """
    return _shown(await usecases.leave(session, caller, coach_id, expected, now), response)


@router.get("/{coach_id}/standing")
async def get_standing(
    coach_id: UUID,
    _: Reader,
    session: Session,
    now: Now,
    on: Annotated[Day | None, Query(description="a day, which may lie ahead; today where nothing is said")] = None,
    known_at: Annotated[Moment | None, Query(description="by what was known then; now where nothing is said")] = None,
) -> StandingShown:
    """Get how a coach stands on a day.

    Answers whether a coach may coach on a day, why not, and until when that holds: also as it was known earlier, before
    something was attested or revoked.
    """
    return _standing(await read_standing(session, coach_id, on, known_at, now))


def _shown(seen: SeenCoach, response: Response) -> CoachShown:
    response.headers["ETag"] = etag(seen.record.version)
    return _shape(seen)


def _shape(seen: SeenCoach) -> CoachShown:
    record = seen.record
    return CoachShown(
        coach_id=record.coach_id,
        kind=record.kind,
        person_id=record.person_id,
        skills=record.skills,
        languages=record.languages,
        time_zone=record.time_zone,
        availability=record.availability,
        weekly_capacity=record.weekly_capacity,
        allowed_times=record.allowed_times,
        joined_on=record.joined_on,
        left_on=record.left_on,
        standing=_standing(seen),
    )


def _standing(seen: SeenCoach) -> StandingShown:
    found = seen.standing
    return StandingShown(state=found.state, reasons=list(found.reasons), on=seen.on, until=found.until)
