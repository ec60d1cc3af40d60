"""xAPI statements that were taken, and what activities mean."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from competency.evidence.rules import Kind
from competency.intake.models import XapiActivity
from shared.db.query import Command, Query, Scalar, Transaction, columns
from shared.values.json_types import Json, JsonObject


class Claim(NamedTuple):
    """A statement about to be taken."""

    statement_id: UUID
    fingerprint: str
    sender: str
    voids: UUID | None


class TakenStatement(NamedTuple):
    """A statement that was taken: what it said, and the evidence that it is about."""

    statement_id: UUID
    fingerprint: str
    voids: UUID | None
    evidence_id: UUID


class DeclaredActivity(NamedTuple):
    """An activity whose statements are evidence of an item. `scale`: JSON as it was sent."""

    district_id: UUID
    mapping_id: UUID
    activity_id: str
    item_id: UUID
    kind: Kind
    scale: JsonObject | None
    declared_by: str
    declared_at: datetime


_CLAIM = Scalar(
    """
insert into xapi_statement (district_id, statement_id, fingerprint, sender, voids)
select cast(:district_id as uuid), s.statement_id, s.fingerprint, s.sender, s.voids
from unnest(cast(:ids as uuid[]), cast(:fingerprints as text[]), cast(:senders as text[]), cast(:voids as uuid[]))
  as s(statement_id, fingerprint, sender, voids)
order by s.statement_id
on conflict do nothing returning statement_id
""",
    UUID,
)
# The evidence of a voiding is that of the statement which it voids.
_TAKEN = Query(
    """
select s.statement_id, s.fingerprint, s.voids, e.evidence_id
from xapi_statement s
left join xapi_statement t on t.district_id = s.district_id and t.statement_id = s.voids
left join evidence e on e.district_id = s.district_id and e.sender = coalesce(t.sender, s.sender)
  and e.external_id = cast(coalesce(s.voids, s.statement_id) as text)
where s.statement_id = any(cast(:ids as uuid[]))
""",
    TakenStatement,
)
_FORGET = Command("delete from xapi_statement where statement_id = any(cast(:ids as uuid[]))")
_DECLARED = Query(
    f"select {columns(XapiActivity)} from xapi_activity where activity_id = any(cast(:activities as text[]))",  # noqa: S608
    DeclaredActivity,
)
_LEARNERS = Scalar("select learner_id from learner where learner_id = any(cast(:ids as uuid[]))", UUID)
_DECLARE = Command("""
insert into xapi_activity (district_id, mapping_id, activity_id, item_id, kind, scale, declared_by)
values (:district_id, :mapping_id, :activity_id, :item_id, :kind, cast(:scale as jsonb), :declared_by)
on conflict (district_id, activity_id) do nothing
""")
_ONE = Query(
    f"select {columns(XapiActivity)} from xapi_activity where mapping_id = :mapping_id",  # noqa: S608
    DeclaredActivity,
)
_LIST = Query(
    f"""
select {columns(XapiActivity)} from xapi_activity where (cast(:after as uuid) is null or mapping_id > :after)
order by mapping_id limit :limit
""",  # noqa: S608
    DeclaredActivity,
)
_WITHDRAW = Command("delete from xapi_activity where mapping_id = :mapping_id")


async def claim_statements(session: Transaction, district_id: UUID, claims: Sequence[Claim]) -> set[UUID]:
    """Takes the ids of these statements, in one order for everybody; returns those that nobody had taken. Whoever
    claims one that another transaction has claimed waits until that one ends.
    """
    claimed = await _CLAIM.all(
        session,
        district_id=district_id,
        ids=[c.statement_id for c in claims],
        fingerprints=[c.fingerprint for c in claims],
        senders=[c.sender for c in claims],
        voids=[c.voids for c in claims],
    )
    return set(claimed)


async def taken_statements(session: Transaction, ids: Iterable[UUID]) -> dict[UUID, TakenStatement]:
    """Returns those of these statements that were taken."""
    return {row.statement_id: row for row in await _TAKEN.all(session, ids=list(ids))}


async def forget_statements(session: Transaction, ids: Iterable[UUID]) -> None:
    """Gives these ids back: their statements were refused, and may be sent again."""
    await _FORGET.run(session, ids=list(ids))


async def declared_activities(session: Transaction, activities: Iterable[str]) -> dict[str, DeclaredActivity]:
    """Returns what was declared of these activities, by their own ids."""
    rows = await _DECLARED.all(session, activities=sorted(set(activities)))
    return {row.activity_id: row for row in rows}


async def learners_among(session: Transaction, ids: Iterable[UUID]) -> set[UUID]:
    """Returns those of these people who are learners."""
    return set(await _LEARNERS.all(session, ids=sorted(set(ids))))


async def add_activity(
    session: Transaction,
    district_id: UUID,
    mapping_id: UUID,
    *,
    activity_id: str,
    item_id: UUID,
    kind: Kind,
    scale: Mapping[str, Json] | None,
    declared_by: str,
) -> bool:
    """Returns False where the activity has a meaning already."""
    added = await _DECLARE.run(
        session,
        district_id=district_id,
        mapping_id=mapping_id,
        activity_id=activity_id,
        item_id=item_id,
        kind=kind,
        scale=None if scale is None else json.dumps(scale),
        declared_by=declared_by,
    )
    return bool(added)


async def find_activity(session: Transaction, mapping_id: UUID) -> DeclaredActivity | None:
    """Returns the declaration, if the district has made it."""
    return await _ONE.first(session, mapping_id=mapping_id)


async def list_activities(session: Transaction, after: UUID | None, limit: int) -> list[DeclaredActivity]:
    """Returns the declarations behind that one, in the order they were made."""
    return await _LIST.all(session, after=after, limit=limit)


async def delete_activity(session: Transaction, mapping_id: UUID) -> bool:
    """Returns False where there was no such declaration."""
    return bool(await _WITHDRAW.run(session, mapping_id=mapping_id))
