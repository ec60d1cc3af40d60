"""The pace of learners, what is set by hand, and what a district lays down about it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.learners.queries.visibility import VISIBILITY
from competency.planning.models import LearnerPace, PaceSetting
from shared.db.query import columns

_ALL_DUE = text("update learner_pace set due_at = '-infinity' where due_at is distinct from '-infinity'")
_MASTERED = text("""
select learner_id, item_id, cast(mastered_since at time zone :zone as date) as day from mastery
where learner_id = any(cast(:learners as uuid[])) and item_id = any(cast(:items as uuid[]))
  and mastered_since is not null
""")
_HANDS = text(f"""
select distinct on (learner_id) {columns(PaceSetting)} from pace_setting
  where learner_id = any(cast(:learners as uuid[]))
order by learner_id, set_at desc, setting_id desc
""")  # noqa: S608
_HANDS_THEN = text(f"""
select {columns(PaceSetting)} from pace_setting where learner_id = :learner_id
  and (cast(:known as timestamptz) is null or set_at <= :known)
order by set_at, setting_id
""")  # noqa: S608
_SETTINGS = text(f"""
select {columns(PaceSetting)} from pace_setting where learner_id = :learner_id
  and (cast(:after as uuid) is null or setting_id < :after)
order by setting_id desc limit :limit
""")  # noqa: S608
_ADD_HAND = text("""
insert into pace_setting (district_id, setting_id, learner_id, status, set_by, subject, set_on, set_at, until, words)
values (:district_id, :setting_id, :learner_id, :status, :set_by, :subject, :set_on, :set_at, :until, :words)
""")
_HELD = text(f"""
select {columns(LearnerPace)} from learner_pace where learner_id = any(cast(:learners as uuid[]))
  order by learner_id
""")  # noqa: S608
_PUT = text("""
insert into learner_pace as p (district_id, learner_id, plan_id, as_of, status, basis, hand, shortfall, total,
                               achieved, due, due_mastered, early, since, reckoned_at, due_at)
values (:district_id, :learner_id, :plan_id, :as_of, :status, :basis, cast(:hand as jsonb), :shortfall, :total,
        :achieved, :due, :due_mastered, :early, :now, :now,
        cast(cast(:due_on as date) as timestamp) at time zone cast(:zone as text))
on conflict (district_id, learner_id) do update set plan_id = excluded.plan_id, as_of = excluded.as_of,
  status = excluded.status, basis = excluded.basis, hand = excluded.hand, shortfall = excluded.shortfall,
  total = excluded.total, achieved = excluded.achieved, due = excluded.due, due_mastered = excluded.due_mastered,
  early = excluded.early, reckoned_at = excluded.reckoned_at, due_at = excluded.due_at,
  since = case when p.status is distinct from excluded.status then excluded.since else p.since end
""")
_DUE = text("""
select district_id, learner_id from learner_pace where due_at <= statement_timestamp()
order by due_at, district_id, learner_id limit :limit
""")
_PLACE = """case p.status when 'behind' then 0 when 'on' then 1 when 'ahead' then 2 else 3 end"""
_CLASS = text(f"""
select learner_id, plan_id, as_of, status, basis, hand, total, achieved, due, due_mastered, early, shortfall, since,
  place, beyond
from (
  select m.learner_id, p.plan_id, p.as_of, p.status, p.basis, p.hand, p.total, p.achieved, p.due, p.due_mastered,
    p.early, p.shortfall, p.since, {_PLACE} as place, coalesce(-p.shortfall, 0) as beyond
  from (select distinct e.person_id as learner_id from enrolment e
        where e.class_id = :class_id and e.role = 'learner' and {VISIBILITY.enrolment_counts("e")}) m
  left join learner_pace p on p.learner_id = m.learner_id
) c
where cast(:place as int) is null or (c.place, c.beyond, c.learner_id) >
  (cast(:place as int), cast(:beyond as numeric), cast(:after as uuid))
order by c.place, c.beyond, c.learner_id limit :limit
""")  # noqa: S608
_CLASS_COUNTS = text(f"""
select coalesce(p.status, 'none') as status, count(*) as learners
from (select distinct e.person_id as learner_id from enrolment e
      where e.class_id = :class_id and e.role = 'learner' and {VISIBILITY.enrolment_counts("e")}) m
left join learner_pace p on p.learner_id = m.learner_id group by 1
""")  # noqa: S608


async def all_due(session: AsyncSession) -> None:
    """Everybody's pace in this district may be another."""
    await session.execute(_ALL_DUE)


async def mastered(
    session: AsyncSession, learners: Sequence[UUID], items: Iterable[UUID], zone: str
) -> dict[tuple[UUID, UUID], date]:
    """Since which day of the district's calendar each of these learners has mastered each of these items."""
    parameters = {"learners": list(learners), "items": sorted(set(items)), "zone": zone}
    rows = (await session.execute(_MASTERED, parameters)).all()
    return {(row.learner_id, row.item_id): row.day for row in rows}


async def hands(session: AsyncSession, learners: Sequence[UUID]) -> dict[UUID, Row[Any]]:
    """What was set by hand last, by learner."""
    rows = (await session.execute(_HANDS, {"learners": list(learners)})).all()
    return {row.learner_id: row for row in rows}


async def hands_then(session: AsyncSession, learner_id: UUID, known: datetime | None) -> Sequence[Row[Any]]:
    """All that had been set by hand by then, in its order."""
    return (await session.execute(_HANDS_THEN, {"learner_id": learner_id, "known": known})).all()


async def settings(session: AsyncSession, learner_id: UUID, after: UUID | None, limit: int) -> Sequence[Row[Any]]:
    parameters = {"learner_id": learner_id, "after": after, "limit": limit}
    return (await session.execute(_SETTINGS, parameters)).all()


async def add_hand(session: AsyncSession, **columns: Any) -> None:
    await session.execute(_ADD_HAND, columns)


async def held(session: AsyncSession, learners: Sequence[UUID]) -> dict[UUID, Row[Any]]:
    """The pace of these learners as it was reckoned last."""
    rows = (await session.execute(_HELD, {"learners": list(learners)})).all()
    return {row.learner_id: row for row in rows}


async def put(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        await session.execute(_PUT, row)


async def due(session: AsyncSession, limit: int) -> Sequence[Row[Any]]:
    """Learners of any district whose pace is to be reckoned anew."""
    return (await session.execute(_DUE, {"limit": limit})).all()


async def of_class(
    session: AsyncSession, class_id: UUID, after: tuple[int, Any, UUID] | None, limit: int
) -> Sequence[Row[Any]]:
    """The learners of a class, who is farthest behind first."""
    place, beyond, learner_id = after or (None, None, None)
    parameters = {"class_id": class_id, "place": place, "beyond": beyond, "after": learner_id, "limit": limit}
    return (await session.execute(_CLASS, parameters)).all()


async def class_counts(session: AsyncSession, class_id: UUID) -> dict[str, int]:
    rows = (await session.execute(_CLASS_COUNTS, {"class_id": class_id})).all()
    return {row.status: row.learners for row in rows}
