"""Who of two districts' people is related to whom, in SQL."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.relations import RelationKind, Relative
from coaching.engagements.queries.engagements import EngagementRecord
from shared.db.query import Command, Query, Scalar, Transaction


class NewMemberRelation(NamedTuple):
    """A relation as it is stored, of two people in order."""

    relation_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    one_district_id: UUID
    one_person_id: UUID
    other_district_id: UUID
    other_person_id: UUID
    kind: RelationKind
    district_id: UUID
    declared_at: datetime
    declared_by: str


class MemberRelationRecord(NamedTuple):
    """A relation, its two people with the members that they are or were last in an engagement of the two districts."""

    relation_id: UUID
    one_member_id: UUID
    other_member_id: UUID
    one_district_id: UUID
    one_person_id: UUID
    other_district_id: UUID
    other_person_id: UUID
    kind: RelationKind
    district_id: UUID
    declared_at: datetime
    withdrawn_at: datetime | None

    @property
    def people(self) -> tuple[Relative, Relative]:
        one = Relative(self.one_district_id, self.one_person_id)
        return one, Relative(self.other_district_id, self.other_person_id)


class RelatedPeople(NamedTuple):
    """Two people who are related."""

    one_district_id: UUID
    one_person_id: UUID
    other_district_id: UUID
    other_person_id: UUID


def _member(which: str) -> str:
    """The member that one of the two is in an engagement, or was last."""
    return f"""
    join lateral (select m.member_id from engagement_member m
      where m.engagement_id = :engagement_id and m.district_id = r.{which}_district_id
        and m.person_id = r.{which}_person_id
      order by m.left_on desc nulls first, m.member_id desc limit 1) {which} on true
    """  # noqa: S608


_BETWEEN = ":host_id in (r.host_id, r.partner_id) and :partner_id in (r.host_id, r.partner_id)"
_SELECT = f"""
select r.relation_id, one.member_id as one_member_id, other.member_id as other_member_id, r.one_district_id,
  r.one_person_id, r.other_district_id, r.other_person_id, r.kind, r.district_id, r.declared_at, r.withdrawn_at
from member_relation r {_member("one")} {_member("other")}
where {_BETWEEN}
"""  # noqa: S608
_ADD = Scalar(
    """
    insert into member_relation (relation_id, engagement_id, host_id, partner_id, one_district_id, one_person_id,
      other_district_id, other_person_id, kind, district_id, declared_at, declared_by)
    values (:relation_id, :engagement_id, :host_id, :partner_id, :one_district_id, :one_person_id, :other_district_id,
      :other_person_id, :kind, :district_id, :declared_at, :declared_by)
    on conflict (one_person_id, other_person_id, least(host_id, partner_id), greatest(host_id, partner_id))
      where withdrawn_at is null do nothing returning true
    """,
    bool,
)
_LOCK = Query(f"{_SELECT} and r.relation_id = :relation_id for no key update of r", MemberRelationRecord)
_PAGE = Query(
    f"""
    {_SELECT} and (cast(:after as uuid) is null or r.relation_id > cast(:after as uuid))
    order by r.relation_id limit :limit
    """,
    MemberRelationRecord,
)
_WITHDRAW = Command("""
update member_relation set withdrawn_at = :at, withdrawn_by = :by
where relation_id = :relation_id and withdrawn_at is null
""")
_OF_PEOPLE = """
select r.one_district_id, r.one_person_id, r.other_district_id, r.other_person_id from member_relation r
where r.withdrawn_at is null and r.one_person_id = any(cast(:people as uuid[]))
  and r.other_person_id = any(cast(:people as uuid[]))
"""
# What one district says of its own people holds wherever these meet; anything else only where both may know it.
_AMONG = Query(
    f"""
    {_OF_PEOPLE}
      and (({_BETWEEN}) or (r.district_id = r.one_district_id and r.district_id = r.other_district_id))
    order by r.one_person_id, r.other_person_id
    """,
    RelatedPeople,
)
_AMONG_OWN = Query(
    f"""
    {_OF_PEOPLE} and r.one_district_id = :district_id and r.other_district_id = :district_id
    order by r.one_person_id, r.other_person_id
    """,
    RelatedPeople,
)


async def add_member_relation(session: Transaction, new: NewMemberRelation) -> bool:
    """Returns whether it was added: two people have one relation at a time between two districts."""
    return await _ADD.get(session, **new._asdict()) is True


async def lock_member_relation(
    session: Transaction, engagement: EngagementRecord, relation_id: UUID
) -> MemberRelationRecord | None:
    """Returns a relation of two who are or were members of this engagement."""
    return await _LOCK.first(session, **_where(engagement), relation_id=relation_id)


async def page_of_member_relations(
    session: Transaction, engagement: EngagementRecord, after: UUID | None, limit: int
) -> list[MemberRelationRecord]:
    """Returns relations of those who are or were members of this engagement, in whichever engagement of the same two
    districts they were declared; those that were withdrawn too.
    """
    return await _PAGE.all(session, **_where(engagement), after=after, limit=limit)


async def set_member_relation_withdrawn(session: Transaction, relation_id: UUID, at: datetime, by: str) -> None:
    await _WITHDRAW.run(session, relation_id=relation_id, at=at, by=by)


async def find_related_people(
    session: Transaction, people: Collection[Relative], *, host_id: UUID, partner_id: UUID
) -> set[frozenset[Relative]]:
    """Returns which two of these people, who meet in an engagement of these districts, are related, as far as the
    session's district may know it.
    """
    ids = [one.person_id for one in people]
    rows = await _AMONG.all(session, people=ids, host_id=host_id, partner_id=partner_id)
    return {_pair(row) for row in rows}


async def find_related_of_district(
    session: Transaction, district_id: UUID, people: Collection[UUID]
) -> set[frozenset[Relative]]:
    """Returns which two of these people of the session's district are related, by whichever engagement it knows it."""
    rows = await _AMONG_OWN.all(session, people=list(people), district_id=district_id)
    return {_pair(row) for row in rows}


def _pair(row: RelatedPeople) -> frozenset[Relative]:
    one = Relative(row.one_district_id, row.one_person_id)
    return frozenset({one, Relative(row.other_district_id, row.other_person_id)})


def _where(engagement: EngagementRecord) -> dict[str, UUID]:
    return {
        "engagement_id": engagement.engagement_id,
        "host_id": engagement.host_id,
        "partner_id": engagement.partner_id,
    }
