"""By what goals are measured: indicators are added, changed and retired while the goal is open."""

from datetime import date, datetime
from uuid import UUID

from coaching.common.rules.problems import Problem
from coaching.goals.queries.goals import touch_goal
from coaching.goals.queries.indicators import (
    IndicatorRecord,
    add_indicator,
    find_indicator,
    find_indicators,
    is_known,
    set_indicator,
    set_retired,
)
from coaching.goals.rules.indicators import validate_measure, validate_terms, validate_watch, with_usual_range
from coaching.goals.schemas.indicators import IndicatorChange, NewIndicator
from coaching.goals.usecases.goals import lock_open_goal
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound
from shared.http.editing import ensure_current
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.ids import new_id

MOST_INDICATORS = 20


async def require_indicator(session: Transaction, goal_id: UUID, indicator_id: UUID) -> IndicatorRecord:
    """Raises NotFound where the goal has no indicator of this id."""
    record = await find_indicator(session, goal_id, indicator_id)
    if record is None:
        raise NotFound("There is no such indicator of this goal.")
    return record


async def create_indicator(
    session: Transaction, caller: Caller, goal_id: UUID, new: NewIndicator, now: datetime
) -> IndicatorRecord:
    """Adds an indicator to a goal's draft."""
    await lock_open_goal(session, goal_id)
    if len(await find_indicators(session, goal_id)) >= MOST_INDICATORS:
        raise Conflict(f"A goal has at most {MOST_INDICATORS} indicators: retire one first.")
    zone = await find_zone(session, caller.district_id)
    record = _record(caller.district_id, goal_id, new, zone, now)
    problems = [*validate_measure(record.counts, record.source, record.unit)]
    _ensure_terms(record, record.created_on, problems)
    await _ensure_known(session, record)
    await add_indicator(session, record, caller.subject)
    await touch_goal(session, goal_id)
    return record


async def change_indicator(
    session: Transaction, goal_id: UUID, indicator_id: UUID, change: IndicatorChange, expected: str, now: datetime
) -> IndicatorRecord:
    """Changes what an indicator says. What is published stays, until the goal is published anew."""
    before = await _lock_current(session, goal_id, indicator_id, expected)
    after = before._replace(
        words=before.words if change.words is None else change.words,
        target=before.target if change.target is None else change.target,
        due_on=before.due_on if change.due_on is None else change.due_on,
    )
    if change.baseline is not None:
        after = after._replace(baseline_value=change.baseline.value, baseline_on=change.baseline.on)
    _ensure_terms(after, day_of(now, before.district_zone), [])
    if after != before:
        await set_indicator(session, after)
        await touch_goal(session, goal_id)
    return await require_indicator(session, goal_id, indicator_id)


async def retire_indicator(
    session: Transaction, goal_id: UUID, indicator_id: UUID, expected: str, now: datetime
) -> IndicatorRecord:
    """Takes an indicator out of what is published next. What was measured stays."""
    await _lock_current(session, goal_id, indicator_id, expected)
    await set_retired(session, indicator_id, now)
    await touch_goal(session, goal_id)
    return await require_indicator(session, goal_id, indicator_id)


async def _ensure_known(session: Transaction, record: IndicatorRecord) -> None:
    """Raises Invalid where mastery of something is to be counted that nobody has told of."""
    counts = record.counts
    if counts is None or counts.kind != "learners_mastering":
        return
    if not await is_known(session, counts.item_id, counts.framework_id):
        detail = "Nothing is known here of this yet: publish it in a framework first, then try again in a minute."
        raise Invalid("This cannot be counted; see errors.", errors=[{"pointer": "/measure", "detail": detail}])


async def _lock_current(session: Transaction, goal_id: UUID, indicator_id: UUID, expected: str) -> IndicatorRecord:
    await lock_open_goal(session, goal_id)
    record = await require_indicator(session, goal_id, indicator_id)
    ensure_current(expected, record.version)
    if record.retired_at is not None:
        raise Conflict("This indicator is retired: nothing of it changes any more. Add another.")
    return record


def _record(district_id: UUID, goal_id: UUID, new: NewIndicator, zone: str, now: datetime) -> IndicatorRecord:
    low, high = with_usual_range(new.unit, new.low, new.high)
    return IndicatorRecord(
        district_id=district_id,
        indicator_id=new_id(),
        goal_id=goal_id,
        words=new.words,
        direction=new.direction,
        unit=new.unit,
        low=low,
        high=high,
        source=new.source,
        measure=None if new.measure is None else new.measure.model_dump(mode="json", exclude_none=True),
        smallest_group=new.smallest_group,
        baseline_value=None if new.baseline is None else new.baseline.value,
        baseline_on=None if new.baseline is None else new.baseline.on,
        target=new.target,
        due_on=new.due_on,
        version=1,
        created_on=day_of(now, zone),
        created_at=now,
        retired_at=None,
        computed_on=None,
        district_zone=zone,
    )


def _ensure_terms(record: IndicatorRecord, today: date, problems: list[Problem]) -> None:
    problems = [
        *problems,
        *validate_terms(record.terms, today),
        *validate_watch(record.counts, record.terms.baseline, record.created_on),
    ]
    if problems:
        errors = [one._asdict() for one in problems]
        raise Invalid("An indicator cannot say this; see errors.", errors=errors)
