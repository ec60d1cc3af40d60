"""Matchings as they are worked out, in SQL: taken up, held, phase by phase."""

import json
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from coaching.matching.rules.states import MatchingState
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonArray, JsonObject

HELD = timedelta(seconds=20)
"""For how long a process that says nothing more keeps others from the matching that it has taken up."""


class TakenMatching(NamedTuple):
    """A matching that was taken up. The instance is None where it has not been frozen yet."""

    district_id: UUID
    matching_id: UUID
    state: MatchingState
    because: str
    policy: JsonObject
    keeps: bool
    starts_on: date
    ends_on: date
    pinned: JsonArray
    forbidden: JsonArray
    seed: bytes
    instance: JsonObject | None
    attempts: int


class PhaseRow(NamedTuple):
    """What a phase came to."""

    place: int
    run: JsonObject
    ended_at: datetime


# One of a district at a time: the next one waits. One that failed lets others go first.
_TAKE = Query(
    """
    update matching m set state = case when m.state = 'queued' then 'running' else m.state end,
      attempts = m.attempts + 1, started_at = coalesce(m.started_at, cast(:now as timestamptz)),
      worked_until = clock_timestamp() + cast(:held as interval)
    from (
      select w.district_id, w.matching_id from matching w
      where (w.state in ('queued', 'running') or (w.state = 'finished' and w.explained_at is null))
        and (w.worked_until is null or w.worked_until < clock_timestamp())
        and not exists (select from matching o where o.district_id = w.district_id and o.matching_id <> w.matching_id
          and o.state = 'running' and (o.worked_until >= clock_timestamp() or o.queued_at < w.queued_at))
      order by w.state = 'finished', w.attempts, w.queued_at limit 1 for update skip locked) next
    where m.district_id = next.district_id and m.matching_id = next.matching_id
    returning m.district_id, m.matching_id, m.state, m.because, m.policy, m.keeps, m.starts_on, m.ends_on, m.pinned,
      m.forbidden, m.seed, m.instance, m.attempts
    """,
    TakenMatching,
)
_HOLD = Scalar(
    """
    update matching set worked_until = clock_timestamp() + cast(:held as interval)
    where matching_id = :matching_id returning state
    """,
    str,
)
_LET_GO = Command("update matching set worked_until = null where matching_id = :matching_id")
_FREEZE = Command("""
update matching set instance = cast(:instance as jsonb), time_zone = :time_zone, phases = :phases
where matching_id = :matching_id and state = 'running' and instance is null
""")
_PHASES = Query(
    "select p.place, p.run, p.ended_at from matching_phase p where p.matching_id = :matching_id order by p.place",
    PhaseRow,
)
_ADD_PHASE = Command("""
insert into matching_phase (district_id, matching_id, place, run, ended_at)
select m.district_id, m.matching_id, :place, cast(:run as jsonb), :now from matching m
where m.matching_id = :matching_id and m.state = 'running'
on conflict do nothing
""")
_PROGRESSED = Command("""
update matching set attempts = 1, peak_memory = greatest(peak_memory, cast(:peak_memory as bigint)),
  processor_time = greatest(processor_time, cast(:processor_time as interval))
where matching_id = :matching_id
""")
_FINISH = Scalar(
    """
    update matching set state = :state, matching = cast(:matching as jsonb), proved = :proved,
      reasons = cast(:reasons as jsonb), ended_at = :now, version = version + 1,
      explained_at = case when :explained then cast(:now as timestamptz) end
    where matching_id = :matching_id and state = 'running' returning true
    """,
    bool,
)
_FAIL = Command("""
update matching set state = 'failed', problem = :problem, ended_at = :now, worked_until = null, version = version + 1
where matching_id = :matching_id and state = 'running'
""")
_GIVE_UP_EXPLAINING = Command("""
update matching set explained_at = :now, worked_until = null where matching_id = :matching_id and state = 'finished'
""")


async def take_next_matching(session: Transaction, now: datetime) -> TakenMatching | None:
    """Takes up the matching that waits longest, of any district, or one whose process has died."""
    return await _TAKE.first(session, now=now, held=HELD)


async def hold(session: Transaction, matching_id: UUID) -> str | None:
    """Says that the matching is worked on still; returns how it stands."""
    return await _HOLD.get(session, matching_id=matching_id, held=HELD)


async def let_go(session: Transaction, matching_id: UUID) -> None:
    await _LET_GO.run(session, matching_id=matching_id)


async def set_instance(
    session: Transaction, matching_id: UUID, instance: JsonObject, time_zone: str, phases: int
) -> None:
    await _FREEZE.run(
        session, matching_id=matching_id, instance=json.dumps(instance), time_zone=time_zone, phases=phases
    )


async def find_phases(session: Transaction, matching_id: UUID) -> list[PhaseRow]:
    return await _PHASES.all(session, matching_id=matching_id)


async def add_phase(session: Transaction, matching_id: UUID, place: int, run: JsonObject, now: datetime) -> None:
    await _ADD_PHASE.run(session, matching_id=matching_id, place=place, run=json.dumps(run), now=now)


async def set_progressed(session: Transaction, matching_id: UUID, peak_memory: int, processor_time: timedelta) -> None:
    """Stores what the process has used, and that it got on: it may die as often again as any may."""
    await _PROGRESSED.run(session, matching_id=matching_id, peak_memory=peak_memory, processor_time=processor_time)


async def set_finished(
    session: Transaction,
    matching_id: UUID,
    state: MatchingState,
    *,
    matching: JsonArray | None,
    proved: bool,
    reasons: JsonArray,
    explained: bool,
    now: datetime,
) -> bool:
    """Returns whether it ended by this: it may have been cancelled meanwhile."""
    ended = await _FINISH.get(
        session,
        matching_id=matching_id,
        state=state,
        matching=None if matching is None else json.dumps(matching),
        proved=proved,
        reasons=json.dumps(reasons),
        explained=explained,
        now=now,
    )
    return ended is True


async def set_failed(session: Transaction, matching_id: UUID, problem: str, now: datetime) -> None:
    await _FAIL.run(session, matching_id=matching_id, problem=problem, now=now)


async def set_explained(session: Transaction, matching_id: UUID, now: datetime) -> None:
    """Says that nothing more will be explained."""
    await _GIVE_UP_EXPLAINING.run(session, matching_id=matching_id, now=now)
