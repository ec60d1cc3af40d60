"""Templates of plans, their versions, the cohorts whose plans follow them, and how far each plan has."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.queries.calendar import TODAY, TOMORROW
from competency.learners.queries.visibility import VISIBILITY
from competency.planning.models import PlanCohort, PlanFollowing, PlanTemplate, PlanTemplateVersion
from shared.db.query import columns

_TAKE_TURNS = text("select pg_advisory_xact_lock(hashtextextended('plan templates ' || :district_id, 5))")
_ADD = text("""
insert into plan_template (district_id, template_id, title, items, projects, includes, number, version, owner,
                           changed_by)
values (:district_id, :template_id, :title, cast(:items as jsonb), cast(:projects as jsonb),
        cast(:includes as uuid[]), 0, 1, cast(:owner as uuid), :changed_by)
""")
_SAVE = text("""
update plan_template set title = :title, items = cast(:items as jsonb), projects = cast(:projects as jsonb),
  includes = cast(:includes as uuid[]), version = version + 1, changed_by = :changed_by, changed_at = now()
where template_id = :template_id
""")
_ONE = text(f"select {columns(PlanTemplate)} from plan_template where template_id = :template_id")  # noqa: S608
_ALL = text(f"select {columns(PlanTemplate)} from plan_template order by template_id")  # noqa: S608
_LIST = text(f"""
select {columns(PlanTemplate)} from plan_template where cast(:after as uuid) is null or template_id > :after
order by template_id limit :limit
""")  # noqa: S608
_ADD_VERSION = text("""
with raised as (
  update plan_template set number = :number where template_id = :template_id
), stirred as (
  update plan_cohort set wanted = wanted + 1 where template_id = :template_id and not ended
)
insert into plan_template_version (district_id, template_id, number, items, projects, made_by)
values (:district_id, :template_id, :number, cast(:items as jsonb), cast(:projects as jsonb), :made_by)
""")
_VERSIONS = text(f"""
select {columns(PlanTemplateVersion, "v")} from plan_template_version v
join unnest(cast(:templates as uuid[]), cast(:numbers as int[])) as w(template_id, number)
  on w.template_id = v.template_id and w.number = v.number
""")  # noqa: S608
_FOLLOWED = text(f"""
select distinct on (f.template_id) {columns(PlanTemplateVersion, "v")}, t.title from plan_following f
join plan_template t on t.district_id = f.district_id and t.template_id = f.template_id
join plan_template_version v on v.district_id = f.district_id and v.template_id = f.template_id
  and v.number = f.number
where f.plan_id = :plan_id and f.active order by f.template_id, f.number desc
""")  # noqa: S608
_ADD_COHORT = text("""
insert into plan_cohort (district_id, cohort_id, template_id, class_id, learners, first_day, last_day, made_by)
values (:district_id, :cohort_id, :template_id, cast(:class_id as uuid), cast(:learners as uuid[]), :first_day,
        :last_day, :made_by)
""")
_MEMBERS = f"""
select distinct e.person_id as learner_id from enrolment e
where e.class_id = c.class_id and e.role = 'learner' and {VISIBILITY.enrolment_counts("e")}
union select unnest(c.learners)
"""  # noqa: S608
_COHORTS = text(f"""
select {columns(PlanCohort, "c")}, (select count(*) from ({_MEMBERS}) m) as members,
  (select count(*) from plan_following f where f.cohort_id = c.cohort_id and f.active) as following
from plan_cohort c where c.template_id = :template_id and (cast(:only as uuid) is null or c.cohort_id = :only)
  and (cast(:after as uuid) is null or c.cohort_id > :after)
order by c.cohort_id limit :limit
""")  # noqa: S608
_END = text("""
update plan_cohort set ended = true, wanted = wanted + 1
where cohort_id = :cohort_id and template_id = :template_id and not ended returning true
""")
_BEHIND = text(f"""
select {columns(PlanCohort)} from plan_cohort where done < wanted order by district_id, cohort_id limit 1
""")  # noqa: S608
_NEW_DAY = text("""
select district_id from plan_cohort
where class_id is not null and not ended and look_at <= statement_timestamp() order by look_at limit 1
""")
_STIR_BY_THE_DAY = text(f"""
update plan_cohort set wanted = wanted + 1, look_at = {TOMORROW}
where class_id is not null and not ended and look_at <= statement_timestamp()
""")  # noqa: S608
_LOOK_AGAIN = text("update plan_cohort set look_at = '-infinity' where class_id is not null and not ended")
_LAGGING = text(f"""
select coalesce(m.learner_id, f.learner_id) as learner_id, m.learner_id is not null as member, f.number, f.plan_id
from (select n.learner_id from plan_cohort c cross join lateral ({_MEMBERS}) n
      where c.cohort_id = :cohort_id and not c.ended and c.last_day >= {TODAY}) m
full join (select learner_id, number, plan_id, active from plan_following where cohort_id = :cohort_id) f
  on f.learner_id = m.learner_id
where case when m.learner_id is null then f.active
  else f.learner_id is null or not f.active or f.number < :number end
order by 1 limit :limit
""")  # noqa: S608
_CAUGHT_UP = text("update plan_cohort set done = :wanted where cohort_id = :cohort_id and done < :wanted")
_FOLLOW = text("""
with remembered as (
  insert into plan_followed (district_id, plan_id, cohort_id, at, template_id, number)
  values (:district_id, :plan_id, :cohort_id, :at, :template_id, :number)
)
insert into plan_following as f (district_id, cohort_id, learner_id, plan_id, template_id, number, active)
values (:district_id, :cohort_id, :learner_id, :plan_id, :template_id, :number, true)
on conflict (district_id, cohort_id, learner_id) do update set plan_id = excluded.plan_id,
  number = excluded.number, active = true
""")
_LEAVE = text("""
with left_off as (
  update plan_following set active = false
  where cohort_id = :cohort_id and learner_id = any(cast(:learners as uuid[])) and active
  returning district_id, plan_id, cohort_id, template_id
)
insert into plan_followed (district_id, plan_id, cohort_id, at, template_id)
select district_id, plan_id, cohort_id, :at, template_id from left_off
""")
_OTHERS = text("""
select f.plan_id, f.template_id, max(f.number) as number from plan_following f
where f.plan_id = any(cast(:plans as uuid[])) and f.active
  and (cast(:cohort_id as uuid) is null or f.cohort_id <> :cohort_id)
group by f.plan_id, f.template_id
""")
_FOLLOWERS = text(f"""
select {columns(PlanFollowing, "f")}, p.learner_id, p.parts, p.first_day, p.last_day from plan_following f
join plan p on p.district_id = f.district_id and p.plan_id = f.plan_id
where f.template_id = :template_id and f.active order by p.learner_id, f.cohort_id
""")  # noqa: S608
_STIR = text("""
update plan_cohort set wanted = wanted + 1
where district_id = :district_id and not ended and class_id = any(cast(:classes as uuid[]))
""")
_OF_CLASS = text(f"""
select distinct e.person_id from enrolment e
where e.class_id = :class_id and e.role = 'learner' and {VISIBILITY.enrolment_counts("e")}
""")  # noqa: S608


async def take_turns(session: AsyncSession, district_id: UUID) -> None:
    """Templates include one another: those who edit any of a district's come one after the other."""
    await session.execute(_TAKE_TURNS, {"district_id": str(district_id)})


async def add(session: AsyncSession, **columns: Any) -> None:
    await session.execute(_ADD, columns)


async def save(session: AsyncSession, **columns: Any) -> None:
    await session.execute(_SAVE, columns)


async def one(session: AsyncSession, template_id: UUID) -> Row[Any] | None:
    return (await session.execute(_ONE, {"template_id": template_id})).one_or_none()


async def everything(session: AsyncSession) -> Sequence[Row[Any]]:
    return (await session.execute(_ALL)).all()


async def listed(session: AsyncSession, after: UUID | None, limit: int) -> Sequence[Row[Any]]:
    return (await session.execute(_LIST, {"after": after, "limit": limit})).all()


async def add_version(session: AsyncSession, **columns: Any) -> None:
    """A template's next version; the plans of its cohorts are to be brought up to it."""
    await session.execute(_ADD_VERSION, columns)


async def versions(session: AsyncSession, wanted: Sequence[tuple[UUID, int]]) -> Sequence[Row[Any]]:
    parameters = {"templates": [one[0] for one in wanted], "numbers": [one[1] for one in wanted]}
    return (await session.execute(_VERSIONS, parameters)).all()


async def followed(session: AsyncSession, plan_id: UUID) -> Sequence[Row[Any]]:
    """The versions that a plan was last brought up to, with their templates' titles."""
    return (await session.execute(_FOLLOWED, {"plan_id": plan_id})).all()


async def add_cohort(session: AsyncSession, **columns: Any) -> None:
    await session.execute(_ADD_COHORT, columns)


async def cohorts(
    session: AsyncSession, template_id: UUID, after: UUID | None, limit: int, only: UUID | None = None
) -> Sequence[Row[Any]]:
    parameters = {"template_id": template_id, "after": after, "limit": limit, "only": only}
    return (await session.execute(_COHORTS, parameters)).all()


async def end_cohort(session: AsyncSession, template_id: UUID, cohort_id: UUID) -> bool:
    return bool(await session.scalar(_END, {"template_id": template_id, "cohort_id": cohort_id}))


async def next_behind(session: AsyncSession) -> Row[Any] | None:
    """A cohort of any district whose plans may lag behind."""
    return (await session.execute(_BEHIND)).one_or_none()


async def next_new_day(session: AsyncSession) -> UUID | None:
    """A district whose calendar shows a day on which nobody has looked yet who is in its classes."""
    found: UUID | None = await session.scalar(_NEW_DAY)
    return found


async def stir_by_the_day(session: AsyncSession) -> None:
    """Enrolments begin and end by the calendar, without a word: each class is looked at once a day."""
    await session.execute(_STIR_BY_THE_DAY)


async def look_again(session: AsyncSession) -> None:
    """The district's calendar may show another day."""
    await session.execute(_LOOK_AGAIN)


async def lagging(session: AsyncSession, cohort_id: UUID, number: int, limit: int) -> Sequence[Row[Any]]:
    """Learners of a cohort whose plans are not at this version yet, and those who are in it no longer."""
    return (await session.execute(_LAGGING, {"cohort_id": cohort_id, "number": number, "limit": limit})).all()


async def caught_up(session: AsyncSession, cohort_id: UUID, wanted: int) -> None:
    await session.execute(_CAUGHT_UP, {"cohort_id": cohort_id, "wanted": wanted})


async def follow(session: AsyncSession, **columns: Any) -> None:
    await session.execute(_FOLLOW, columns)


async def leave(session: AsyncSession, cohort_id: UUID, learners: Sequence[UUID], at: datetime) -> None:
    await session.execute(_LEAVE, {"cohort_id": cohort_id, "learners": list(learners), "at": at})


async def other_followings(session: AsyncSession, plans: Sequence[UUID], cohort_id: UUID | None) -> Sequence[Row[Any]]:
    """What these plans follow beside this cohort's template, and how far."""
    return (await session.execute(_OTHERS, {"plans": list(plans), "cohort_id": cohort_id})).all()


async def followers(session: AsyncSession, template_id: UUID) -> Sequence[Row[Any]]:
    """The plans that follow a template, whole."""
    return (await session.execute(_FOLLOWERS, {"template_id": template_id})).all()


async def stir(session: AsyncSession, district_id: UUID, classes: Sequence[UUID]) -> None:
    """Who is in these classes may be others now."""
    await session.execute(_STIR, {"district_id": district_id, "classes": list(classes)})


async def learners_of_class(session: AsyncSession, class_id: UUID) -> Sequence[UUID]:
    return (await session.scalars(_OF_CLASS, {"class_id": class_id})).all()
