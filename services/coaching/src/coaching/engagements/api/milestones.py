"""`/coaching/v1/engagements/{engagement_id}/milestones`: steps of the change that the partner makes."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Reader, Writer
from coaching.engagements.api.engagements import PREFIX
from coaching.engagements.queries.milestones import MilestoneRecord, page_of_milestones
from coaching.engagements.rules.milestones import is_late
from coaching.engagements.schemas.charters import MilestoneChange, MilestoneReached, MilestoneShown, NewMilestone
from coaching.engagements.usecases import milestones as usecases
from coaching.engagements.usecases.reading import require_engagement
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.fields import Day
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/{{engagement_id}}/milestones", tags=["milestones"])


@router.post(
    "",
    status_code=201,
    response_model=MilestoneShown,
    responses=sends("Location", "ETag", status=201) | refuses(404, 409),
)
async def add_milestone(
    engagement_id: UUID, new: NewMilestone, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Add a milestone.

    Adds a step of the change that the partner makes, with the day by which it is to be reached. Either district adds
    some, and both see them.
    """

    async def act() -> Answer:
        made = await usecases.plan_milestone(session, caller, engagement_id, new, now)
        where = f"{PREFIX}/{engagement_id}/milestones/{made.milestone_id}"
        return created(_shape(made, made.due_on), location=where, etag=etag(made.version))

    return await once(session, keyed, act)


@router.get("")
async def list_milestones(
    engagement_id: UUID, _: Reader, session: Session, paging: Paging, response: Response, now: Now
) -> Page[MilestoneShown]:
    """List the milestones.

    Lists the milestones of an engagement by the day on which they are due; what is late says so.
    """
    engagement = await require_engagement(session, engagement_id, now)
    key = paging.key(Day, UUID)
    after = None if key is None else (key[0], key[1])
    found = await page_of_milestones(session, engagement_id, after, paging.limit + 1)
    return paging.page(
        response,
        found,
        lambda one: _shape(one, engagement.today),
        lambda one: [one.due_on.isoformat(), one.milestone_id],
    )


@router.get("/{milestone_id}", responses=sends("ETag"))
async def get_milestone(
    engagement_id: UUID, milestone_id: UUID, _: Reader, session: Session, now: Now, response: Response
) -> MilestoneShown:
    """Get a milestone.

    Answers one milestone of an engagement, and whether it is late today.
    """
    engagement = await require_engagement(session, engagement_id, now)
    return _shown(await usecases.require_milestone(session, engagement_id, milestone_id), engagement.today, response)


@router.patch("/{milestone_id}", responses=sends("ETag") | refuses(409))
async def change_milestone(
    engagement_id: UUID,
    milestone_id: UUID,
    body: MilestoneChange,
    _: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> MilestoneShown:
    """Change a milestone.

    Changes the title or moves the day of a milestone that is not reached. What is left out stays.
    """
    changed = await usecases.change_milestone(session, engagement_id, milestone_id, body, expected, now)
    return _shown(changed, changed.due_on, response)


@router.post("/{milestone_id}/reach", responses=sends("ETag") | refuses(409))
async def set_milestone_reached(
    engagement_id: UUID,
    milestone_id: UUID,
    sent: MilestoneReached,
    caller: Writer,
    session: Session,
    now: Now,
    response: Response,
) -> MilestoneShown:
    """Set a milestone as reached.

    Says on which day a milestone was reached; which district says so stays with it.
    """
    reached = await usecases.reach_milestone(session, caller, engagement_id, milestone_id, sent, now)
    return _shown(reached, reached.due_on, response)


def _shown(record: MilestoneRecord, day: date, response: Response) -> MilestoneShown:
    response.headers["ETag"] = etag(record.version)
    return _shape(record, day)


def _shape(record: MilestoneRecord, day: date) -> MilestoneShown:
    return MilestoneShown(
        milestone_id=record.milestone_id,
        code=record.code,
        title=record.title,
        due_on=record.due_on,
        added_by=record.added_by,
        reached_on=record.reached_on,
        reached_by=record.reached_by,
        late=is_late(record.due_on, record.reached_on, day),
    )
