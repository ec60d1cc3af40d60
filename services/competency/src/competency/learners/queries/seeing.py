"""Who is whose today: guardians and enrolments, and which learners a person sees by them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.queries.calendar import TODAY
from shared.roster.enrolments import enrolment_counts, guardian_counts


def counts_today(enrolment: str) -> str:
    """SQL: whether the enrolment of this alias counts today."""
    return enrolment_counts(enrolment, TODAY)


def guards_today(guardian: str) -> str:
    """SQL: whether the tie of this alias, of a guardian to a learner, counts."""
    return guardian_counts(guardian)


_LEARNERS_TAUGHT = text(f"""
select distinct e.person_id
from enrolment t join enrolment e on e.district_id = t.district_id and e.class_id = t.class_id
where t.person_id = :person_id and t.role = 'educator' and {counts_today("t")}
  and e.role = 'learner' and {counts_today("e")}
""")  # noqa: S608
_LEARNERS_OF_GUARDIAN = text(f"""
select g.learner_id from guardian g where g.guardian_id = :person_id and {guards_today("g")}
""")  # noqa: S608
_EDUCATORS = text(f"""
select distinct e.person_id as learner_id, t.person_id as educator_id
from enrolment e join enrolment t on t.district_id = e.district_id and t.class_id = e.class_id
where e.person_id = any(cast(:learners as uuid[])) and e.role = 'learner' and {counts_today("e")}
  and t.role = 'educator' and {counts_today("t")}
""")  # noqa: S608
_TEACHES = text(f"""
select exists (select from enrolment t where t.class_id = :class_id and t.person_id = :person_id
  and t.role = 'educator' and {counts_today("t")})
""")  # noqa: S608
_IS_CLASS = text("select exists (select from class where class_id = :class_id)")


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
    """Whether rostering has told of such a class, whoever is in it and whether it goes on."""
    return bool(await session.scalar(_IS_CLASS, {"class_id": class_id}))
