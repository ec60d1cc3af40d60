"""Classes, schools and the district, by the names that people know them by."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from dashboards.common.queries.reader import HERE, Reader
from dashboards.roster.queries.visibility import VISIBILITY
from shared.db.query import Query, Scalar


class Class(NamedTuple):
    class_id: UUID
    title: str
    organisation_id: UUID


class ClassInSchool(NamedTuple):
    """A class with its school's name and its term, where these are known."""

    class_id: UUID
    title: str
    organisation_id: UUID
    organisation_name: str | None
    term: str | None


class School(NamedTuple):
    organisation_id: UUID
    name: str


_CLASSES_OF_LEARNER = Query(
    f"""
select distinct c.class_id, c.title, c.organisation_id from enrolment e
join class c on {HERE.format("c")} and c.class_id = e.class_id
where {HERE.format("e")} and e.person_id = :person_id and {VISIBILITY.enrolment_counts("e")}
order by c.title, c.class_id
""",  # noqa: S608
    Class,
)
_CLASSES_OF_ORGANISATION = Query(
    f"""
select c.class_id, c.title, c.organisation_id from class c
where {HERE.format("c")} and c.organisation_id = :organisation_id and c.active order by c.title, c.class_id
""",  # noqa: S608
    Class,
)
_CLASSES = Query(
    f"""
select c.class_id, c.title, c.organisation_id from class c
where {HERE.format("c")} and c.class_id = any(cast(:class_ids as uuid[])) order by c.title, c.class_id
""",  # noqa: S608
    Class,
)
_CLASS = Query(
    f"""
select c.class_id, c.title, c.organisation_id, o.name as organisation_name, t.title as term
from class c
left join organisation o on {HERE.format("o")} and o.organisation_id = c.organisation_id
left join term t on {HERE.format("t")} and t.term_id = c.term_id
where {HERE.format("c")} and c.class_id = :class_id
""",  # noqa: S608
    ClassInSchool,
)
_SCHOOLS = Query(
    f"""
select o.organisation_id, o.name from organisation o
where {HERE.format("o")} and o.kind = 'school' and o.active
  and (:everything or o.organisation_id = any(cast(:ids as uuid[])))
order by o.name, o.organisation_id
""",  # noqa: S608
    School,
)
_ORGANISATION = Query(
    f"""
select o.organisation_id, o.name from organisation o
where {HERE.format("o")} and o.organisation_id = :organisation_id
""",  # noqa: S608
    School,
)


def district_name(here: str) -> str:
    """SQL: the district's name in its own roster, else the one it registered with; `here` as `HERE`."""
    return f"""
select name from (
  select o.name, 1 as choice from organisation o where {here.format("o")} and o.kind = 'district' and o.active
  union all
  select d.name, 2 from district d where {here.format("d")} and d.registered_id = d.district_id) named
order by choice, name limit 1
"""  # noqa: S608


_DISTRICT_NAME = Scalar(district_name(HERE), str)


async def list_classes_of_learner(reader: Reader, person_id: UUID) -> list[Class]:
    return await reader.all(_CLASSES_OF_LEARNER, person_id=person_id)


async def list_classes_of_organisation(reader: Reader, organisation_id: UUID) -> list[Class]:
    return await reader.all(_CLASSES_OF_ORGANISATION, organisation_id=organisation_id)


async def list_classes(reader: Reader, ids: Sequence[UUID]) -> list[Class]:
    return await reader.all(_CLASSES, class_ids=list(ids))


async def find_class(reader: Reader, class_id: UUID) -> ClassInSchool | None:
    return await reader.first(_CLASS, class_id=class_id)


async def list_schools(reader: Reader, ids: Sequence[UUID] | None) -> list[School]:
    """These schools, or all where none are named."""
    return await reader.all(_SCHOOLS, everything=ids is None, ids=list(ids or ()))


async def find_organisation(reader: Reader, organisation_id: UUID) -> School | None:
    return await reader.first(_ORGANISATION, organisation_id=organisation_id)


async def find_district_name(reader: Reader) -> str | None:
    return await reader.value(_DISTRICT_NAME)
