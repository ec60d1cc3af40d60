"""Who is whose: guardians and enrolments as rostering tells of them, and which learners a person sees by them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.rostering import EnrolmentChanged, GuardianChanged

CURRENT = "{0}.active and coalesce({0}.ends_on, current_date) >= current_date"
"""Of an enrolment, by its alias."""
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
_LEARNERS_TAUGHT = text(f"""
select distinct e.person_id
from enrolment t join enrolment e on e.district_id = t.district_id and e.class_id = t.class_id
where t.person_id = :person_id and t.role = 'educator' and {CURRENT.format("t")}
  and e.role = 'learner' and {CURRENT.format("e")}
""")  # noqa: S608
_LEARNERS_OF_GUARDIAN = text("""
select learner_id from guardian where guardian_id = :person_id and active
""")
_EDUCATORS = text(f"""
select distinct e.person_id as learner_id, t.person_id as educator_id
from enrolment e join enrolment t on t.district_id = e.district_id and t.class_id = e.class_id
where e.person_id = any(cast(:learners as uuid[])) and e.role = 'learner' and {CURRENT.format("e")}
  and t.role = 'educator' and {CURRENT.format("t")}
""")  # noqa: S608
_TEACHES = text(f"""
select exists (select from enrolment t where t.class_id = :class_id and t.person_id = :person_id
  and t.role = 'educator' and {CURRENT.format("t")})
""")  # noqa: S608
_IS_CLASS = text("select exists (select from enrolment where class_id = :class_id)")


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


async def learners_taught(session: AsyncSession, person_id: UUID) -> frozenset[UUID]:
    """The learners of the classes that the educator teaches today."""
    return frozenset(await session.scalars(_LEARNERS_TAUGHT, {"person_id": person_id}))


async def learners_of_guardian(session: AsyncSession, person_id: UUID) -> frozenset[UUID]:
    return frozenset(await session.scalars(_LEARNERS_OF_GUARDIAN, {"person_id": person_id}))


async def educators_of(session: AsyncSession, learners: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Who teaches these learners today."""
    found: dict[UUID, set[UUID]] = {learner_id: set() for learner_id in learners}
    for row in (await session.execute(_EDUCATORS, {"learners": list(found)})).all():
        found[row.learner_id].add(row.educator_id)
    return {learner_id: frozenset(educators) for learner_id, educators in found.items()}


async def teaches(session: AsyncSession, person_id: UUID, class_id: UUID) -> bool:
    return bool(await session.scalar(_TEACHES, {"person_id": person_id, "class_id": class_id}))


async def is_class(session: AsyncSession, class_id: UUID) -> bool:
    """Whether anybody ever was in such a class here."""
    return bool(await session.scalar(_IS_CLASS, {"class_id": class_id}))
