"""Goals are written, published and ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.goals.queries.goals import (
    GoalRecord,
    GoalVersionRecord,
    add_goal,
    add_goal_version,
    find_goal,
    find_newest_version,
    page_of_published,
    set_ended,
    set_goal,
)
from coaching.goals.queries.indicators import (
    IndicatorRecord,
    compute_anew,
    find_indicators,
    find_indicators_of,
)
from coaching.goals.queries.measurements import find_newest
from coaching.goals.rules.goals import GoalState, missing_for_publication, validate_move, validate_open
from coaching.goals.rules.progress import Progress
from coaching.goals.schemas.goals import GoalChange, GoalEnd, NewGoal
from coaching.goals.schemas.indicators import TermsShown
from coaching.goals.usecases.progress import published_terms, seen_progress, shown_terms
from coaching.goals.usecases.telling import dropped_event, measured_event, set_event
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound
from shared.events.outbox import publish as tell
from shared.http.editing import ensure_current
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.ids import new_id


class DistrictGoalSeen(NamedTuple):
    """What is published of a goal, with how far each of its indicators is."""

    version: GoalVersionRecord
    indicators: Sequence[tuple[TermsShown, Progress]]


async def require_goal(session: Transaction, goal_id: UUID, *, lock: bool = False) -> GoalRecord:
    """Raises NotFound where the session's district has no goal of this id."""
    record = await find_goal(session, goal_id, lock=lock)
    if record is None:
        raise NotFound("There is no such goal.")
    return record


async def lock_open_goal(session: Transaction, goal_id: UUID) -> GoalRecord:
    """Returns a goal, locked. Raises a Conflict where it has ended."""
    record = await require_goal(session, goal_id, lock=True)
    if problem := validate_open(record.state):
        raise Conflict(problem)
    return record


async def create_goal(session: Transaction, caller: Caller, new: NewGoal, now: datetime) -> GoalRecord:
    """Adds a draft of a goal."""
    goal_id = new_id()
    await add_goal(session, caller.district_id, goal_id, new.kind, new.words, at=now, by=caller.subject)
    return await require_goal(session, goal_id)


async def change_goal(session: Transaction, goal_id: UUID, change: GoalChange, expected: str) -> GoalRecord:
    """Changes a goal's draft. What is published stays, until it is published anew."""
    before = await lock_open_goal(session, goal_id)
    ensure_current(expected, before.version)
    kind, words = change.kind or before.kind, change.words or before.words
    if (kind, words) != (before.kind, before.words):
        await set_goal(session, goal_id, kind, words)
    return await require_goal(session, goal_id)


async def publish_goal(session: Transaction, caller: Caller, goal_id: UUID, expected: str, now: datetime) -> GoalRecord:
    """Publishes a goal as it is written, as a version that never changes, and tells it."""
    before = await require_goal(session, goal_id, lock=True)
    ensure_current(expected, before.version)
    _ensure_move(before.state, "published")
    if not before.edited:
        raise Conflict("Nothing differs from what is published: change the goal or an indicator first.")
    indicators = await find_indicators(session, goal_id)
    if errors := [one._asdict() for one in missing_for_publication([one.terms for one in indicators])]:
        raise Conflict("A goal is published once it can be measured; see errors.", errors=errors)
    today = day_of(now, await find_zone(session, caller.district_id))
    version = GoalVersionRecord(
        goal_id=goal_id,
        version=(before.published_version or 0) + 1,
        kind=before.kind,
        words=before.words,
        indicators=[shown_terms(one).model_dump(mode="json") for one in indicators],
        due_on=max(one.due_on for one in indicators if one.due_on is not None),
        set_on=today,
        set_at=now,
    )
    await add_goal_version(session, caller.district_id, version, caller.subject)
    await compute_anew(session, goal_id)
    await _tell_published(session, caller.district_id, version, indicators)
    return await require_goal(session, goal_id)


async def end_goal(
    session: Transaction, caller: Caller, goal_id: UUID, sent: GoalEnd, expected: str, now: datetime
) -> GoalRecord:
    """Ends a goal: it was reached, or is pursued no more. What was measured stays."""
    before = await require_goal(session, goal_id, lock=True)
    ensure_current(expected, before.version)
    _ensure_move(before.state, sent.outcome)
    if sent.outcome == "reached":
        await _ensure_reached(session, caller.district_id, goal_id)
    today = day_of(now, await find_zone(session, caller.district_id))
    await set_ended(session, goal_id, sent.outcome, sent.words, day=today, at=now, by=caller.subject)
    after = await require_goal(session, goal_id)
    if after.published_version is not None:
        await tell(session, caller.district_id, dropped_event(after))
    return after


async def list_district_goals(
    session: Transaction, district_id: UUID, after: UUID | None, limit: int
) -> list[DistrictGoalSeen]:
    """Returns what is published of a district's goals, with how far each is by what may be shown."""
    return [
        DistrictGoalSeen(one, await _measured(session, district_id, one))
        for one in await page_of_published(session, after, limit)
    ]


async def _measured(
    session: Transaction, district_id: UUID, version: GoalVersionRecord
) -> list[tuple[TermsShown, Progress]]:
    published = published_terms(version)
    ids = [one.indicator_id for one in published]
    newest = await find_newest(session, district_id, ids)
    computed = {one.indicator_id: one.computed_on for one in await find_indicators_of(session, ids)}
    return [
        (one, seen_progress(one, newest.get(one.indicator_id), computed.get(one.indicator_id))) for one in published
    ]


async def _tell_published(
    session: Transaction, district_id: UUID, version: GoalVersionRecord, indicators: Sequence[IndicatorRecord]
) -> None:
    """Tells what is published, and where each indicator stands: measurements of a draft were told to nobody."""
    newest = await find_newest(session, district_id, [one.indicator_id for one in indicators])
    measured = [
        measured_event(version.goal_id, one, newest[one.indicator_id])
        for one in published_terms(version)
        if one.indicator_id in newest
    ]
    await tell(session, district_id, set_event(version), *measured)


async def _ensure_reached(session: Transaction, district_id: UUID, goal_id: UUID) -> None:
    version = await find_newest_version(session, goal_id)
    measured = [] if version is None else await _measured(session, district_id, version)
    errors = [
        {"pointer": f"/indicators/{place}", "detail": "Its target is not reached: measure it, or close the goal."}
        for place, (_, found) in enumerate(measured)
        if not found.reached
    ]
    if errors:
        raise Conflict("This goal is not reached by what was published of it; see errors.", errors=errors)


def _ensure_move(state: GoalState, to: GoalState) -> None:
    if problem := validate_move(state, to):
        raise Conflict(problem)
