"""Reads and writes the district's planning rules and their versions."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Transaction

Terms = dict[str, str | int]
"""The terms for pace, or for reviews, as JSON: what a district has set, by the name of the field."""


class PlanningRulesAt(NamedTuple):
    """The rules in force with the time and the day that the district's calendar shows; what is None was never set."""

    pace: Terms | None
    reviews: Terms | None
    version: int | None
    changed_by: str | None
    changed_at: datetime | None
    zone: str
    now: datetime
    today: date


class PlanningRulesThen(NamedTuple):
    """The rules that were in force; unless that was `written_down`, it is known from `next` on."""

    pace: Terms | None
    reviews: Terms | None
    zone: str
    now: datetime
    today: date
    written_down: bool
    next: datetime | None


_AT = Query(
    """
select r.pace, r.reviews, r.version, r.changed_by, r.changed_at, coalesce(r.time_zone, 'UTC') as zone, t.at as now,
  cast(t.at at time zone coalesce(r.time_zone, 'UTC') as date) as today
from (select coalesce(cast(:at as timestamptz), statement_timestamp()) as at) t
left join planning_rules r on r.district_id = :district_id
""",
    PlanningRulesAt,
)
# What follows on what was in force is the version after it; where it is not, what was between was not written down.
_THEN = Query(
    """
select v.pace, v.reviews, coalesce(v.time_zone, 'UTC') as zone, cast(:at as timestamptz) as now,
  cast(cast(:at as timestamptz) at time zone coalesce(v.time_zone, 'UTC') as date) as today,
  coalesce(n.version, coalesce(r.version, 0) + 1) = coalesce(v.version, 0) + 1 as written_down, n.changed_at as next
from (select 1) as always
left join planning_rules r on r.district_id = :district_id
left join lateral (
  select o.pace, o.reviews, o.time_zone, o.version from planning_rules_version o
    where o.district_id = :district_id and o.changed_at <= :known
  order by o.version desc limit 1
) v on true
left join lateral (
  select o.version, o.changed_at from planning_rules_version o
    where o.district_id = :district_id and o.version > coalesce(v.version, 0)
  order by o.version limit 1
) n on true
""",
    PlanningRulesThen,
)
_LOCK = Command("select pg_advisory_xact_lock(hashtextextended('planning rules ' || cast(:district_id as text), 5))")
_SAVE = Command("""
with saved as (
  insert into planning_rules as r (district_id, time_zone, pace, reviews, version, changed_by, changed_at)
  values (:district_id, :time_zone, cast(:pace as jsonb), cast(:reviews as jsonb), 1, :changed_by,
          statement_timestamp())
  on conflict (district_id) do update set time_zone = excluded.time_zone, pace = excluded.pace,
    reviews = excluded.reviews, version = r.version + 1, changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
  returning district_id, version, time_zone, pace, reviews, changed_by, changed_at
)
insert into planning_rules_version (district_id, version, time_zone, pace, reviews, changed_by, changed_at)
select district_id, version, time_zone, pace, reviews, changed_by, changed_at from saved
""")


async def find_planning_rules(session: Transaction, district_id: UUID, at: datetime | None = None) -> PlanningRulesAt:
    """Returns the rules of today, with the day that the district's calendar shows now, or at that time."""
    return await _AT.one(session, district_id=district_id, at=at)


async def find_planning_rules_then(
    session: Transaction, district_id: UUID, at: datetime, known: datetime
) -> PlanningRulesThen:
    """Returns the rules as they stood at `known`, with the day that their calendar shows at that time."""
    return await _THEN.one(session, district_id=district_id, at=at, known=known)


async def lock_planning_rules(session: Transaction, district_id: UUID) -> None:
    """Has those who change them take turns: there may be no row yet to hold."""
    await _LOCK.run(session, district_id=str(district_id))


async def save_planning_rules(
    session: Transaction, district_id: UUID, *, time_zone: str, pace: str, reviews: str, changed_by: str
) -> None:
    """Stores the rules as the next version; `pace` and `reviews` are JSON."""
    await _SAVE.run(
        session, district_id=district_id, time_zone=time_zone, pace=pace, reviews=reviews, changed_by=changed_by
    )
