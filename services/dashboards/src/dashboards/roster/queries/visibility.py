"""Which learners and classes a person's relations let them see."""

from collections.abc import Sequence
from uuid import UUID

from dashboards.common.queries.calendar import TODAY
from shared.db.query import Scalar, Transaction
from shared.roster.enrolments import enrolment_counts, guardian_counts

_ROSTER = ("generation", "district_id")


def counts_today(enrolment: str) -> str:
    """SQL: whether the enrolment of this alias counts today."""
    return enrolment_counts(enrolment, TODAY, same=_ROSTER)


def guards_today(guardian: str) -> str:
    """SQL: whether the tie of this alias, of a guardian to a learner, counts."""
    return guardian_counts(guardian, same=_ROSTER)


_CLASSES_TAUGHT = Scalar(
    f"""
select distinct t.class_id from enrolment t
where t.generation = :generation and t.district_id = :district_id and t.person_id = :person_id and t.role = 'educator'
  and {counts_today("t")}
""",  # noqa: S608
    UUID,
)
_LEARNERS_OF_CLASSES = Scalar(
    f"""
select distinct e.person_id from enrolment e
where e.generation = :generation and e.district_id = :district_id and e.class_id = any(cast(:class_ids as uuid[]))
  and e.role = 'learner' and {counts_today("e")}
""",  # noqa: S608
    UUID,
)
_LEARNERS_OF_GUARDIAN = Scalar(
    f"""
select g.learner_id from guardian g
where g.generation = :generation and g.district_id = :district_id and g.guardian_id = :person_id
  and {guards_today("g")}
""",  # noqa: S608
    UUID,
)
_LEARNERS_OF_ORGANISATION = Scalar(
    """
select p.person_id from person p
where p.generation = :generation and p.district_id = :district_id and p.active and 'learner' = any(p.roles)
  and p.organisation_ids && array(select o.organisation_id from organisation o
    where o.generation = :generation and o.district_id = :district_id
      and (o.organisation_id = :organisation_id or o.parent_id = :organisation_id))
""",
    UUID,
)
_KNOWS_LEARNER = Scalar(
    """
select exists (select from person where generation = :generation and district_id = :district_id
    and person_id = :learner_id and 'learner' = any(roles))
  or exists (select from learner_mastery where generation = :generation and district_id = :district_id
    and learner_id = :learner_id)
""",
    bool,
)
_KNOWS_CLASS = Scalar(
    """
select exists (select from class where generation = :generation and district_id = :district_id and class_id = :class_id)
""",
    bool,
)
_KNOWS_ORGANISATION = Scalar(
    """
select exists (select from organisation
  where generation = :generation and district_id = :district_id and organisation_id = :organisation_id)
""",
    bool,
)


async def classes_taught(session: Transaction, generation: int, district_id: UUID, person_id: UUID) -> set[UUID]:
    return set(await _CLASSES_TAUGHT.all(session, **_about(generation, district_id, person_id=person_id)))


async def learners_of_classes(
    session: Transaction, generation: int, district_id: UUID, class_ids: Sequence[UUID]
) -> set[UUID]:
    if not class_ids:
        return set()
    return set(await _LEARNERS_OF_CLASSES.all(session, **_about(generation, district_id, class_ids=list(class_ids))))


async def learners_of_guardian(session: Transaction, generation: int, district_id: UUID, person_id: UUID) -> set[UUID]:
    return set(await _LEARNERS_OF_GUARDIAN.all(session, **_about(generation, district_id, person_id=person_id)))


async def learners_of_organisation(
    session: Transaction, generation: int, district_id: UUID, organisation_id: UUID
) -> set[UUID]:
    parameters = _about(generation, district_id, organisation_id=organisation_id)
    return set(await _LEARNERS_OF_ORGANISATION.all(session, **parameters))


async def knows_learner(session: Transaction, generation: int, district_id: UUID, learner_id: UUID) -> bool:
    return await _KNOWS_LEARNER.one(session, **_about(generation, district_id, learner_id=learner_id))


async def knows_class(session: Transaction, generation: int, district_id: UUID, class_id: UUID) -> bool:
    return await _KNOWS_CLASS.one(session, **_about(generation, district_id, class_id=class_id))


async def knows_organisation(session: Transaction, generation: int, district_id: UUID, organisation_id: UUID) -> bool:
    parameters = _about(generation, district_id, organisation_id=organisation_id)
    return await _KNOWS_ORGANISATION.one(session, **parameters)


def _about(generation: int, district_id: UUID, **rest: object) -> dict[str, object]:
    return {"generation": generation, "district_id": district_id, **rest}
