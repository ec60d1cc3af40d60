"""Measurements, in SQL: rows that are added, and never changed."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from coaching.goals.rules.measurements import Measurement
from shared.db.query import Query, Scalar, Transaction


class MeasurementRecord(NamedTuple):
    """A measurement, and the one that stands in its place."""

    measurement_id: UUID
    indicator_id: UUID
    measured_on: date
    value: Decimal | None
    group_size: int | None
    void: bool
    corrects: UUID | None
    words: str | None
    told_at: datetime
    told_by: str
    corrected_by: UUID | None


class StandingRecord(NamedTuple):
    """What stands of an indicator's newest day."""

    indicator_id: UUID
    measured_on: date
    value: Decimal
    group_size: int | None
    corrects: UUID | None


_SELECT = """
select m.measurement_id, m.indicator_id, m.measured_on, m.value, m.group_size, m.void, m.corrects, m.words, m.told_at,
  m.told_by, n.measurement_id as corrected_by
from measurement m
left join measurement n on n.district_id = m.district_id and n.corrects = m.measurement_id
"""
_ADD = Scalar(
    """
    insert into measurement (district_id, measurement_id, indicator_id, measured_on, value, group_size, void, corrects,
      words, told_at, told_by)
    values (:district_id, :measurement_id, :indicator_id, :measured_on, :value, :group_size, :void, :corrects, :words,
      :told_at, :told_by)
    on conflict do nothing returning true
    """,
    bool,
)
_FIND = Query(
    f"{_SELECT} where m.indicator_id = :indicator_id and m.measurement_id = :measurement_id", MeasurementRecord
)
_OF_DAY = Query(
    f"""
    {_SELECT}
    where m.indicator_id = :indicator_id and m.measured_on = :measured_on and n.measurement_id is null
    """,
    MeasurementRecord,
)
_PAGE = Query(
    f"""
    {_SELECT}
    where m.indicator_id = :indicator_id and (cast(:after as uuid) is null or m.measurement_id > cast(:after as uuid))
    order by m.measurement_id limit :limit
    """,
    MeasurementRecord,
)
_ALL = Query(
    """
    select m.measurement_id, m.measured_on, m.told_at, m.corrects, m.void, m.value, m.group_size
    from measurement m where m.indicator_id = :indicator_id order by m.measured_on, m.measurement_id
    """,
    Measurement,
)
# Who knew what when: of a day stands what nobody had corrected by then.
_STANDING = """
m.value is not null and not m.void and m.told_at <= coalesce(cast(:known_at as timestamptz), 'infinity')
  and not exists (select from measurement n where n.district_id = m.district_id and n.corrects = m.measurement_id
    and n.told_at <= coalesce(cast(:known_at as timestamptz), 'infinity'))
"""
_HISTORY = Query(
    f"""
    select m.indicator_id, m.measured_on, m.value, m.group_size, m.corrects from measurement m
    where m.indicator_id = :indicator_id and (cast(:after as date) is null or m.measured_on > cast(:after as date))
      and {_STANDING}
    order by m.measured_on limit :limit
    """,  # noqa: S608
    StandingRecord,
)
_NEWEST = Query(
    f"""
    select s.indicator_id, s.measured_on, s.value, s.group_size, s.corrects
    from unnest(cast(:ids as uuid[])) as w(indicator_id)
    cross join lateral (
      select m.indicator_id, m.measured_on, m.value, m.group_size, m.corrects from measurement m
      where m.district_id = :district_id and m.indicator_id = w.indicator_id and {_STANDING}
      order by m.measured_on desc limit 1
    ) s
    """,  # noqa: S608
    StandingRecord,
)


async def add_measurement(
    session: Transaction, district_id: UUID, indicator_id: UUID, new: Measurement, *, words: str | None, by: str
) -> bool:
    """Returns whether it was added: a day is measured once, and a measurement corrected once."""
    added = await _ADD.get(
        session, district_id=district_id, indicator_id=indicator_id, words=words, told_by=by, **new._asdict()
    )
    return added is True


async def find_measurement(session: Transaction, indicator_id: UUID, measurement_id: UUID) -> MeasurementRecord | None:
    return await _FIND.first(session, indicator_id=indicator_id, measurement_id=measurement_id)


async def find_of_day(session: Transaction, indicator_id: UUID, day: date) -> MeasurementRecord | None:
    """Returns what was told last of a day."""
    return await _OF_DAY.first(session, indicator_id=indicator_id, measured_on=day)


async def page_of_measurements(
    session: Transaction, indicator_id: UUID, after: UUID | None, limit: int
) -> list[MeasurementRecord]:
    """Returns all that was told, in the order in which it was."""
    return await _PAGE.all(session, indicator_id=indicator_id, after=after, limit=limit)


async def find_all_measurements(session: Transaction, indicator_id: UUID) -> list[Measurement]:
    return await _ALL.all(session, indicator_id=indicator_id)


async def page_of_history(
    session: Transaction, indicator_id: UUID, after: date | None, known_at: datetime | None, limit: int
) -> list[StandingRecord]:
    """Returns what stands of each day, or stood by what was known at a moment."""
    return await _HISTORY.all(session, indicator_id=indicator_id, after=after, known_at=known_at, limit=limit)


async def find_newest(
    session: Transaction, district_id: UUID, indicator_ids: Collection[UUID]
) -> dict[UUID, StandingRecord]:
    """Returns what stands of the newest day of each indicator that has one."""
    found: Sequence[StandingRecord] = await _NEWEST.all(
        session, district_id=district_id, ids=list(indicator_ids), known_at=None
    )
    return {one.indicator_id: one for one in found}
