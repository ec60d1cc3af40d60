"""Computed indicators: what the log of events comes to is told day by day, and can be worked out again at any time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from coaching.goals.queries.counts import find_steps
from coaching.goals.queries.goals import GoalVersionRecord, find_newest_version
from coaching.goals.queries.indicators import IndicatorRecord, lock_due_indicators, set_computed
from coaching.goals.queries.measurements import add_measurement, find_all_measurements
from coaching.goals.rules.counting import series
from coaching.goals.rules.measurements import Figure, Measurement, is_shown, reconcile, standing
from coaching.goals.schemas.indicators import TermsShown
from coaching.goals.usecases.goals import require_goal
from coaching.goals.usecases.indicators import require_indicator
from coaching.goals.usecases.progress import as_terms, published_terms
from coaching.goals.usecases.telling import measured_event
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.errors import Conflict
from shared.events.outbox import publish
from shared.values.calendar import day_of
from shared.values.ids import new_id

AT_ONCE = 20
ONE_DAY = timedelta(days=1)
TELLER = "trellis"
"""Who tells what is computed."""


class Recount(NamedTuple):
    """What the log comes to, and what was told of it."""

    until: date
    value: Decimal | None
    told: Decimal | None
    suppressed: bool
    equal: bool


async def measure_computed(session: Transaction, now: datetime) -> bool:
    """Tells what computed indicators came to by the end of yesterday, where it is otherwise than was told. Returns
    whether there is more.
    """
    due = await lock_due_indicators(session, now, AT_ONCE)
    for indicator in due:
        await set_tenant(session, indicator.district_id)
        yesterday = day_of(now, indicator.district_zone) - ONE_DAY
        version = await find_newest_version(session, indicator.goal_id)
        terms = _terms_in(version, indicator.indicator_id)
        if terms is not None:
            await _tell(session, indicator, terms, yesterday, now)
        await set_computed(session, indicator.indicator_id, yesterday)
    return len(due) == AT_ONCE


async def recount(session: Transaction, goal_id: UUID, indicator_id: UUID, now: datetime) -> Recount:
    """Works a computed indicator out again, by what is published of it, and compares with what was told."""
    await require_goal(session, goal_id)
    indicator = await require_indicator(session, goal_id, indicator_id)
    if indicator.source != "computed":
        raise Conflict("This indicator is not computed from events: there is nothing to count again.")
    terms = _terms_in(await find_newest_version(session, goal_id), indicator_id)
    if terms is None:
        raise Conflict("This indicator is not published yet, so nothing was counted: publish its goal first.")
    until = indicator.computed_on or day_of(now, indicator.district_zone) - ONE_DAY
    figures = await _figures(session, indicator, terms, until)
    told = await find_all_measurements(session, indicator_id)
    last = [one for one in standing(told) if one.measured_on <= until]
    suppressed = bool(figures) and not is_shown(figures[-1].group_size, terms.smallest_group)
    known = [one for one in last if is_shown(one.group_size, terms.smallest_group)]
    return Recount(
        until=until,
        value=figures[-1].value if figures and not suppressed else None,
        told=last[-1].value if last and last[-1] in known else None,
        suppressed=suppressed,
        equal=not reconcile(figures, told),
    )


def _terms_in(version: GoalVersionRecord | None, indicator_id: UUID) -> TermsShown | None:
    """Returns what an indicator says as it was published."""
    found = [] if version is None else [one for one in published_terms(version) if one.indicator_id == indicator_id]
    return found[0] if found else None


async def _figures(
    session: Transaction, indicator: IndicatorRecord, shown: TermsShown, until: date
) -> Sequence[Figure]:
    terms, measure = as_terms(shown), indicator.counts
    if measure is None or terms.baseline is None:
        return []
    steps = await find_steps(session, indicator.district_id, measure, terms.baseline.on, indicator.district_zone)
    return series(measure, terms, terms.baseline, steps, until)


async def _tell(
    session: Transaction, indicator: IndicatorRecord, terms: TermsShown, until: date, now: datetime
) -> None:
    figures = await _figures(session, indicator, terms, until)
    told = await find_all_measurements(session, indicator.indicator_id)
    for telling in reconcile(figures, told):
        figure = telling.figure
        new = Measurement(new_id(), figure.on, now, telling.corrects, False, figure.value, figure.group_size)
        district_id = indicator.district_id
        await add_measurement(session, district_id, indicator.indicator_id, new, words=None, by=TELLER)
        await publish(session, district_id, measured_event(indicator.goal_id, terms, new))
