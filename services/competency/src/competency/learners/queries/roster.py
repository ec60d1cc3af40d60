"""A district's roster as rostering tells of it: people, terms, classes, enrolments, guardians. By id, in any order."""

from collections.abc import Sequence
from uuid import UUID

from shared.contracts.rostering import ClassChanged, EnrolmentChanged, GuardianChanged, PersonChanged, TermChanged
from shared.db.query import Command, Scalar, Transaction

_PUT_GUARDIANS = Command("""
insert into guardian (district_id, learner_id, guardian_id, active)
select cast(:district_id as uuid), i.learner_id, i.guardian_id, i.active
  from unnest(cast(:learners as uuid[]), cast(:guardians as uuid[]),
  cast(:active as boolean[])) as i(learner_id, guardian_id, active)
on conflict (district_id, learner_id, guardian_id) do update set active = excluded.active
""")
_PUT_ENROLMENTS = Command("""
insert into enrolment (district_id, enrolment_id, person_id, class_id, role, starts_on, ends_on, active)
select cast(:district_id as uuid), i.enrolment_id, i.person_id, i.class_id, i.role, i.starts_on, i.ends_on, i.active
  from unnest(cast(:ids as uuid[]), cast(:people as uuid[]),
  cast(:classes as uuid[]), cast(:roles as text[]), cast(:starts as date[]), cast(:ends as date[]),
  cast(:active as boolean[])) as i(enrolment_id, person_id, class_id, role, starts_on, ends_on, active)
on conflict (district_id, enrolment_id) do update set person_id = excluded.person_id, class_id = excluded.class_id,
  role = excluded.role, starts_on = excluded.starts_on, ends_on = excluded.ends_on, active = excluded.active
""")
_PUT_CLASSES = Scalar(
    """
insert into class as c (district_id, class_id, term_id, active)
select cast(:district_id as uuid), i.class_id, i.term_id, i.active
  from unnest(cast(:ids as uuid[]), cast(:terms as uuid[]),
  cast(:active as boolean[])) as i(class_id, term_id, active)
on conflict (district_id, class_id) do update set term_id = excluded.term_id, active = excluded.active
where (c.term_id, c.active) is distinct from (excluded.term_id, excluded.active)
returning class_id
""",
    UUID,
)
_PUT_TERMS = Scalar(
    """
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
""",
    UUID,
)
_PUT_PEOPLE = Scalar(
    """
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
""",
    UUID,
)


async def put_guardians(session: Transaction, district_id: UUID, guardians: Sequence[GuardianChanged]) -> None:
    """Stores who is whose guardian."""
    await _PUT_GUARDIANS.run(
        session,
        district_id=district_id,
        learners=[g.learner_id for g in guardians],
        guardians=[g.guardian_id for g in guardians],
        active=[g.active for g in guardians],
    )


async def put_enrolments(session: Transaction, district_id: UUID, enrolments: Sequence[EnrolmentChanged]) -> None:
    """Stores who is in which class, and from when until when."""
    await _PUT_ENROLMENTS.run(
        session,
        district_id=district_id,
        ids=[e.enrolment_id for e in enrolments],
        people=[e.person_id for e in enrolments],
        classes=[e.class_id for e in enrolments],
        roles=[e.role for e in enrolments],
        starts=[e.starts_on for e in enrolments],
        ends=[e.ends_on for e in enrolments],
        active=[e.active for e in enrolments],
    )


async def put_classes(session: Transaction, district_id: UUID, classes: Sequence[ClassChanged]) -> list[UUID]:
    """Stores these classes; returns those that are different now, so that other enrolments in them may count."""
    return await _PUT_CLASSES.all(
        session,
        district_id=district_id,
        ids=[c.class_id for c in classes],
        terms=[c.term_id for c in classes],
        active=[c.active for c in classes],
    )


async def put_terms(session: Transaction, district_id: UUID, terms: Sequence[TermChanged]) -> list[UUID]:
    """Stores these terms; returns the classes of those that are different now."""
    return await _PUT_TERMS.all(
        session,
        district_id=district_id,
        ids=[t.term_id for t in terms],
        starts=[t.starts_on for t in terms],
        ends=[t.ends_on for t in terms],
        active=[t.active for t in terms],
    )


async def put_people(session: Transaction, district_id: UUID, people: Sequence[PersonChanged]) -> list[UUID]:
    """Stores who is still one of the district's; returns the classes in which those learn who have come or gone."""
    return await _PUT_PEOPLE.all(
        session,
        district_id=district_id,
        ids=[p.person_id for p in people],
        active=[p.active for p in people],
    )
