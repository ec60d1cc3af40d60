"""Which learners and classes a person's relations let them see."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.queries.calendar import TODAY
from shared.roster.enrolments import enrolment_counts, guardian_counts

_ROSTER = ("generation", "district_id")


def counts_today(enrolment: str) -> str:
    """SQL: whether the enrolment of this alias counts today."""
    return enrolment_counts(enrolment, TODAY, same=_ROSTER)


def guards_today(guardian: str) -> str:
    """SQL: whether the tie of this alias, of a guardian to a learner, counts."""
    return guardian_counts(guardian, same=_ROSTER)


_CLASSES_TAUGHT = text(f"""
select distinct t.class_id from enrolment t
where t.generation = :generation and t.district_id = :district_id and t.person_id = :person_id and t.role = 'educator'
  and {counts_today("t")}
""")  # noqa: S608
_LEARNERS_OF_CLASSES = text(f"""
select distinct e.person_id from enrolment e
where e.generation = :generation and e.district_id = :district_id and e.class_id = any(cast(:class_ids as uuid[]))
  and e.role = 'learner' and {counts_today("e")}
""")  # noqa: S608
_LEARNERS_OF_GUARDIAN = text(f"""
select g.learner_id from guardian g
where g.generation = :generation and g.district_id = :district_id and g.guardian_id = :person_id
  and {guards_today("g")}
""")  # noqa: S608
_LEARNERS_OF_ORGANISATION = text("""
select p.person_id from person p
where p.generation = :generation and p.district_id = :district_id and p.active and 'learner' = any(p.roles)
  and p.organisation_ids && array(select o.organisation_id from organisation o
    where o.generation = :generation and o.district_id = :district_id
      and (o.organisation_id = :organisation_id or o.parent_id = :organisation_id))
""")
_KNOWS_LEARNER = text("""
select exists (select from person where generation = :generation and district_id = :district_id
    and person_id = :learner_id and 'learner' = any(roles))
  or exists (select from learner_mastery where generation = :generation and district_id = :district_id
    and learner_id = :learner_id)
""")
_KNOWS_CLASS = text("""
select exists (select from class where generation = :generation and district_id = :district_id and class_id = :class_id)
""")
_KNOWS_ORGANISATION = text("""
select exists (select from organisation
  where generation = :generation and district_id = :district_id and organisation_id = :organisation_id)
""")


async def classes_taught(session: AsyncSession, generation: int, district_id: UUID, person_id: UUID) -> set[UUID]:
    return set(await session.scalars(_CLASSES_TAUGHT, _about(generation, district_id, person_id=person_id)))


async def learners_of_classes(
    session: AsyncSession, generation: int, district_id: UUID, class_ids: Sequence[UUID]
) -> set[UUID]:
    if not class_ids:
        return set()
    return set(await session.scalars(_LEARNERS_OF_CLASSES, _about(generation, district_id, class_ids=list(class_ids))))


async def learners_of_guardian(session: AsyncSession, generation: int, district_id: UUID, person_id: UUID) -> set[UUID]:
    return set(await session.scalars(_LEARNERS_OF_GUARDIAN, _about(generation, district_id, person_id=person_id)))


async def learners_of_organisation(
    session: AsyncSession, generation: int, district_id: UUID, organisation_id: UUID
) -> set[UUID]:
    parameters = _about(generation, district_id, organisation_id=organisation_id)
    return set(await session.scalars(_LEARNERS_OF_ORGANISATION, parameters))


async def knows_learner(session: AsyncSession, generation: int, district_id: UUID, learner_id: UUID) -> bool:
    return bool(await session.scalar(_KNOWS_LEARNER, _about(generation, district_id, learner_id=learner_id)))


async def knows_class(session: AsyncSession, generation: int, district_id: UUID, class_id: UUID) -> bool:
    return bool(await session.scalar(_KNOWS_CLASS, _about(generation, district_id, class_id=class_id)))


async def knows_organisation(session: AsyncSession, generation: int, district_id: UUID, organisation_id: UUID) -> bool:
    parameters = _about(generation, district_id, organisation_id=organisation_id)
    return bool(await session.scalar(_KNOWS_ORGANISATION, parameters))


def _about(generation: int, district_id: UUID, **rest: object) -> dict[str, object]:
    return {"generation": generation, "district_id": district_id, **rest}
