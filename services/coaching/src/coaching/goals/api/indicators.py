"""`/coaching/v1/goals/{goal_id}/indicators`: by what a goal is measured."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.common.api import Reader, Writer
from coaching.goals.api.goals import PREFIX
from coaching.goals.queries.indicators import IndicatorRecord, page_of_indicators
from coaching.goals.queries.measurements import page_of_history
from coaching.goals.rules.progress import Progress
from coaching.goals.schemas.indicators import IndicatorChange, IndicatorProgress, IndicatorShown, NewIndicator
from coaching.goals.schemas.measurements import PointShown, RecountShown
from coaching.goals.usecases import indicators as usecases
from coaching.goals.usecases.computing import recount
from coaching.goals.usecases.goals import require_goal
from coaching.goals.usecases.progress import point_of, shown_terms, with_progress
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.fields import Day, Moment
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

router = APIRouter(prefix=PREFIX + "/{goal_id}/indicators", tags=["goals"])


@router.post(
    "", status_code=201, response_model=IndicatorShown,
    responses=sends("Location", "ETag", status=201) | refuses(409),
)  # fmt: skip
async def create_indicator(
    goal_id: UUID, new: NewIndicator, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Create an indicator.

    Adds an indicator to a goal: which way a value is to go, from which baseline to which target, by when, and where its
    values come from. Mastery is counted from the day on which its indicator is made.
    """

    async def act() -> Answer:
        made = await usecases.create_indicator(session, caller, goal_id, new, now)
        [(_, progress)] = await with_progress(session, caller.district_id, [made])
        location = f"{PREFIX}/{goal_id}/indicators/{made.indicator_id}"
        return created(_shape(made, progress), location=location, etag=etag(made.version))

    return await once(session, keyed, act)


@router.get("")
async def list_indicators(
    goal_id: UUID, caller: Reader, session: Session, paging: Paging, response: Response
) -> Page[IndicatorShown]:
    """List the indicators of a goal.

    Lists a goal's indicators as they are being written, those that are retired included, each with how far it is.
    """
    await require_goal(session, goal_id)
    found = await page_of_indicators(session, goal_id, paging.single_key(UUID), paging.limit + 1)
    seen = await with_progress(session, caller.district_id, found)
    return paging.page(response, seen, lambda one: _shape(*one), lambda one: [one[0].indicator_id])


@router.get("/{indicator_id}", responses=sends("ETag"))
async def get_indicator(
    goal_id: UUID, indicator_id: UUID, caller: Reader, session: Session, response: Response
) -> IndicatorShown:
    """Get an indicator.

    Answers an indicator as it is being written, with how far it is by that. The ETag changes when it is edited, and not
    when it is measured.
    """
    found = await usecases.require_indicator(session, goal_id, indicator_id)
    return await _shown(session, caller, found, response)


@router.patch("/{indicator_id}", responses=sends("ETag") | refuses(409))
async def change_indicator(
    goal_id: UUID,
    indicator_id: UUID,
    body: IndicatorChange,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> IndicatorShown:
    """Change an indicator.

    Changes an indicator's words, baseline, target or last day. What is published stays as it is, until the goal is
    published anew; what is measured, and in which unit, never changes.
    """
    changed = await usecases.change_indicator(session, goal_id, indicator_id, body, expected, now)
    return await _shown(session, caller, changed, response)


@router.post("/{indicator_id}/retire", responses=sends("ETag") | refuses(409))
async def retire_indicator(
    goal_id: UUID,
    indicator_id: UUID,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> IndicatorShown:
    """Retire an indicator.

    Takes an indicator out of what is published next of its goal. What was measured stays.
    """
    retired = await usecases.retire_indicator(session, goal_id, indicator_id, expected, now)
    return await _shown(session, caller, retired, response)


@router.get("/{indicator_id}/history")
async def list_history(
    goal_id: UUID,
    indicator_id: UUID,
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    known_at: Annotated[Moment | None, Query(description="by what was known then; now where nothing is said")] = None,
) -> Page[PointShown]:
    """List the history of an indicator.

    Lists what stands of each day that was measured, or stood by what was known at a moment, beside what the straight
    line from the baseline to the target has on that day.
    """
    indicator = await usecases.require_indicator(session, goal_id, indicator_id)
    after = paging.single_key(Day)
    found = await page_of_history(session, indicator_id, after, known_at, paging.limit + 1)
    terms = shown_terms(indicator)
    return paging.page(
        response, found, lambda one: PointShown.model_validate(point_of(terms, one)), lambda one: [one.measured_on]
    )


@router.get("/{indicator_id}/recount", responses=refuses(409))
async def recount_indicator(goal_id: UUID, indicator_id: UUID, _: Reader, session: Session, now: Now) -> RecountShown:
    """Count a computed indicator again.

    Works out of the log of events what a computed indicator comes to, and compares it with every day that was told.
    """
    return RecountShown.model_validate(await recount(session, goal_id, indicator_id, now))


async def _shown(session: Session, caller: Reader, record: IndicatorRecord, response: Response) -> IndicatorShown:
    response.headers["ETag"] = etag(record.version)
    [(_, progress)] = await with_progress(session, caller.district_id, [record])
    return _shape(record, progress)


def _shape(record: IndicatorRecord, progress: Progress) -> IndicatorShown:
    return IndicatorShown(
        **dict(shown_terms(record)),
        goal_id=record.goal_id,
        retired_at=record.retired_at,
        computed_on=record.computed_on,
        progress=IndicatorProgress.model_validate(progress),
    )
