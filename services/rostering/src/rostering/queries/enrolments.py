"""Enrolments: who is in which class."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from rostering.queries.entities import PageSelection, Upsert, equal, identifiers_of, in_page, with_identifiers
from rostering.queries.identifiers import resolve
from rostering.rules.changes import Change, Lookup, Reference
from rostering.rules.entities import Enrolment, EnrolmentRole, Stored
from shared.db.query import Query, Transaction


class EnrolmentRow(NamedTuple):
    id: UUID
    version: int
    active: bool
    person_id: UUID
    class_id: UUID
    role: EnrolmentRole
    starts_on: date | None
    ends_on: date | None
    sources: list[str]
    sourced_ids: list[str]


_ENROLMENTS = f"""
select t.id, t.version, t.active, t.person_id, t.class_id, t.role, t.starts_on, t.ends_on, i.sources, i.sourced_ids
from {with_identifiers("enrolment")} where t.district_id = :district_id"""  # noqa: S608 - all names are ours
_BY_ID = Query(f"{_ENROLMENTS} and t.id = any(cast(:ids as uuid[]))", EnrolmentRow)
_PAGE = Query(
    f"""{_ENROLMENTS} and {equal("person_id")} and {equal("class_id")} and {equal("role", "text")}
{in_page("enrolment")}""",
    EnrolmentRow,
)
_UPSERT = Upsert("enrolment", "person_id", "class_id", "role", "starts_on", "ends_on")


async def find_enrolments(
    session: Transaction, district_id: UUID, references: Iterable[Reference | None]
) -> Lookup[Enrolment]:
    """Returns the enrolments that are referred to, as far as there are any."""
    owners, ids = await resolve(session, district_id, "enrolment", references)
    rows = await _BY_ID.all(session, district_id=district_id, ids=ids) if ids else []
    return Lookup("enrolment", owners, map(_stored, rows))


async def page_of_enrolments(
    session: Transaction,
    district_id: UUID,
    page: PageSelection,
    *,
    person_id: UUID | None = None,
    class_id: UUID | None = None,
    role: EnrolmentRole | None = None,
) -> list[Stored[Enrolment]]:
    rows = await _PAGE.all(
        session, district_id=district_id, **page._asdict(), person_id=person_id, class_id=class_id, role=role
    )
    return [_stored(row) for row in rows]


async def save_enrolments(session: Transaction, district_id: UUID, changes: Sequence[Change[Enrolment]]) -> None:
    await _UPSERT.save(session, district_id, changes)


def _stored(row: EnrolmentRow) -> Stored[Enrolment]:
    enrolment = Enrolment(
        person_id=row.person_id,
        class_id=row.class_id,
        role=row.role,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        active=row.active,
        identifiers=identifiers_of(row.sources, row.sourced_ids),
    )
    return Stored(row.id, row.version, enrolment)
