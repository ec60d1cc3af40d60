"""Indicators, in SQL."""

import json
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from coaching.goals.rules.indicators import Baseline, Direction, Measure, Source, Terms, Unit
from shared.db.query import Command, Query, Scalar, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in
from shared.values.json_types import JsonObject


class IndicatorRecord(NamedTuple):
    """An indicator as it is being written, with the zone of the district's calendar."""

    district_id: UUID
    indicator_id: UUID
    goal_id: UUID
    words: str
    direction: Direction
    unit: Unit
    low: Decimal | None
    high: Decimal | None
    source: Source
    measure: JsonObject | None
    smallest_group: int
    baseline_value: Decimal | None
    baseline_on: date | None
    target: Decimal | None
    due_on: date | None
    version: int
    created_on: date
    created_at: datetime
    retired_at: datetime | None
    computed_on: date | None
    district_zone: str

    @property
    def terms(self) -> Terms:
        baseline = None
        if self.baseline_value is not None and self.baseline_on is not None:
            baseline = Baseline(self.baseline_value, self.baseline_on)
        return Terms(self.direction, self.unit, self.low, self.high, baseline, self.target, self.due_on)

    @property
    def counts(self) -> Measure | None:
        """What is counted, of a computed one."""
        return None if self.measure is None else as_measure(self.measure)


_COLUMNS = f"""
i.district_id, i.indicator_id, i.goal_id, i.words, i.direction, i.unit, i.low, i.high, i.source, i.measure,
cast(i.smallest_group as int) as smallest_group, i.baseline_value, i.baseline_on, i.target, i.due_on, i.version,
i.created_on, i.created_at, i.retired_at, i.computed_on, {zone_of("i.district_id")} as district_zone
"""
_SELECT = f"select {_COLUMNS} from indicator i"  # noqa: S608
_YESTERDAY = f"{day_in('cast(:now as timestamptz)', zone_of('i.district_id'))} - 1"
_ADD = Command("""
insert into indicator (district_id, indicator_id, goal_id, words, direction, unit, low, high, source, measure, item_id,
  framework_id, smallest_group, baseline_value, baseline_on, target, due_on, created_on, created_at, created_by)
values (:district_id, :indicator_id, :goal_id, :words, :direction, :unit, :low, :high, :source,
  cast(:measure as jsonb), :item_id, :framework_id, :smallest_group, :baseline_value, :baseline_on, :target, :due_on,
  :created_on, :created_at, :by)
""")
_FIND = Query(f"{_SELECT} where i.goal_id = :goal_id and i.indicator_id = :indicator_id", IndicatorRecord)
_OF_GOAL = Query(
    f"{_SELECT} where i.goal_id = :goal_id and i.retired_at is null order by i.indicator_id", IndicatorRecord
)
_PAGE = Query(
    f"""
    {_SELECT}
    where i.goal_id = :goal_id and (cast(:after as uuid) is null or i.indicator_id > cast(:after as uuid))
    order by i.indicator_id limit :limit
    """,
    IndicatorRecord,
)
_OF_IDS = Query(f"{_SELECT} where i.indicator_id = any(cast(:ids as uuid[])) order by i.indicator_id", IndicatorRecord)
_CHANGE = Command("""
update indicator set words = :words, baseline_value = :baseline_value, baseline_on = :baseline_on, target = :target,
  due_on = :due_on, version = version + 1
where indicator_id = :indicator_id
""")
_RETIRE = Command("""
update indicator set retired_at = :at, version = version + 1 where indicator_id = :indicator_id
""")
_COMPUTED = Command("update indicator set computed_on = :day where indicator_id = :indicator_id")
# A worker sees the indicators of every district. A calendar may go back a day when its zone is changed.
_DUE = Query(
    f"""
    {_SELECT}
    join goal g on g.district_id = i.district_id and g.goal_id = i.goal_id
    where i.source = 'computed' and i.retired_at is null and g.state = 'published'
      and i.baseline_on < {_YESTERDAY} + 1
      and (i.computed_on is null or i.computed_on <> {_YESTERDAY})
    order by i.district_id, i.indicator_id limit :limit for no key update of g skip locked
    """,
    IndicatorRecord,
)
_COMPUTE_ANEW = Command("""
update indicator set computed_on = null where goal_id = :goal_id and source = 'computed' and retired_at is null
""")
_IS_KNOWN = Scalar(
    """
    select exists (select from known_item k
      where (k.item_id = cast(:item_id as uuid) or k.framework_id = cast(:framework_id as uuid)))
    """,
    bool,
)


async def add_indicator(session: Transaction, new: IndicatorRecord, by: str) -> None:
    counts = new.counts
    await _ADD.run(
        session,
        district_id=new.district_id,
        indicator_id=new.indicator_id,
        goal_id=new.goal_id,
        words=new.words,
        direction=new.direction,
        unit=new.unit,
        low=new.low,
        high=new.high,
        source=new.source,
        measure=None if new.measure is None else json.dumps(new.measure),
        item_id=None if counts is None else counts.item_id,
        framework_id=None if counts is None else counts.framework_id,
        smallest_group=new.smallest_group,
        baseline_value=new.baseline_value,
        baseline_on=new.baseline_on,
        target=new.target,
        due_on=new.due_on,
        created_on=new.created_on,
        created_at=new.created_at,
        by=by,
    )


async def find_indicator(session: Transaction, goal_id: UUID, indicator_id: UUID) -> IndicatorRecord | None:
    return await _FIND.first(session, goal_id=goal_id, indicator_id=indicator_id)


async def find_indicators(session: Transaction, goal_id: UUID) -> list[IndicatorRecord]:
    """Returns the indicators of a goal that are not retired."""
    return await _OF_GOAL.all(session, goal_id=goal_id)


async def find_indicators_of(session: Transaction, ids: Collection[UUID]) -> list[IndicatorRecord]:
    return await _OF_IDS.all(session, ids=list(ids))


async def page_of_indicators(
    session: Transaction, goal_id: UUID, after: UUID | None, limit: int
) -> list[IndicatorRecord]:
    return await _PAGE.all(session, goal_id=goal_id, after=after, limit=limit)


async def set_indicator(session: Transaction, changed: IndicatorRecord) -> None:
    """Stores what may be changed of an indicator. What is published stays."""
    await _CHANGE.run(
        session,
        indicator_id=changed.indicator_id,
        words=changed.words,
        baseline_value=changed.baseline_value,
        baseline_on=changed.baseline_on,
        target=changed.target,
        due_on=changed.due_on,
    )


async def set_retired(session: Transaction, indicator_id: UUID, at: datetime) -> None:
    await _RETIRE.run(session, indicator_id=indicator_id, at=at)


async def set_computed(session: Transaction, indicator_id: UUID, day: date) -> None:
    await _COMPUTED.run(session, indicator_id=indicator_id, day=day)


async def compute_anew(session: Transaction, goal_id: UUID) -> None:
    """Has the computed indicators of a goal computed again, from their baselines on."""
    await _COMPUTE_ANEW.run(session, goal_id=goal_id)


async def lock_due_indicators(session: Transaction, now: datetime, limit: int) -> list[IndicatorRecord]:
    """Returns those that were not computed up to yesterday, the district's, of all districts. Their goals are locked;
    who holds one that is left out changes it just now, and is followed by the next run.
    """
    return await _DUE.all(session, now=now, limit=limit)


async def is_known(session: Transaction, item_id: UUID | None, framework_id: UUID | None) -> bool:
    """Returns whether the district has told of this item, or of this framework."""
    return await _IS_KNOWN.one(session, item_id=item_id, framework_id=framework_id)


def as_measure(stored: JsonObject) -> Measure:
    ids = {name: UUID(str(stored[name])) for name in ("item_id", "framework_id") if stored.get(name)}
    numbers = {name: int(str(stored[name])) for name in ("items", "learners") if stored.get(name)}
    return Measure(stored["kind"], **ids, **numbers)  # type: ignore[arg-type]
