"""What an indicator says, and how far it is, as it is shown."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from coaching.goals.queries.goals import GoalVersionRecord
from coaching.goals.queries.indicators import IndicatorRecord
from coaching.goals.queries.measurements import StandingRecord, find_newest
from coaching.goals.rules.indicators import Baseline, Terms
from coaching.goals.rules.measurements import is_shown
from coaching.goals.rules.progress import NOT_MEASURED, Progress, expected_value, progress, progress_of, way_of
from coaching.goals.schemas.indicators import BaselineShown, TermsShown
from shared.db.query import Transaction


def shown_terms(record: IndicatorRecord) -> TermsShown:
    """Returns what an indicator says, as it is being written."""
    baseline = record.terms.baseline
    return TermsShown.model_validate(
        record._asdict()
        | {"baseline": None if baseline is None else BaselineShown(value=baseline.value, on=baseline.on)}
    )


def published_terms(version: GoalVersionRecord) -> list[TermsShown]:
    """Returns what the indicators of a goal say, as they were published."""
    return [TermsShown.model_validate(one) for one in version.indicators]


def as_terms(shown: TermsShown) -> Terms:
    baseline = None if shown.baseline is None else Baseline(shown.baseline.value, shown.baseline.on)
    return Terms(shown.direction, shown.unit, shown.low, shown.high, baseline, shown.target, shown.due_on)


def seen_progress(terms: TermsShown, newest: StandingRecord | None, computed_on: date | None) -> Progress:
    """Returns how far an indicator is. What was computed holds until the last day for which it was."""
    if newest is None:
        return NOT_MEASURED
    on = newest.measured_on if computed_on is None else max(newest.measured_on, computed_on)
    shown = is_shown(newest.group_size, terms.smallest_group)
    return progress_of(as_terms(terms), newest.value, on, shown=shown)


async def with_progress(
    session: Transaction, district_id: UUID, records: Sequence[IndicatorRecord]
) -> list[tuple[IndicatorRecord, Progress]]:
    """Returns indicators with how far each is, by what it says as it is being written."""
    newest = await find_newest(session, district_id, [one.indicator_id for one in records])
    return [(one, seen_progress(shown_terms(one), newest.get(one.indicator_id), one.computed_on)) for one in records]


class Point(NamedTuple):
    """What stands of a day, beside the line that leads to the target."""

    measured_on: date
    value: Decimal | None
    suppressed: bool
    progress: Decimal | None
    expected: Decimal | None


def point_of(terms: TermsShown, standing: StandingRecord) -> Point:
    way = way_of(as_terms(terms))
    shown = is_shown(standing.group_size, terms.smallest_group)
    return Point(
        measured_on=standing.measured_on,
        value=standing.value if shown else None,
        suppressed=not shown,
        progress=progress(way, standing.value) if way is not None and shown else None,
        expected=None if way is None else expected_value(way, standing.measured_on),
    )
