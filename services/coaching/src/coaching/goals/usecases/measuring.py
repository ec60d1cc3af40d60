"""Values are entered and corrected, as rows that are added."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from coaching.goals.queries.goals import GoalRecord, find_newest_version
from coaching.goals.queries.indicators import IndicatorRecord
from coaching.goals.queries.measurements import (
    MeasurementRecord,
    add_measurement,
    find_measurement,
    find_of_day,
)
from coaching.goals.rules.indicators import is_within, range_problem
from coaching.goals.rules.measurements import Measurement
from coaching.goals.schemas.measurements import Correction, NewIndicatorMeasurement
from coaching.goals.usecases.goals import lock_open_goal
from coaching.goals.usecases.indicators import require_indicator
from coaching.goals.usecases.progress import published_terms
from coaching.goals.usecases.telling import measured_event
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound
from shared.events.outbox import publish
from shared.values.calendar import day_of
from shared.values.ids import new_id


class Measured(NamedTuple):
    """A measurement, and of what."""

    indicator: IndicatorRecord
    measurement: MeasurementRecord


async def measure(
    session: Transaction,
    caller: Caller,
    goal_id: UUID,
    indicator_id: UUID,
    sent: NewIndicatorMeasurement,
    now: datetime,
) -> Measured:
    """Records the value of a day."""
    goal, indicator = await _lock_entered(session, goal_id, indicator_id)
    _ensure_value(indicator, sent.value, sent.group_size, sent.measured_on, now)
    if (before := await find_of_day(session, indicator_id, sent.measured_on)) is not None:
        raise _measured_before(before)
    new = Measurement(new_id(), sent.measured_on, now, None, False, sent.value, sent.group_size)
    return await _add(session, caller, goal, indicator, new, sent.words)


async def correct(
    session: Transaction,
    caller: Caller,
    measured: tuple[UUID, UUID, UUID],
    sent: Correction,
    now: datetime,
) -> Measured:
    """Records what the value of a day was after all; what was told before stays, and what was known then with it."""
    goal, indicator, before = await _lock_current(session, *measured)
    _ensure_value(indicator, sent.value, sent.group_size, before.measured_on, now)
    new = Measurement(new_id(), before.measured_on, now, before.measurement_id, False, sent.value, sent.group_size)
    return await _add(session, caller, goal, indicator, new, sent.words)


async def void(session: Transaction, caller: Caller, measured: tuple[UUID, UUID, UUID], now: datetime) -> Measured:
    """Records that a day has no value after all."""
    goal, indicator, before = await _lock_current(session, *measured)
    if before.void:
        raise Conflict("This day has no value as it is: correct the measurement where it has one after all.")
    new = Measurement(new_id(), before.measured_on, now, before.measurement_id, True, None, None)
    return await _add(session, caller, goal, indicator, new, None)


async def tell_measured(session: Transaction, goal: GoalRecord, new: Measurement, indicator_id: UUID) -> None:
    """Publishes a measurement of what is published; of a draft nothing is told."""
    version = await find_newest_version(session, goal.goal_id)
    of_it = [] if version is None else [one for one in published_terms(version) if one.indicator_id == indicator_id]
    await publish(session, goal.district_id, *(measured_event(goal.goal_id, one, new) for one in of_it))


async def _add(
    session: Transaction,
    caller: Caller,
    goal: GoalRecord,
    indicator: IndicatorRecord,
    new: Measurement,
    words: str | None,
) -> Measured:
    indicator_id = indicator.indicator_id
    if not await add_measurement(session, goal.district_id, indicator_id, new, words=words, by=caller.subject):
        raise Conflict("Somebody else has told of this day just now. Read what stands, then correct it.")
    await tell_measured(session, goal, new, indicator_id)
    return Measured(indicator, await _require(session, indicator_id, new.measurement_id))


async def _lock_entered(session: Transaction, goal_id: UUID, indicator_id: UUID) -> tuple[GoalRecord, IndicatorRecord]:
    goal = await lock_open_goal(session, goal_id)
    indicator = await require_indicator(session, goal_id, indicator_id)
    if indicator.source == "computed":
        raise Conflict("This indicator is computed from events: nobody enters its values.")
    if indicator.retired_at is not None:
        raise Conflict("This indicator is retired: measure another, or add one.")
    return goal, indicator


async def _lock_current(
    session: Transaction, goal_id: UUID, indicator_id: UUID, measurement_id: UUID
) -> tuple[GoalRecord, IndicatorRecord, MeasurementRecord]:
    goal, indicator = await _lock_entered(session, goal_id, indicator_id)
    before = await _require(session, indicator_id, measurement_id)
    if before.corrected_by is not None:
        raise Conflict(f"This measurement was corrected before: correct {before.corrected_by}, which stands for it.")
    return goal, indicator, before


async def _require(session: Transaction, indicator_id: UUID, measurement_id: UUID) -> MeasurementRecord:
    found = await find_measurement(session, indicator_id, measurement_id)
    if found is None:
        raise NotFound("There is no such measurement of this indicator.")
    return found


def _measured_before(before: MeasurementRecord) -> Conflict:
    return Conflict(f"This day was measured before: correct {before.measurement_id}, which stands for it.")


def _ensure_value(
    indicator: IndicatorRecord, value: Decimal, group_size: int | None, measured_on: date, now: datetime
) -> None:
    errors = []
    baseline, today = indicator.terms.baseline, day_of(now, indicator.district_zone)
    if not is_within(indicator.terms, value):
        errors.append({"pointer": "/value", "detail": range_problem(indicator.terms)})
    if indicator.source == "survey" and group_size is None:
        errors.append({"pointer": "/group_size", "detail": "Say how many people answered."})
    if measured_on > today:
        errors.append({"pointer": "/measured_on", "detail": "This day is still to come: write an earlier one."})
    if baseline is not None and measured_on < baseline.on:
        detail = f"The baseline is of {baseline.on}: write that day or a later one."
        errors.append({"pointer": "/measured_on", "detail": detail})
    if errors:
        raise Invalid("This cannot be what was measured; see errors.", errors=errors)
