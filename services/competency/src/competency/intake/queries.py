"""xAPI statements that were taken, and what activities mean."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row as AnyRow
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.intake.models import XapiActivity
from shared.db.query import Transaction, columns
from shared.db.statement import Row, Statement

_CLAIM = Statement("""
insert into xapi_statement (district_id, statement_id, fingerprint, sender, voids)
select cast(:district_id as uuid), s.statement_id, s.fingerprint, s.sender, s.voids
from unnest(cast(:ids as uuid[]), cast(:fingerprints as text[]), cast(:senders as text[]), cast(:voids as uuid[]))
  as s(statement_id, fingerprint, sender, voids)
order by s.statement_id
on conflict do nothing returning statement_id
""")
# The evidence of a voiding is that of the statement which it voids.
_KNOWN = Statement("""
select s.statement_id, s.fingerprint, s.voids, e.evidence_id
from xapi_statement s
left join xapi_statement t on t.district_id = s.district_id and t.statement_id = s.voids
left join evidence e on e.district_id = s.district_id and e.sender = coalesce(t.sender, s.sender)
  and e.external_id = cast(coalesce(s.voids, s.statement_id) as text)
where s.statement_id = any(cast(:ids as uuid[]))
""")
_FORGET = Statement("delete from xapi_statement where statement_id = any(cast(:ids as uuid[]))")
_DECLARED = Statement(f"""
select {columns(XapiActivity)} from xapi_activity where activity_id = any(cast(:activities as text[]))
""")  # noqa: S608
_LEARNERS = Statement("select learner_id from learner where learner_id = any(cast(:ids as uuid[]))")
_DECLARE = text("""
insert into xapi_activity (district_id, mapping_id, activity_id, item_id, kind, scale, declared_by)
values (:district_id, :mapping_id, :activity_id, :item_id, :kind, cast(:scale as jsonb), :declared_by)
on conflict (district_id, activity_id) do nothing returning mapping_id
""")
_ONE = text(f"select {columns(XapiActivity)} from xapi_activity where mapping_id = :mapping_id")  # noqa: S608
_LIST = text(f"""
select {columns(XapiActivity)} from xapi_activity where (cast(:after as uuid) is null or mapping_id > :after)
order by mapping_id limit :limit
""")  # noqa: S608
_WITHDRAW = text("delete from xapi_activity where mapping_id = :mapping_id returning mapping_id")


class Claim(NamedTuple):
    """A statement about to be taken."""

    statement_id: UUID
    fingerprint: str
    sender: str
    voids: UUID | None


async def claim(session: Transaction, district_id: UUID, claims: Sequence[Claim]) -> set[UUID]:
    """Take the ids of these statements, in one order for everybody; returns those that nobody had taken. Whoever
    claims one that another transaction has claimed waits until that one ends.
    """
    rows = await _CLAIM.all(
        session,
        {
            "district_id": district_id,
            "ids": [c.statement_id for c in claims],
            "fingerprints": [c.fingerprint for c in claims],
            "senders": [c.sender for c in claims],
            "voids": [c.voids for c in claims],
        },
    )
    return {row.statement_id for row in rows}


async def known(session: Transaction, ids: Iterable[UUID]) -> dict[UUID, Row]:
    """Those of these statements that were taken: what they said, and the evidence they are about."""
    return {row.statement_id: row for row in await _KNOWN.all(session, {"ids": list(ids)})}


async def forget(session: Transaction, ids: Iterable[UUID]) -> None:
    """Give these ids back: their statements were refused, and may be sent again."""
    await _FORGET.run(session, {"ids": list(ids)})


async def declared(session: Transaction, activities: Iterable[str]) -> dict[str, Row]:
    rows = await _DECLARED.all(session, {"activities": sorted(set(activities))})
    return {row.activity_id: row for row in rows}


async def who_learn(session: Transaction, ids: Iterable[UUID]) -> set[UUID]:
    """Those of these people who are learners."""
    return {row.learner_id for row in await _LEARNERS.all(session, {"ids": sorted(set(ids))})}


async def declare(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """False where the activity has a meaning already."""
    scale = values["scale"]
    parameters = dict(values) | {"scale": None if scale is None else json.dumps(scale)}
    return await session.scalar(_DECLARE, parameters) is not None


async def one(session: AsyncSession, mapping_id: UUID) -> AnyRow[Any] | None:
    return (await session.execute(_ONE, {"mapping_id": mapping_id})).one_or_none()


async def listed(session: AsyncSession, after: UUID | None, limit: int) -> Sequence[AnyRow[Any]]:
    return (await session.execute(_LIST, {"after": after, "limit": limit})).all()


async def withdraw(session: AsyncSession, mapping_id: UUID) -> bool:
    return await session.scalar(_WITHDRAW, {"mapping_id": mapping_id}) is not None
