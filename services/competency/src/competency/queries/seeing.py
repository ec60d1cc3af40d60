"""Who is whose: guardians and enrolments as rostering tells of them, and which learners a person sees by them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.rostering import EnrolmentChanged, GuardianChanged

_CURRENT = "{0}.active and coalesce({0}.ends_on, current_date) >= current_date"
_PUT_GUARDIANS = text("""
insert into guardian (district_id, learner_id, guardian_id, active)
select cast(:district_id as uuid), i.* from unnest(cast(:learners as uuid[]), cast(:guardians as uuid[]),
  cast(:active as boolean[])) as i(learner_id, guardian_id, active)
on conflict (district_id, learner_id, guardian_id) do update set active = excluded.active
""")
_PUT_ENROLMENTS = text("""
insert into enrolment (district_id, enrolment_id, person_id, class_id, role, starts_on, ends_on, active)
select cast(:district_id as uuid), i.* from unnest(cast(:ids as uuid[]), cast(:people as uuid[]),
  cast(:classes as uuid[]), cast(:roles as text[]), cast(:starts as date[]), cast(:ends as date[]),
  cast(:active as boolean[])) as i(enrolment_id, person_id, class_id, role, starts_on, ends_on, active)
on conflict (district_id, enrolment_id) do update set person_id = excluded.person_id, class_id = excluded.class_id,
  role = excluded.role, starts_on = excluded.starts_on, ends_on = excluded.ends_on, active = excluded.active
""")
_LEARNERS_TAUGHT = text(f"""
select distinct e.person_id
from enrolment t join enrolment e on e.district_id = t.district_id and e.class_id = t.class_id
where t.person_id = :person_id and t.role = 'educator' and {_CURRENT.format("t")}
  and e.role = 'learner' and {_CURRENT.format("e")}
""")  # noqa: S608
_LEARNERS_OF_GUARDIAN = text("""
select learner_id from guardian where guardian_id = :person_id and active
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


async def learners_taught(session: AsyncSession, person_id: UUID) -> frozenset[UUID]:
    """The learners of the classes that the educator teaches today."""
    return frozenset(await session.scalars(_LEARNERS_TAUGHT, {"person_id": person_id}))


async def learners_of_guardian(session: AsyncSession, person_id: UUID) -> frozenset[UUID]:
    return frozenset(await session.scalars(_LEARNERS_OF_GUARDIAN, {"person_id": person_id}))
