"""Guardians: who is tied to which learner."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from rostering.queries.entities import PageSelection, Upsert, equal, identifiers_of, in_page, with_identifiers
from rostering.queries.identifiers import resolve
from rostering.rules.changes import Change, Lookup, Reference
from rostering.rules.entities import Guardian, Stored
from shared.db.query import Query, Transaction


class GuardianRow(NamedTuple):
    id: UUID
    version: int
    active: bool
    learner_id: UUID
    guardian_id: UUID
    relation: str
    sources: list[str]
    sourced_ids: list[str]


class Tie(NamedTuple):
    id: UUID
    learner_id: UUID
    guardian_id: UUID


_GUARDIANS = f"""
select t.id, t.version, t.active, t.learner_id, t.guardian_id, t.relation, i.sources, i.sourced_ids
from {with_identifiers("guardian")} where t.district_id = :district_id"""  # noqa: S608 - all names are ours
_BY_ID = Query(f"{_GUARDIANS} and t.id = any(cast(:ids as uuid[]))", GuardianRow)
_PAGE = Query(f"{_GUARDIANS} and {equal('learner_id')} and {equal('guardian_id')} {in_page('guardian')}", GuardianRow)
_UPSERT = Upsert("guardian", "learner_id", "guardian_id", "relation")
_TIES = Query(
    """
select id, learner_id, guardian_id from guardian
where district_id = :district_id and learner_id = any(cast(:learner_ids as uuid[]))
""",
    Tie,
)


async def find_guardians(
    session: Transaction, district_id: UUID, references: Iterable[Reference | None]
) -> Lookup[Guardian]:
    """Returns the guardians that are referred to, as far as there are any."""
    owners, ids = await resolve(session, district_id, "guardian", references)
    rows = await _BY_ID.all(session, district_id=district_id, ids=ids) if ids else []
    return Lookup("guardian", owners, map(_stored, rows))


async def page_of_guardians(
    session: Transaction,
    district_id: UUID,
    page: PageSelection,
    *,
    learner_id: UUID | None = None,
    guardian_id: UUID | None = None,
) -> list[Stored[Guardian]]:
    rows = await _PAGE.all(
        session, district_id=district_id, **page._asdict(), learner_id=learner_id, guardian_id=guardian_id
    )
    return [_stored(row) for row in rows]


async def save_guardians(session: Transaction, district_id: UUID, changes: Sequence[Change[Guardian]]) -> None:
    await _UPSERT.save(session, district_id, changes)


async def find_ties(
    session: Transaction, district_id: UUID, learner_ids: Iterable[UUID]
) -> dict[tuple[UUID, UUID], UUID]:
    """Returns who is tied to these learners: (learner, guardian) to the id of the tie."""
    ties = await _TIES.all(session, district_id=district_id, learner_ids=list(learner_ids))
    return {(tie.learner_id, tie.guardian_id): tie.id for tie in ties}


def _stored(row: GuardianRow) -> Stored[Guardian]:
    guardian = Guardian(
        learner_id=row.learner_id,
        guardian_id=row.guardian_id,
        relation=row.relation,
        active=row.active,
        identifiers=identifiers_of(row.sources, row.sourced_ids),
    )
    return Stored(row.id, row.version, guardian)
