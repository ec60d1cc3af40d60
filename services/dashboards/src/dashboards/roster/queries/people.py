"""Learners, and what people are called."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from dashboards.common.queries.reader import HERE, Reader
from shared.db.query import Query, Scalar


class Learner(NamedTuple):
    person_id: UUID
    grade: str | None
    organisation_ids: list[UUID]


class LearnerGrade(NamedTuple):
    person_id: UUID
    grade: str | None


class Name(NamedTuple):
    person_id: UUID
    given_name: str
    family_name: str
    preferred_name: str | None


_LEARNER = Query(
    f"""
select p.person_id, p.grade, p.organisation_ids from person p where {HERE.format("p")} and p.person_id = :person_id
""",  # noqa: S608
    Learner,
)
_LEARNERS = Query(
    f"""
select p.person_id, p.grade from person p
where {HERE.format("p")} and p.person_id = any(cast(:learners as uuid[]))
""",  # noqa: S608
    LearnerGrade,
)
_LEARNER_COUNT = Scalar(
    f"""
select count(*) from person p where {HERE.format("p")} and p.active and 'learner' = any(p.roles)
""",  # noqa: S608
    int,
)
_NAMES = Query(
    f"""
select n.person_id, n.given_name, n.family_name, n.preferred_name from person_name n
where {HERE.format("n")} and n.person_id = any(cast(:ids as uuid[]))
""",  # noqa: S608
    Name,
)


_CALLED = Query(
    f"""
select n.person_id, n.given_name, n.family_name, n.preferred_name
from person_name n join person p on {HERE.format("p")} and p.person_id = n.person_id
where {HERE.format("n")} and p.active and position(lower(cast(:sought as text))
  in lower(concat_ws(' ', n.given_name, n.family_name, n.preferred_name, n.family_name))) > 0
order by n.family_name, n.given_name, n.person_id limit :most
""",  # noqa: S608
    Name,
)


async def find_learner(reader: Reader, person_id: UUID) -> Learner | None:
    return await reader.first(_LEARNER, person_id=person_id)


async def list_grades(reader: Reader, learners: Sequence[UUID]) -> list[LearnerGrade]:
    return await reader.all(_LEARNERS, learners=list(learners))


async def count_learners(reader: Reader) -> int:
    """The district's active learners."""
    return await reader.count(_LEARNER_COUNT)


async def list_names(reader: Reader, ids: Sequence[UUID]) -> list[Name]:
    """For pages only."""
    return await reader.all(_NAMES, ids=list(ids)) if ids else []


async def find_called(reader: Reader, sought: str, most: int) -> list[Name]:
    """Active people of the district whose name holds these words. For pages only."""
    return await reader.all(_CALLED, sought=sought, most=most)
