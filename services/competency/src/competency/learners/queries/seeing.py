"""Who is whose today: guardians and enrolments, and which learners a person sees by them."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from competency.common.queries.calendar import TODAY
from shared.db.query import Query, Scalar, Transaction
from shared.roster.enrolments import enrolment_counts, guardian_counts


class TaughtLearner(NamedTuple):
    """A learner, and an educator of a class that they are in."""

    learner_id: UUID
    educator_id: UUID


def counts_today(enrolment: str) -> str:
    """SQL: whether the enrolment of this alias counts today."""
    return enrolment_counts(enrolment, TODAY)


def guards_today(guardian: str) -> str:
    """SQL: whether the tie of this alias, of a guardian to a learner, counts."""
    return guardian_counts(guardian)


_LEARNERS_TAUGHT = Scalar(
    f"""
select distinct e.person_id
from enrolment t join enrolment e on e.district_id = t.district_id and e.class_id = t.class_id
where t.person_id = :person_id and t.role = 'educator' and {counts_today("t")}
  and e.role = 'learner' and {counts_today("e")}
""",  # noqa: S608
    UUID,
)
_LEARNERS_OF_GUARDIAN = Scalar(
    f"""
select g.learner_id from guardian g where g.guardian_id = :person_id and {guards_today("g")}
""",  # noqa: S608
    UUID,
)
_EDUCATORS = Query(
    f"""
select distinct e.person_id as learner_id, t.person_id as educator_id
from enrolment e join enrolment t on t.district_id = e.district_id and t.class_id = e.class_id
where e.person_id = any(cast(:learners as uuid[])) and e.role = 'learner' and {counts_today("e")}
  and t.role = 'educator' and {counts_today("t")}
""",  # noqa: S608
    TaughtLearner,
)
_TEACHES = Scalar(
    f"""
select exists (select from enrolment t where t.class_id = :class_id and t.person_id = :person_id
  and t.role = 'educator' and {counts_today("t")})
""",  # noqa: S608
    bool,
)
_IS_CLASS = Scalar("select exists (select from class where class_id = :class_id)", bool)


async def learners_taught(session: Transaction, person_id: UUID) -> frozenset[UUID]:
    """Returns the learners of the classes that the educator teaches today."""
    return frozenset(await _LEARNERS_TAUGHT.all(session, person_id=person_id))


async def learners_of_guardian(session: Transaction, person_id: UUID) -> frozenset[UUID]:
    """Returns the learners whose guardian this person is today."""
    return frozenset(await _LEARNERS_OF_GUARDIAN.all(session, person_id=person_id))


async def educators_of(session: Transaction, learners: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Returns who teaches each of these learners today."""
    found: dict[UUID, set[UUID]] = {learner_id: set() for learner_id in learners}
    for row in await _EDUCATORS.all(session, learners=list(found)):
        found[row.learner_id].add(row.educator_id)
    return {learner_id: frozenset(educators) for learner_id, educators in found.items()}


async def teaches(session: Transaction, person_id: UUID, class_id: UUID) -> bool:
    """Returns whether the educator teaches the class today."""
    return await _TEACHES.one(session, person_id=person_id, class_id=class_id)


async def is_class(session: Transaction, class_id: UUID) -> bool:
    """Returns whether rostering has told of such a class, whoever is in it and whether it goes on."""
    return await _IS_CLASS.one(session, class_id=class_id)
