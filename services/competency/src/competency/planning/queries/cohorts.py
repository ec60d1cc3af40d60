"""Cohorts whose plans follow a template, and how far each plan has followed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from competency.common.queries.calendar import TODAY, TOMORROW
from competency.learners.queries.visibility import VISIBILITY
from competency.planning.queries.plans import StoredParts
from shared.db.query import Command, Query, Scalar, Transaction


class NewCohort(NamedTuple):
    """A class, or learners by name, whose plans are to follow a template."""

    district_id: UUID
    cohort_id: UUID
    template_id: UUID
    class_id: UUID | None
    learners: list[UUID]
    first_day: date
    last_day: date
    made_by: str


class OutdatedCohort(NamedTuple):
    """A cohort some of whose plans may not be at the template's newest version; `wanted` says up to which mark."""

    district_id: UUID
    cohort_id: UUID
    template_id: UUID
    first_day: date
    last_day: date
    wanted: int


class CohortProgress(NamedTuple):
    """A cohort, how many are in it today, and how many plans follow it."""

    cohort_id: UUID
    template_id: UUID
    class_id: UUID | None
    first_day: date
    last_day: date
    ended: bool
    wanted: int
    done: int
    made_by: str
    made_at: datetime
    members: int
    following: int


class OutdatedLearner(NamedTuple):
    """A learner whose plan is at another `number` of the template, at none yet, or who is no `member` any more."""

    learner_id: UUID
    member: bool
    number: int | None
    plan_id: UUID | None


class OtherFollowing(NamedTuple):
    """Up to which version a plan follows another template."""

    plan_id: UUID
    template_id: UUID
    number: int


class FollowingPlan(NamedTuple):
    """A plan that follows a template, and up to which version."""

    template_id: UUID
    number: int
    plan_id: UUID
    learner_id: UUID
    first_day: date
    last_day: date
    parts: StoredParts


_INSERT = Command("""
insert into plan_cohort (district_id, cohort_id, template_id, class_id, learners, first_day, last_day, made_by)
values (:district_id, :cohort_id, :template_id, cast(:class_id as uuid), cast(:learners as uuid[]), :first_day,
        :last_day, :made_by)
""")
_MEMBERS = f"""
select distinct e.person_id as learner_id from enrolment e
where e.class_id = c.class_id and e.role = 'learner' and {VISIBILITY.enrolment_counts("e")}
union select unnest(c.learners)
"""  # noqa: S608
_PROGRESS = Query(
    f"""
select c.cohort_id, c.template_id, c.class_id, c.first_day, c.last_day, c.ended, c.wanted, c.done, c.made_by, c.made_at,
  (select count(*) from ({_MEMBERS}) m) as members,
  (select count(*) from plan_following f where f.cohort_id = c.cohort_id and f.active) as following
from plan_cohort c
where c.template_id = :template_id and (cast(:only as uuid) is null or c.cohort_id = cast(:only as uuid))
  and (cast(:after as uuid) is null or c.cohort_id > cast(:after as uuid))
order by c.cohort_id limit :limit
""",  # noqa: S608
    CohortProgress,
)
_END = Command("""
update plan_cohort set ended = true, wanted = wanted + 1
where cohort_id = :cohort_id and template_id = :template_id and not ended
""")
_NEXT_OUTDATED = Query(
    """
select district_id, cohort_id, template_id, first_day, last_day, wanted from plan_cohort
where done < wanted order by district_id, cohort_id limit 1
""",
    OutdatedCohort,
)
_NEW_DAY = Scalar(
    """
select district_id from plan_cohort
where class_id is not null and not ended and look_at <= statement_timestamp() order by look_at limit 1
""",
    UUID,
)
_MARK_BY_DAY = Command(f"""
update plan_cohort set wanted = wanted + 1, look_at = {TOMORROW}
where class_id is not null and not ended and look_at <= statement_timestamp()
""")  # noqa: S608
_RESTART_DAY = Command("update plan_cohort set look_at = '-infinity' where class_id is not null and not ended")
_OUTDATED_LEARNERS = Query(
    f"""
select coalesce(m.learner_id, f.learner_id) as learner_id, m.learner_id is not null as member, f.number, f.plan_id
from (select n.learner_id from plan_cohort c cross join lateral ({_MEMBERS}) n
      where c.cohort_id = :cohort_id and not c.ended and c.last_day >= {TODAY}) m
full join (select learner_id, number, plan_id, active from plan_following where cohort_id = :cohort_id) f
  on f.learner_id = m.learner_id
where case when m.learner_id is null then f.active
  else f.learner_id is null or not f.active or f.number < :number end
order by 1 limit :limit
""",  # noqa: S608
    OutdatedLearner,
)
_MARK_SYNCED = Command("update plan_cohort set done = :wanted where cohort_id = :cohort_id and done < :wanted")
_SAVE_FOLLOWING = Command("""
with remembered as (
  insert into plan_followed (district_id, plan_id, cohort_id, at, template_id, number)
  values (:district_id, :plan_id, :cohort_id, :at, :template_id, :number)
)
insert into plan_following as f (district_id, cohort_id, learner_id, plan_id, template_id, number, active)
values (:district_id, :cohort_id, :learner_id, :plan_id, :template_id, :number, true)
on conflict (district_id, cohort_id, learner_id) do update set plan_id = excluded.plan_id,
  number = excluded.number, active = true
""")
_END_FOLLOWING = Command("""
with left_off as (
  update plan_following set active = false
  where cohort_id = :cohort_id and learner_id = any(cast(:learners as uuid[])) and active
  returning district_id, plan_id, cohort_id, template_id
)
insert into plan_followed (district_id, plan_id, cohort_id, at, template_id)
select district_id, plan_id, cohort_id, cast(:at as timestamptz), template_id from left_off
""")
_OTHERS = Query(
    """
select f.plan_id, f.template_id, max(f.number) as number from plan_following f
where f.plan_id = any(cast(:plans as uuid[])) and f.active
  and (cast(:cohort_id as uuid) is null or f.cohort_id <> cast(:cohort_id as uuid))
group by f.plan_id, f.template_id
""",
    OtherFollowing,
)
_FOLLOWING_PLANS = Query(
    """
select f.template_id, f.number, f.plan_id, p.learner_id, p.first_day, p.last_day, p.parts from plan_following f
join plan p on p.district_id = f.district_id and p.plan_id = f.plan_id
where f.template_id = :template_id and f.active order by p.learner_id, f.cohort_id
""",
    FollowingPlan,
)
_MARK_BY_ROSTER = Command("""
update plan_cohort set wanted = wanted + 1
where district_id = :district_id and not ended and class_id = any(cast(:classes as uuid[]))
""")
_LEARNERS_OF_CLASS = Scalar(
    f"""
select distinct e.person_id from enrolment e
where e.class_id = :class_id and e.role = 'learner' and {VISIBILITY.enrolment_counts("e")}
""",  # noqa: S608
    UUID,
)


async def insert_cohort(session: Transaction, cohort: NewCohort) -> None:
    """Stores a cohort; its plans are to be brought up to the template."""
    await _INSERT.run(session, **cohort._asdict())


async def cohorts_of_template(
    session: Transaction, template_id: UUID, after: UUID | None, limit: int
) -> list[CohortProgress]:
    """Returns the template's cohorts behind this one, in the order in which they were created."""
    return await _PROGRESS.all(session, template_id=template_id, after=after, limit=limit, only=None)


async def find_cohort(session: Transaction, template_id: UUID, cohort_id: UUID) -> CohortProgress | None:
    """Returns the template's cohort, if there is one of this id."""
    return await _PROGRESS.first(session, template_id=template_id, after=None, limit=1, only=cohort_id)


async def mark_ended(session: Transaction, template_id: UUID, cohort_id: UUID) -> None:
    """Ends the cohort, if it has not ended; its plans are to leave off following."""
    await _END.run(session, template_id=template_id, cohort_id=cohort_id)


async def next_outdated_cohort(session: Transaction) -> OutdatedCohort | None:
    """Returns a cohort of any district that is marked as outdated."""
    return await _NEXT_OUTDATED.first(session)


async def next_district_of_new_day(session: Transaction) -> UUID | None:
    """Returns a district whose calendar shows a day on which its cohorts of classes have not been looked at."""
    return await _NEW_DAY.get(session)


async def mark_outdated_by_day(session: Transaction) -> None:
    """Marks this district's cohorts of classes: enrolments begin and end by the calendar, once a day at most."""
    await _MARK_BY_DAY.run(session)


async def restart_day(session: Transaction) -> None:
    """Has this district's cohorts of classes looked at again: its calendar may show another day."""
    await _RESTART_DAY.run(session)


async def mark_outdated_by_roster(session: Transaction, district_id: UUID, classes: Sequence[UUID]) -> None:
    """Marks the cohorts of these classes: others may be in them now."""
    await _MARK_BY_ROSTER.run(session, district_id=district_id, classes=list(classes))


async def outdated_learners(session: Transaction, cohort_id: UUID, number: int, limit: int) -> list[OutdatedLearner]:
    """Returns learners of a cohort whose plans are not at this version, and those who are in it no longer."""
    return await _OUTDATED_LEARNERS.all(session, cohort_id=cohort_id, number=number, limit=limit)


async def mark_synced(session: Transaction, cohort_id: UUID, wanted: int) -> None:
    """Stores that the cohort's plans are up to date as of the mark `wanted`."""
    await _MARK_SYNCED.run(session, cohort_id=cohort_id, wanted=wanted)


async def save_following(
    session: Transaction,
    *,
    district_id: UUID,
    cohort_id: UUID,
    learner_id: UUID,
    plan_id: UUID,
    template_id: UUID,
    number: int,
    at: datetime,
) -> None:
    """Stores up to which version the learner's plan follows the template."""
    await _SAVE_FOLLOWING.run(
        session,
        district_id=district_id,
        cohort_id=cohort_id,
        learner_id=learner_id,
        plan_id=plan_id,
        template_id=template_id,
        number=number,
        at=at,
    )


async def end_following(session: Transaction, cohort_id: UUID, learners: Sequence[UUID], at: datetime) -> None:
    """Stores that these learners' plans follow no longer."""
    await _END_FOLLOWING.run(session, cohort_id=cohort_id, learners=list(learners), at=at)


async def other_followings(session: Transaction, plans: Sequence[UUID], cohort_id: UUID | None) -> list[OtherFollowing]:
    """Returns what these plans follow beside this cohort's template, and up to which version."""
    return await _OTHERS.all(session, plans=list(plans), cohort_id=cohort_id)


async def following_plans(session: Transaction, template_id: UUID) -> list[FollowingPlan]:
    """Returns the plans that follow a template."""
    return await _FOLLOWING_PLANS.all(session, template_id=template_id)


async def learners_of_class(session: Transaction, class_id: UUID) -> list[UUID]:
    """Returns who learns in the class today."""
    return await _LEARNERS_OF_CLASS.all(session, class_id=class_id)
