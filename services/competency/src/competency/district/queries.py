"""Reads and writes the district's planning rules and their versions."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.district.models import PlanningRules, PlanningRulesVersion
from shared.db.query import columns

_RULES = text(f"""
select {columns(PlanningRules, "r")}, coalesce(r.time_zone, 'UTC') as zone, t.at as now,
  cast(t.at at time zone coalesce(r.time_zone, 'UTC') as date) as today
from (select coalesce(cast(:at as timestamptz), statement_timestamp()) as at) t
left join planning_rules r on r.district_id = :district_id
""")  # noqa: S608


# What follows on what was in force is the version after it; where it is not, what was between was not written down.
_RULES_THEN = text(f"""
select v.pace, v.reviews, coalesce(v.time_zone, 'UTC') as zone, cast(:at as timestamptz) as now,
  cast(cast(:at as timestamptz) at time zone coalesce(v.time_zone, 'UTC') as date) as today,
  coalesce(n.version, coalesce(r.version, 0) + 1) = coalesce(v.version, 0) + 1 as written_down, n.changed_at as next
from (select 1) as always
left join planning_rules r on r.district_id = :district_id
left join lateral (
  select {columns(PlanningRulesVersion, "o")} from planning_rules_version o
    where o.district_id = :district_id and o.changed_at <= :known
  order by o.version desc limit 1
) v on true
left join lateral (
  select {columns(PlanningRulesVersion, "o")} from planning_rules_version o
    where o.district_id = :district_id and o.version > coalesce(v.version, 0)
  order by o.version limit 1
) n on true
""")  # noqa: S608


_LOCK_RULES = text("select pg_advisory_xact_lock(hashtextextended('planning rules ' || :district_id, 5))")


_PUT_RULES = text("""
with laid_down as (
  insert into planning_rules as r (district_id, time_zone, pace, reviews, version, changed_by, changed_at)
  values (:district_id, :time_zone, cast(:pace as jsonb), cast(:reviews as jsonb), 1, :changed_by,
          statement_timestamp())
  on conflict (district_id) do update set time_zone = excluded.time_zone, pace = excluded.pace,
    reviews = excluded.reviews, version = r.version + 1, changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
  returning district_id, version, time_zone, pace, reviews, changed_by, changed_at
)
insert into planning_rules_version (district_id, version, time_zone, pace, reviews, changed_by, changed_at)
select district_id, version, time_zone, pace, reviews, changed_by, changed_at from laid_down
""")


async def rules(session: AsyncSession, district_id: UUID, at: datetime | None = None) -> Row[Any]:
    """What the district lays down (nulls where it has not), the time (or `at`), and the day that its calendar shows."""
    return (await session.execute(_RULES, {"district_id": district_id, "at": at})).one()


async def rules_then(session: AsyncSession, district_id: UUID, at: datetime, known: datetime) -> Row[Any]:
    """What the district had laid down by `known`; unless that is `written_down`, it is known from `next` on."""
    return (await session.execute(_RULES_THEN, {"district_id": district_id, "at": at, "known": known})).one()


async def lock_rules(session: AsyncSession, district_id: UUID) -> None:
    """There may be no row yet to hold: those who lay them down take turns."""
    await session.execute(_LOCK_RULES, {"district_id": str(district_id)})


async def put_rules(
    session: AsyncSession,
    district_id: UUID,
    time_zone: str,
    pace: Mapping[str, Any],
    reviews: Mapping[str, Any],
    changed_by: str,
) -> None:
    await session.execute(
        _PUT_RULES,
        {
            "district_id": district_id,
            "time_zone": time_zone,
            "pace": json.dumps(pace),
            "reviews": json.dumps(reviews),
            "changed_by": changed_by,
        },
    )
