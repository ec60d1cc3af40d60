"""A district's roster as rostering tells of it: people, terms, classes, enrolments, guardians. By id, in any order."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.rostering import ClassChanged, EnrolmentChanged, GuardianChanged, PersonChanged, TermChanged

_PUT_GUARDIANS = text("""
insert into guardian (district_id, learner_id, guardian_id, active)
select cast(:district_id as uuid), i.learner_id, i.guardian_id, i.active
  from unnest(cast(:learners as uuid[]), cast(:guardians as uuid[]),
  cast(:active as boolean[])) as i(learner_id, guardian_id, active)
on conflict (district_id, learner_id, guardian_id) do update set active = excluded.active
""")
_PUT_ENROLMENTS = text("""
insert into enrolment (district_id, enrolment_id, person_id, class_id, role, starts_on, ends_on, active)
select cast(:district_id as uuid), i.enrolment_id, i.person_id, i.class_id, i.role, i.starts_on, i.ends_on, i.active
  from unnest(cast(:ids as uuid[]), cast(:people as uuid[]),
  cast(:classes as uuid[]), cast(:roles as text[]), cast(:starts as date[]), cast(:ends as date[]),
  cast(:active as boolean[])) as i(enrolment_id, person_id, class_id, role, starts_on, ends_on, active)
on conflict (district_id, enrolment_id) do update set person_id = excluded.person_id, class_id = excluded.class_id,
  role = excluded.role, starts_on = excluded.starts_on, ends_on = excluded.ends_on, active = excluded.active
""")
_PUT_CLASSES = text("""
insert into class as c (district_id, class_id, term_id, active)
select cast(:district_id as uuid), i.class_id, i.term_id, i.active
  from unnest(cast(:ids as uuid[]), cast(:terms as uuid[]),
  cast(:active as boolean[])) as i(class_id, term_id, active)
on conflict (district_id, class_id) do update set term_id = excluded.term_id, active = excluded.active
where (c.term_id, c.active) is distinct from (excluded.term_id, excluded.active)
returning class_id
""")
_PUT_TERMS = text("""
with put as (
  insert into term as t (district_id, term_id, starts_on, ends_on, active)
  select cast(:district_id as uuid), i.term_id, i.starts_on, i.ends_on, i.active
  from unnest(cast(:ids as uuid[]), cast(:starts as date[]),
    cast(:ends as date[]), cast(:active as boolean[])) as i(term_id, starts_on, ends_on, active)
  on conflict (district_id, term_id) do update set starts_on = excluded.starts_on, ends_on = excluded.ends_on,
    active = excluded.active
  where (t.starts_on, t.ends_on, t.active) is distinct from (excluded.starts_on, excluded.ends_on, excluded.active)
  returning term_id
)
select c.class_id from class c join put on put.term_id = c.term_id where c.district_id = cast(:district_id as uuid)
""")
_PUT_PEOPLE = text("""
with put as (
  insert into person as p (district_id, person_id, active)
  select cast(:district_id as uuid), i.person_id, i.active
  from unnest(cast(:ids as uuid[]), cast(:active as boolean[]))
    as i(person_id, active)
  on conflict (district_id, person_id) do update set active = excluded.active where p.active <> excluded.active
  returning person_id
)
select distinct e.class_id from enrolment e join put on put.person_id = e.person_id
where e.district_id = cast(:district_id as uuid) and e.role = 'learner'
""")


async def put_guardians(session: AsyncSession, district_id: UUID, guardians: Sequence[GuardianChanged]) -> None:
    await session.execute(
        _PUT_GUARDIANS,
        {
            "district_id": district_id,
            "learners": [g.learner_id for g in guardians],
            "guardians": [g.guardian_id for g in guardians],
            "active": [g.active for g in guardians],
        },
    )


async def put_enrolments(session: AsyncSession, district_id: UUID, enrolments: Sequence[EnrolmentChanged]) -> None:
    await session.execute(
        _PUT_ENROLMENTS,
        {
            "district_id": district_id,
            "ids": [e.enrolment_id for e in enrolments],
            "people": [e.person_id for e in enrolments],
            "classes": [e.class_id for e in enrolments],
            "roles": [e.role for e in enrolments],
            "starts": [e.starts_on for e in enrolments],
            "ends": [e.ends_on for e in enrolments],
            "active": [e.active for e in enrolments],
        },
    )


async def put_classes(session: AsyncSession, district_id: UUID, classes: Sequence[ClassChanged]) -> Sequence[UUID]:
    """Returns those of which it may count otherwise now who is in them."""
    parameters = {
        "district_id": district_id,
        "ids": [c.class_id for c in classes],
        "terms": [c.term_id for c in classes],
        "active": [c.active for c in classes],
    }
    return (await session.scalars(_PUT_CLASSES, parameters)).all()


async def put_terms(session: AsyncSession, district_id: UUID, terms: Sequence[TermChanged]) -> Sequence[UUID]:
    """Returns the classes of those that are other than before."""
    parameters = {
        "district_id": district_id,
        "ids": [t.term_id for t in terms],
        "starts": [t.starts_on for t in terms],
        "ends": [t.ends_on for t in terms],
        "active": [t.active for t in terms],
    }
    return (await session.scalars(_PUT_TERMS, parameters)).all()


async def put_people(session: AsyncSession, district_id: UUID, people: Sequence[PersonChanged]) -> Sequence[UUID]:
    """Returns the classes in which those learn who have come or gone."""
    parameters = {
        "district_id": district_id,
        "ids": [p.person_id for p in people],
        "active": [p.active for p in people],
    }
    return (await session.scalars(_PUT_PEOPLE, parameters)).all()
