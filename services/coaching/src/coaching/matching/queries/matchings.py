"""Matchings as they are asked for and listed, in SQL."""

import json
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from coaching.matching.rules.states import MatchingState
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonArray, JsonObject

Because = Literal["asked", "stale"]
StaleBecause = Literal[
    "coach_left",
    "coach_suspended",
    "gap_closed",
    "need_withdrawn",
    "engagement_ended",
    "match_ended",
    "coaches_related",
]


class MatchingRecord(NamedTuple):
    """A matching as stored, but for its instance and its seed while that is not to be shown. `done` is what its
    phases came to that have ended, `answered` how many of its explanations are known of how many.
    """

    matching_id: UUID
    state: MatchingState
    because: Because
    policy: JsonObject
    keeps: bool
    starts_on: date
    ends_on: date
    pinned: JsonArray
    forbidden: JsonArray
    commitment: str
    seed: bytes | None
    time_zone: str | None
    phases: int | None
    done: JsonArray
    matching: JsonArray | None
    previous: JsonArray | None
    proved: bool | None
    reasons: JsonArray | None
    problem: str | None
    peak_memory: int | None
    processor_time: timedelta | None
    queued_at: datetime
    queued_by: str
    started_at: datetime | None
    ended_at: datetime | None
    explained_at: datetime | None
    proposed_at: datetime | None
    stale_at: datetime | None
    stale_because: StaleBecause | None
    version: int
    pairs: int
    uncovered: int
    left_out: int
    answered: int


class NewMatching(NamedTuple):
    """What is asked for, with the seed of its lottery and what is published of it."""

    matching_id: UUID
    because: Because
    policy: JsonObject
    keeps: bool
    starts_on: date
    ends_on: date
    pinned: JsonArray
    forbidden: JsonArray
    commitment: str
    seed: bytes
    queued_at: datetime
    queued_by: str


class StaleMatching(NamedTuple):
    """A matching that has become stale, with all that asks for it anew."""

    matching_id: UUID
    policy: JsonObject
    starts_on: date
    ends_on: date
    pinned: JsonArray
    forbidden: JsonArray


_COLUMNS = """
m.matching_id, m.state, m.because, m.policy, m.keeps, m.starts_on, m.ends_on, m.pinned, m.forbidden, m.commitment,
case when m.state in ('finished', 'impossible', 'failed', 'cancelled') then m.seed end as seed, m.time_zone, m.phases,
(select coalesce(jsonb_agg(jsonb_build_object('phase', p.run -> 'phase', 'value', p.run -> 'value',
    'bound', p.run -> 'bound', 'reasons', p.run -> 'reasons', 'ended_at', p.ended_at) order by p.place), '[]')
  from matching_phase p where p.matching_id = m.matching_id) as done, m.matching,
m.instance -> 'previous' as previous, m.proved, m.reasons, m.problem, m.peak_memory, m.processor_time, m.queued_at,
m.queued_by, m.started_at, m.ended_at, m.explained_at, m.proposed_at, m.stale_at, m.stale_because, m.version,
cast((select count(*) from matching_pair p where p.matching_id = m.matching_id) as int) as pairs,
cast((select count(*) from matching_uncovered u where u.matching_id = m.matching_id) as int) as uncovered,
cast((select count(*) from matching_left_out l where l.matching_id = m.matching_id) as int) as left_out,
cast((select count(u.remedy) from matching_uncovered u where u.matching_id = m.matching_id)
  + (select count(l.why) from matching_left_out l where l.matching_id = m.matching_id) as int) as answered
"""
_SELECT = f"select {_COLUMNS} from matching m"  # noqa: S608
_ADD = Scalar(
    """
    insert into matching (district_id, matching_id, state, because, policy, keeps, starts_on, ends_on, pinned,
      forbidden, commitment, seed, queued_at, queued_by)
    values (:district_id, :matching_id, 'queued', :because, cast(:policy as jsonb), :keeps, :starts_on, :ends_on,
      cast(:pinned as jsonb), cast(:forbidden as jsonb), :commitment, :seed, :queued_at, :queued_by)
    on conflict (district_id) where because = 'stale' and state = 'queued' do nothing returning true
    """,
    bool,
)
_FIND = Query(f"{_SELECT} where m.matching_id = :matching_id", MatchingRecord)
_LOCK = Query(f"{_SELECT} where m.matching_id = :matching_id for no key update of m", MatchingRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where (cast(:before as uuid) is null or m.matching_id < cast(:before as uuid))
      and (cast(:state as text) is null or m.state = cast(:state as text))
    order by m.matching_id desc limit :limit
    """,
    MatchingRecord,
)
_WAITING = Scalar(
    "select cast(count(*) as int) from matching where state in ('queued', 'running') and because = 'asked'", int
)
_CANCEL = Command("""
update matching set state = 'cancelled', ended_at = :now, version = version + 1
where matching_id = :matching_id and state in ('queued', 'running')
""")
_SET_PROPOSED = Command("""
update matching set proposed_at = :now, version = version + 1 where matching_id = :matching_id
""")
_SHARED = Scalar(
    """
    select m.need_id from match m
    where m.host_id = :host_id and m.state in ('proposed', 'confirmed') and m.person_id = any(cast(:people as uuid[]))
    group by m.need_id having count(*) > 1
    union
    select p.need_id from matching g join matching_pair p using (district_id, matching_id)
      join coach c using (district_id, coach_id)
    where district_id = :host_id and g.state = 'finished' and g.stale_at is null
      and c.person_id = any(cast(:people as uuid[]))
    group by matching_id, p.need_id having count(*) > 1
    order by 1
    """,
    UUID,
)
_MAKE_STALE = Query(
    """
    update matching m set stale_at = :now, stale_because = :because, version = m.version + 1
    where m.state = 'finished' and m.stale_at is null and m.matching_id in (
      select p.matching_id from matching_pair p
      where p.coach_id = any(cast(:coach_ids as uuid[])) or p.need_id = any(cast(:need_ids as uuid[])))
    returning m.matching_id, m.policy, m.starts_on, m.ends_on, m.pinned, m.forbidden
    """,
    StaleMatching,
)


async def find_shared_needs(session: Transaction, host_id: UUID, people: Collection[UUID]) -> list[UUID]:
    """Returns the needs that two of these people of the host's coach together, by what stands or is planned."""
    return await _SHARED.all(session, host_id=host_id, people=list(people))


async def add_matching(session: Transaction, district_id: UUID, new: NewMatching) -> bool:
    """Returns whether it was added: one at most waits that was not asked for."""
    given = new._asdict()
    for name in ("policy", "pinned", "forbidden"):
        given[name] = json.dumps(given[name])
    return await _ADD.get(session, district_id=district_id, **given) is True


async def find_matching(session: Transaction, matching_id: UUID, *, lock: bool = False) -> MatchingRecord | None:
    return await (_LOCK if lock else _FIND).first(session, matching_id=matching_id)


async def page_of_matchings(
    session: Transaction, before: UUID | None, state: MatchingState | None, limit: int
) -> list[MatchingRecord]:
    """Returns the newest first."""
    return await _PAGE.all(session, before=before, state=state, limit=limit)


async def count_waiting_matchings(session: Transaction) -> int:
    """Returns how many were asked for and have not ended."""
    return await _WAITING.one(session)


async def set_cancelled(session: Transaction, matching_id: UUID, now: datetime) -> None:
    await _CANCEL.run(session, matching_id=matching_id, now=now)


async def set_proposed(session: Transaction, matching_id: UUID, now: datetime) -> None:
    await _SET_PROPOSED.run(session, matching_id=matching_id, now=now)


async def make_stale(
    session: Transaction,
    because: StaleBecause,
    now: datetime,
    *,
    coach_ids: Collection[UUID] = (),
    need_ids: Collection[UUID] = (),
) -> list[StaleMatching]:
    """Marks the district's matchings that count on these coaches or needs; returns those that did until now."""
    return await _MAKE_STALE.all(session, because=because, now=now, coach_ids=list(coach_ids), need_ids=list(need_ids))
