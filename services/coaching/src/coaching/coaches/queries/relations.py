"""Who is related to whom, in SQL."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.relations import RelationKind
from shared.db.query import Command, Query, Scalar, Transaction


class RelationRecord(NamedTuple):
    """Two coaches who are related, the one of the smaller id first."""

    relation_id: UUID
    one_coach_id: UUID
    other_coach_id: UUID
    kind: RelationKind
    declared_at: datetime
    withdrawn_at: datetime | None


class Pair(NamedTuple):
    """Two coaches."""

    one_coach_id: UUID
    other_coach_id: UUID


_SELECT = """
select r.relation_id, r.one_coach_id, r.other_coach_id, r.kind, r.declared_at, r.withdrawn_at from coach_relation r
"""
_ADD = Scalar(
    """
    insert into coach_relation (district_id, relation_id, one_coach_id, other_coach_id, kind, declared_at, declared_by)
    values (:district_id, :relation_id, :one_coach_id, :other_coach_id, :kind, :at, :by)
    on conflict (district_id, one_coach_id, other_coach_id) where withdrawn_at is null do nothing returning true
    """,
    bool,
)
_LOCK = Query(f"{_SELECT} where r.relation_id = :relation_id for no key update of r", RelationRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or r.relation_id > cast(:after as uuid))
      and (cast(:coach_id as uuid) is null or cast(:coach_id as uuid) in (r.one_coach_id, r.other_coach_id))
    order by r.relation_id limit :limit
    """,
    RelationRecord,
)
_WITHDRAW = Command("""
update coach_relation set withdrawn_at = :at, withdrawn_by = :by
where relation_id = :relation_id and withdrawn_at is null
""")
# By the person: who has left and coaches again has another id, and is related as before.
_AMONG = Query(
    """
    select distinct one.coach_id as one_coach_id, other.coach_id as other_coach_id
    from coach_relation r
    join coach then_one on then_one.district_id = r.district_id and then_one.coach_id = r.one_coach_id
    join coach then_other on then_other.district_id = r.district_id and then_other.coach_id = r.other_coach_id
    join coach one on one.district_id = r.district_id and one.person_id = then_one.person_id
    join coach other on other.district_id = r.district_id and other.person_id = then_other.person_id
    where r.withdrawn_at is null and one.coach_id = any(cast(:ids as uuid[]))
      and other.coach_id = any(cast(:ids as uuid[]))
    order by one_coach_id, other_coach_id
    """,
    Pair,
)


async def add_relation(session: Transaction, district_id: UUID, new: RelationRecord, by: str) -> bool:
    """Returns whether it was added: two coaches have one relation at a time."""
    added = await _ADD.get(
        session,
        district_id=district_id,
        relation_id=new.relation_id,
        one_coach_id=new.one_coach_id,
        other_coach_id=new.other_coach_id,
        kind=new.kind,
        at=new.declared_at,
        by=by,
    )
    return added is True


async def lock_relation(session: Transaction, relation_id: UUID) -> RelationRecord | None:
    return await _LOCK.first(session, relation_id=relation_id)


async def page_of_relations(
    session: Transaction, after: UUID | None, coach_id: UUID | None, limit: int
) -> list[RelationRecord]:
    """Returns relations, those that were withdrawn too; of one coach, where one is named."""
    return await _PAGE.all(session, after=after, coach_id=coach_id, limit=limit)


async def set_withdrawn(session: Transaction, relation_id: UUID, at: datetime, by: str) -> None:
    await _WITHDRAW.run(session, relation_id=relation_id, at=at, by=by)


async def find_related(session: Transaction, ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Returns to whom of these coaches each of them is related."""
    found: dict[UUID, set[UUID]] = {one: set() for one in ids}
    for pair in await _AMONG.all(session, ids=list(ids)):
        found[pair.one_coach_id].add(pair.other_coach_id)
        found[pair.other_coach_id].add(pair.one_coach_id)
    return {one: frozenset(related) for one, related in found.items()}
