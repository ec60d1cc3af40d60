"""What is measured in a wave, in SQL: rows that are added, and never changed."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from coaching.pilots.rules.gates import Source
from shared.db.query import Query, Scalar, Transaction
from shared.values.json_types import JsonArray


class MeasurementRecord(NamedTuple):
    """A measurement. `corrected_by` is the one that stands in its place, where there is one."""

    measurement_id: UUID
    pilot_id: UUID
    wave: int
    measure: str
    measured_on: date
    value: Decimal
    n: int
    schools: JsonArray
    source: Source
    corrects: UUID | None
    told_at: datetime
    told_by: str
    corrected_by: UUID | None
    corrected_at: datetime | None


_SELECT = """
select m.measurement_id, m.pilot_id, m.wave, m.measure, m.measured_on, m.value, m.n, m.schools, m.source, m.corrects,
  m.told_at, m.told_by, c.measurement_id as corrected_by, c.told_at as corrected_at
from wave_measurement m
left join wave_measurement c on c.district_id = m.district_id and c.corrects = m.measurement_id
where m.pilot_id = :pilot_id and m.wave = :wave
"""
_ADD = Scalar(
    """
    insert into wave_measurement (district_id, measurement_id, pilot_id, wave, measure, measured_on, value, n, schools,
      source, corrects, told_at, told_by)
    values (:district_id, :measurement_id, :pilot_id, :wave, :measure, :measured_on, :value, :n,
      cast(:schools as jsonb), :source, cast(:corrects as uuid), :told_at, :told_by)
    on conflict do nothing returning true
    """,
    bool,
)
_FIND = Query(f"{_SELECT} and m.measurement_id = :measurement_id", MeasurementRecord)
_ALL = Query(f"{_SELECT} order by m.measured_on, m.measurement_id", MeasurementRecord)
_PAGE = Query(
    f"""
    {_SELECT} and (cast(:after as uuid) is null or m.measurement_id > cast(:after as uuid))
    order by m.measurement_id limit :limit
    """,
    MeasurementRecord,
)


async def add_measurement(session: Transaction, district_id: UUID, new: MeasurementRecord) -> bool:
    """Returns whether it was added: a measure is measured once a day, and each measurement corrected once."""
    added = await _ADD.get(
        session,
        district_id=district_id,
        measurement_id=new.measurement_id,
        pilot_id=new.pilot_id,
        wave=new.wave,
        measure=new.measure,
        measured_on=new.measured_on,
        value=new.value,
        n=new.n,
        schools=json.dumps(new.schools),
        source=new.source,
        corrects=new.corrects,
        told_at=new.told_at,
        told_by=new.told_by,
    )
    return added is True


async def find_measurement(
    session: Transaction, pilot_id: UUID, wave: int, measurement_id: UUID
) -> MeasurementRecord | None:
    return await _FIND.first(session, pilot_id=pilot_id, wave=wave, measurement_id=measurement_id)


async def find_measurements(session: Transaction, pilot_id: UUID, wave: int) -> list[MeasurementRecord]:
    """Returns all of a wave's, those that were corrected too, by their day."""
    return await _ALL.all(session, pilot_id=pilot_id, wave=wave)


async def page_of_measurements(
    session: Transaction, pilot_id: UUID, wave: int, after: UUID | None, limit: int
) -> list[MeasurementRecord]:
    return await _PAGE.all(session, pilot_id=pilot_id, wave=wave, after=after, limit=limit)
