"""`/coaching/v1/goals`: what a district wants to become otherwise."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.common.api import Reader, Writer
from coaching.goals.queries.goals import GoalRecord, page_of_goals, page_of_versions
from coaching.goals.rules.goals import GoalKind, GoalState
from coaching.goals.schemas.goals import GoalChange, GoalEnd, GoalShown, GoalVersionShown, NewGoal
from coaching.goals.usecases import goals as usecases
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PREFIX = "/coaching/v1/goals"
router = APIRouter(prefix=PREFIX, tags=["goals"])


@router.post("", status_code=201, response_model=GoalShown, responses=sends("Location", "ETag", status=201))
async def create_goal(new: NewGoal, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Create a goal.

    Adds a draft of a goal. It is published once an indicator with a baseline and a target measures it.
    """

    async def act() -> Answer:
        made = await usecases.create_goal(session, caller, new, now)
        return created(_shape(made), location=f"{PREFIX}/{made.goal_id}", etag=etag(made.version))

    return await once(session, keyed, act)


@router.get("")
async def list_goals(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[GoalState | None, Query()] = None,
    kind: Annotated[GoalKind | None, Query()] = None,
) -> Page[GoalShown]:
    """List the goals of your district.

    Lists your district's goals in the order in which they were written, drafts and those that ended included.
    """
    found = await page_of_goals(session, paging.single_key(UUID), state, kind, paging.limit + 1)
    return paging.page(response, found, _shape, lambda one: [one.goal_id])


@router.get("/{goal_id}", responses=sends("ETag"))
async def get_goal(goal_id: UUID, _: Reader, session: Session, response: Response) -> GoalShown:
    """Get a goal.

    Answers a goal as it is being written. The ETag changes when the goal or one of its indicators does, and not when
    something is measured.
    """
    return _shown(await usecases.require_goal(session, goal_id), response)


@router.patch("/{goal_id}", responses=sends("ETag") | refuses(409))
async def change_goal(
    goal_id: UUID, body: GoalChange, _: Writer, session: Session, expected: ExpectedVersion, response: Response
) -> GoalShown:
    """Change a goal.

    Changes a goal's words or kind. What is published stays as it is, until the goal is published anew.
    """
    return _shown(await usecases.change_goal(session, goal_id, body, expected), response)


@router.post("/{goal_id}/publish", responses=sends("ETag") | refuses(409))
async def publish_goal(
    goal_id: UUID, caller: Writer, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> GoalShown:
    """Publish a goal.

    Publishes a goal with its indicators as they are written, for everybody of the district to read. What was published
    before stays beside it. A goal without an indicator, or with one that lacks a baseline, is refused.
    """
    return _shown(await usecases.publish_goal(session, caller, goal_id, expected, now), response)


@router.post("/{goal_id}/end", responses=sends("ETag") | refuses(409))
async def end_goal(
    goal_id: UUID,
    sent: GoalEnd,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> GoalShown:
    """End a goal.

    Says that a goal was reached, is closed or is dropped, and why. Reached is refused where an indicator says
    otherwise. What was measured stays.
    """
    return _shown(await usecases.end_goal(session, caller, goal_id, sent, expected, now), response)


@router.get("/{goal_id}/versions")
async def list_goal_versions(
    goal_id: UUID, _: Reader, session: Session, paging: Paging, response: Response
) -> Page[GoalVersionShown]:
    """List what was published of a goal.

    Lists the versions of a goal that were published, the newest first, each with its indicators as they stood.
    """
    await usecases.require_goal(session, goal_id)
    found = await page_of_versions(session, goal_id, paging.single_key(int), paging.limit + 1)
    return paging.page(response, found, GoalVersionShown.model_validate, lambda one: [one.version])


def _shown(record: GoalRecord, response: Response) -> GoalShown:
    response.headers["ETag"] = etag(record.version)
    return _shape(record)


def _shape(record: GoalRecord) -> GoalShown:
    changed = record.edited and record.published_version is not None
    return GoalShown.model_validate(record._asdict() | {"unpublished_changes": changed})
