"""Waves, in SQL."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.pilots.rules.waves import WaveState
from shared.db.query import Command, Query, Scalar, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in
from shared.values.json_types import JsonObject


class WaveRecord(NamedTuple):
    """A wave as stored."""

    pilot_id: UUID
    wave: int
    predecessor: int | None
    state: WaveState
    why_these_first: str | None
    starts_on: date | None
    school_ids: list[UUID]
    version: int
    judged_gate: int | None
    decides_on: date | None
    locked_at: datetime | None
    opened_on: date | None
    opened_at: datetime | None
    told_teachers: int | None
    told_schools: int | None
    decided_on: date | None
    decided_at: datetime | None
    decided_by: str | None
    reasons: list[str]
    decision_words: str | None
    learned: str | None
    share: bool
    evidence: JsonObject | None


class Decision(NamedTuple):
    """What is decided at a gate, and what was shown of it then."""

    state: WaveState
    day: date
    at: datetime
    by: str
    reasons: Sequence[str]
    words: str
    learned: str | None
    share: bool
    evidence: JsonObject


_SELECT = """
select w.pilot_id, w.wave, w.predecessor, w.state, w.why_these_first, w.starts_on, w.school_ids, w.version,
  w.judged_gate, w.decides_on, w.locked_at, w.opened_on, w.opened_at, w.told_teachers, w.told_schools, w.decided_on,
  w.decided_at, w.decided_by, w.reasons, w.decision_words, w.learned, w.share, w.evidence
from wave w
"""
_OF = "where w.pilot_id = :pilot_id and w.wave = :wave"
_ADD = Command("""
insert into wave (district_id, pilot_id, wave, predecessor, state, school_ids)
values (:district_id, :pilot_id, :wave, :predecessor, 'draft', cast(:school_ids as uuid[]))
""")
_FIND = Query(f"{_SELECT} {_OF}", WaveRecord)
_LOCK = Query(f"{_SELECT} {_OF} for no key update of w", WaveRecord)
_PAGE = Query(
    f"""
    {_SELECT} where w.pilot_id = :pilot_id and (cast(:after as bigint) is null or w.wave > cast(:after as bigint))
    order by w.wave limit :limit
    """,
    WaveRecord,
)
_OF_PILOTS = Query(
    f"""
    {_SELECT} where w.district_id = :district_id and w.pilot_id = any(cast(:ids as uuid[]))
    order by w.pilot_id, w.wave
    """,
    WaveRecord,
)
_PLAN = Command("""
update wave set why_these_first = :why, starts_on = cast(:starts_on as date),
  school_ids = cast(:school_ids as uuid[]), version = version + 1
where pilot_id = :pilot_id and wave = :wave
""")
_TOUCH = Command("update wave set version = version + 1 where pilot_id = :pilot_id and wave = :wave")
_SET_LOCKED = Command("""
update wave set state = 'locked', judged_gate = :gate, decides_on = :decides_on, locked_at = :at, locked_by = :by,
  version = version + 1
where pilot_id = :pilot_id and wave = :wave
""")
_SET_OPEN = Command("""
update wave set state = 'open', opened_on = :day, opened_at = :at, opened_by = :by, told_teachers = :teachers,
  told_schools = :schools, version = version + 1
where pilot_id = :pilot_id and wave = :wave
""")
_DECIDE = Command("""
update wave set state = :state, decided_on = :day, decided_at = :at, decided_by = :by,
  reasons = cast(:reasons as text[]), decision_words = :words, learned = :learned, share = :share,
  evidence = cast(:evidence as jsonb), version = version + 1
where pilot_id = :pilot_id and wave = :wave
""")
# A worker sees the waves of every district.
_PAST_GATE = Scalar(
    f"""
    select count(*) from wave w
    where w.state in ('locked', 'open')
      and w.decides_on < {day_in("cast(:now as timestamptz)", zone_of("w.district_id"))}
    """,  # noqa: S608
    int,
)


async def add_wave(
    session: Transaction,
    district_id: UUID,
    pilot_id: UUID,
    wave: int,
    predecessor: int | None = None,
    school_ids: Sequence[UUID] = (),
) -> None:
    """Stores a wave that is still to be planned."""
    await _ADD.run(
        session,
        district_id=district_id,
        pilot_id=pilot_id,
        wave=wave,
        predecessor=predecessor,
        school_ids=list(school_ids),
    )


async def find_wave(session: Transaction, pilot_id: UUID, wave: int, *, lock: bool = False) -> WaveRecord | None:
    return await (_LOCK if lock else _FIND).first(session, pilot_id=pilot_id, wave=wave)


async def page_of_waves(session: Transaction, pilot_id: UUID, after: int | None, limit: int) -> list[WaveRecord]:
    return await _PAGE.all(session, pilot_id=pilot_id, after=after, limit=limit)


async def find_waves(session: Transaction, district_id: UUID, ids: Sequence[UUID]) -> list[WaveRecord]:
    """Returns all waves of these pilots of a district, in order."""
    return await _OF_PILOTS.all(session, district_id=district_id, ids=list(ids))


async def set_plan(session: Transaction, changed: WaveRecord) -> None:
    await _PLAN.run(
        session,
        pilot_id=changed.pilot_id,
        wave=changed.wave,
        why=changed.why_these_first,
        starts_on=changed.starts_on,
        school_ids=changed.school_ids,
    )


async def set_edited(session: Transaction, pilot_id: UUID, wave: int) -> None:
    """Counts up the version of a wave of which a part was edited that has a table of its own."""
    await _TOUCH.run(session, pilot_id=pilot_id, wave=wave)


async def set_locked(
    session: Transaction, of: WaveRecord, gate: int, decides_on: date | None, at: datetime, by: str
) -> None:
    await _SET_LOCKED.run(session, pilot_id=of.pilot_id, wave=of.wave, gate=gate, decides_on=decides_on, at=at, by=by)


async def set_open(
    session: Transaction, of: WaveRecord, day: date, taking_part: tuple[int, int], at: datetime, by: str
) -> None:
    """Stores that a wave has begun, with how many teachers in how many schools."""
    teachers, schools = taking_part
    await _SET_OPEN.run(
        session, pilot_id=of.pilot_id, wave=of.wave, day=day, teachers=teachers, schools=schools, at=at, by=by
    )


async def set_decided(session: Transaction, of: WaveRecord, decision: Decision) -> None:
    await _DECIDE.run(
        session,
        pilot_id=of.pilot_id,
        wave=of.wave,
        state=decision.state,
        day=decision.day,
        at=decision.at,
        by=decision.by,
        reasons=list(decision.reasons),
        words=decision.words,
        learned=decision.learned,
        share=decision.share,
        evidence=json.dumps(decision.evidence),
    )


async def count_past_gate(session: Transaction, now: datetime) -> int:
    """Returns how many waves of all districts are past their gate without a decision, in a worker's session."""
    return await _PAST_GATE.one(session, now=now)
