"""Versions of gates, in SQL: rows that are added, and never changed."""

import json
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Transaction
from shared.values.json_types import JsonObject


class GateRecord(NamedTuple):
    """A version of a wave's gate."""

    gate: int
    content: JsonObject
    written_at: datetime
    written_by: str


_SELECT = """
select g.gate, g.content, g.written_at, g.written_by from wave_gate g
where g.pilot_id = :pilot_id and g.wave = :wave
"""
_ADD = Command("""
insert into wave_gate (district_id, pilot_id, wave, gate, content, written_at, written_by)
values (:district_id, :pilot_id, :wave, :gate, cast(:content as jsonb), :at, :by)
""")
_LAST = Query(f"{_SELECT} order by g.gate desc limit 1", GateRecord)
_FIND = Query(f"{_SELECT} and g.gate = :gate", GateRecord)
_PAGE = Query(
    f"{_SELECT} and (cast(:after as bigint) is null or g.gate > cast(:after as bigint)) order by g.gate limit :limit",
    GateRecord,
)


async def add_gate(session: Transaction, district_id: UUID, pilot_id: UUID, wave: int, new: GateRecord) -> None:
    await _ADD.run(
        session,
        district_id=district_id,
        pilot_id=pilot_id,
        wave=wave,
        gate=new.gate,
        content=json.dumps(new.content),
        at=new.written_at,
        by=new.written_by,
    )


async def find_last_gate(session: Transaction, pilot_id: UUID, wave: int) -> GateRecord | None:
    return await _LAST.first(session, pilot_id=pilot_id, wave=wave)


async def find_gate(session: Transaction, pilot_id: UUID, wave: int, gate: int) -> GateRecord | None:
    return await _FIND.first(session, pilot_id=pilot_id, wave=wave, gate=gate)


async def page_of_gates(
    session: Transaction, pilot_id: UUID, wave: int, after: int | None, limit: int
) -> list[GateRecord]:
    return await _PAGE.all(session, pilot_id=pilot_id, wave=wave, after=after, limit=limit)
