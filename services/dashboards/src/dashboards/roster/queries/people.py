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


class DescribedPerson(NamedTuple):
    """Somebody by name, with what tells them from others of the same name."""

    person_id: UUID
    given_name: str
    family_name: str
    preferred_name: str | None
    roles: list[str]
    grade: str | None
    schools: list[str]


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


_DESCRIBED = f"""
select n.person_id, n.given_name, n.family_name, n.preferred_name, coalesce(p.roles, '{{}}') as roles, p.grade,
  array(select o.name from organisation o
    where {HERE.format("o")} and o.kind <> 'district' and o.active and o.organisation_id = any(p.organisation_ids)
    order by o.name) as schools
from person_name n left join person p on {HERE.format("p")} and p.person_id = n.person_id
"""  # noqa: S608
_CALLED = Query(
    f"""
with word as materialized (
  select lower(w.word) as word, (
    select array_agg(o.organisation_id) from organisation o
    where {HERE.format("o")} and o.kind <> 'district' and position(lower(w.word) in lower(o.name)) > 0) as places
  from unnest(cast(:words as text[])) as w(word))
{_DESCRIBED}
where {HERE.format("n")} and p.active and not exists (
  select from word w where not coalesce(p.organisation_ids && w.places, false)
    and position(w.word in lower(concat_ws(' ', n.given_name, n.preferred_name, n.family_name))) = 0)
order by n.family_name, n.given_name, n.person_id limit :most
""",  # noqa: S608
    DescribedPerson,
)
_DESCRIBED_BY_ID = Query(
    f"""
{_DESCRIBED}
where {HERE.format("n")} and n.person_id = any(cast(:ids as uuid[]))
order by n.family_name, n.given_name, n.person_id
""",
    DescribedPerson,
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


async def find_called(reader: Reader, words: Sequence[str], most: int) -> list[DescribedPerson]:
    """Active people of the district whose name, or whose school's, holds each of these words. For pages only."""
    return await reader.all(_CALLED, words=list(words), most=most)


async def list_described(reader: Reader, ids: Sequence[UUID]) -> list[DescribedPerson]:
    """These people by name. For pages only."""
    return await reader.all(_DESCRIBED_BY_ID, ids=list(ids)) if ids else []
