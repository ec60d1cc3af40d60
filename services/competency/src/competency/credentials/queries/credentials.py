"""Credentials as issued, what they are issued of, and which are to be looked at again."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row as AnyRow
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.frameworks.models import Item
from shared.db.query import Transaction, columns
from shared.db.statement import Row, Statement

_ISSUED = """
select c.credential_id, c.learner_id, c.item_id, c.pseudonym, c.awarded_at, c.follows, s.issue, s.name, s.token,
  s.key_id, s.list_id, s.place, s.score, s.level, s.level_from, s.evidence, s.issued_at, s.issued_by, s.revoked_at,
  s.reason, s.words, s.revoked_by, s.proof, k.withdrawn_at is not null as key_withdrawn,
  s.proof is not null and p.withdrawn_at is null as proven
from credential c
join credential_issue s on s.district_id = c.district_id and s.credential_id = c.credential_id and s.issue = c.issue
left join issuer_key k on k.district_id = s.district_id and k.key_id = s.key_id
left join issuer_key p on p.district_id = s.district_id and p.key_id = s.proof_key_id
"""
_OF_LEARNER = Statement(f"{_ISSUED} where c.learner_id = :learner_id")
_ONE = Statement(f"{_ISSUED} where c.learner_id = :learner_id and c.credential_id = :credential_id")
_LIST = Statement(f"""{_ISSUED}
where c.learner_id = :learner_id and (cast(:after as uuid) is null or c.credential_id > cast(:after as uuid))
order by c.credential_id limit :limit
""")
_OF_LEARNERS = Statement("""
select c.learner_id, c.credential_id, c.item_id, s.issue, s.issued_at, s.revoked_at, s.reason
from credential c
join credential_issue s on s.district_id = c.district_id and s.credential_id = c.credential_id and s.issue = c.issue
where c.learner_id = any(cast(:ids as uuid[])) order by c.learner_id, c.credential_id
""")
_HELD = Statement("""
select m.item_id, m.score, m.mastered, m.observed_at, m.known_at, m.determined_at, i.record, i.edition, i.parent_id,
  f.framework_id, f.title, f.scale_minimum, f.scale_maximum, f.mastery_score, m.policy_id, p.level, p.version,
  p.method, p.parameter, p.mastery, p.kinds, p.self_and_peer, p.window_days, m.criterion_version, c.rule, c.least,
  cardinality(c.children) as parts, coalesce(c.mastery, f.mastery_score) as mean
from mastery m
join item i on i.district_id = m.district_id and i.item_id = m.item_id
join framework f on f.district_id = i.district_id and f.framework_id = i.framework_id
left join mastery_policy p on p.district_id = m.district_id and p.policy_id = m.policy_id
left join criterion c on c.district_id = m.district_id and c.item_id = m.item_id and c.version = m.criterion_version
where m.learner_id = :learner_id
  and case when cast(:items as uuid[]) is null then m.mastered else m.item_id = any(cast(:items as uuid[])) end
order by m.item_id
""")
_SHOWN = Statement("""
select e.item_id, e.evidence_id, e.score, e.observed_at, e.recorded_at, e.tie, e.kind, e.artefacts,
  cast(null as timestamptz) as voided_at, cast(null as timestamptz) as superseded_at
from evidence e
where e.learner_id = :learner_id and e.item_id = any(cast(:items as uuid[]))
  and not exists (select from evidence_void v where v.district_id = e.district_id and v.evidence_id = e.evidence_id)
  and not exists (select from evidence_correction c
                  where c.district_id = e.district_id and c.evidence_id = e.evidence_id)
order by e.observed_at desc, e.evidence_id
""")
_WITHDRAWN = Statement("""
select evidence_id from evidence_void where evidence_id = any(cast(:ids as uuid[]))
union all select evidence_id from evidence_correction where evidence_id = any(cast(:ids as uuid[]))
""")
_ABOVE = Statement(f"""
with recursive above as (
  select {columns(Item, "i")} from item i where i.item_id = any(cast(:items as uuid[]))
  union select {columns(Item, "p")} from above a join item p on p.district_id = a.district_id
    and p.item_id = a.parent_id
)
select a.item_id, a.parent_id, a.record, a.edition, f.title, f.scale_minimum, f.scale_maximum, f.mastery_score
from above a join framework f on f.district_id = a.district_id and f.framework_id = a.framework_id
order by a.item_id
""")  # noqa: S608
_SOURCED_IDS = Statement("""
select source, sourced_id from learner_identifier where learner_id = :learner_id order by source, sourced_id
""")
_PUT = Statement("""
insert into credential (district_id, credential_id, learner_id, item_id, pseudonym, awarded_at, issue, follows)
select cast(:district_id as uuid), n.credential_id, cast(:learner_id as uuid), n.item_id, n.pseudonym, n.awarded_at,
  n.issue, true
from unnest(cast(:ids as uuid[]), cast(:items as uuid[]), cast(:pseudonyms as uuid[]), cast(:awarded as timestamptz[]),
            cast(:issues as int[])) as n(credential_id, item_id, pseudonym, awarded_at, issue)
on conflict (district_id, credential_id) do update set issue = excluded.issue, pseudonym = excluded.pseudonym,
  follows = true
""")
_ADD = Statement("""
insert into credential_issue (district_id, credential_id, issue, token, name, key_id, list_id, place, score, level,
                              level_from, evidence, issued_at, issued_by)
values (cast(:district_id as uuid), cast(:credential_id as uuid), :issue, :token, :name, :key_id,
        cast(:list_id as uuid), :place, cast(:score as numeric), :level, cast(:level_from as numeric),
        cast(:evidence as uuid[]), cast(:issued_at as timestamptz), :issued_by)
""")
_REVOKE = Statement("""
update credential_issue s set revoked_at = cast(:now as timestamptz), revoked_by = :revoked_by, reason = n.reason,
  words = n.words
from unnest(cast(:ids as uuid[]), cast(:issues as int[]), cast(:reasons as text[]), cast(:words as text[]))
  as n(credential_id, issue, reason, words)
where s.credential_id = n.credential_id and s.issue = n.issue and s.revoked_at is null
""")
_PROVE = Statement("""
update credential_issue s set proof = n.proof, proof_key_id = :key_id
from unnest(cast(:ids as uuid[]), cast(:issues as int[]), cast(:proofs as jsonb[])) as n(credential_id, issue, proof)
where s.credential_id = n.credential_id and s.issue = n.issue
""")
_LET_GO = Statement("update credential set follows = false where credential_id = :credential_id")
_DUE = text("""
select district_id, learner_id from (
  select district_id, learner_id from credential_due order by due_at limit :among
) oldest order by random() limit 1
""")
_TAKE_DUE = Statement("delete from credential_due where learner_id = :learner_id returning item_id")
_LOOK_AT = Statement("""
insert into credential_due (district_id, learner_id, item_id, due_at)
select cast(:district_id as uuid), cast(:learner_id as uuid), n.item_id, statement_timestamp()
from unnest(cast(:items as uuid[])) as n(item_id)
on conflict do nothing
""")
_DUE_FOR_KEY = text("""
insert into credential_due (district_id, learner_id, item_id, due_at)
select b.district_id, b.learner_id, b.item_id, statement_timestamp()
from credential b
where b.item_id is not null and b.learner_id in (
  select c.learner_id from credential c
  join credential_issue s on s.district_id = c.district_id and s.credential_id = c.credential_id and s.issue = c.issue
  where (s.key_id = :key_id or s.proof_key_id = :key_id) and s.revoked_at is null)
on conflict do nothing
""")


class Signed(NamedTuple):
    """An issue of a credential about to be written."""

    credential_id: UUID
    item_id: UUID | None
    pseudonym: UUID
    awarded_at: datetime
    issue: int
    columns: Mapping[str, Any]


class Revoked(NamedTuple):
    """An issue that holds no longer, why as a code, and why in words."""

    credential_id: UUID
    issue: int
    reason: str
    words: str


async def of_learner(session: Transaction, learner_id: UUID) -> Sequence[Row]:
    """All the learner's credentials, each in its newest issue."""
    return await _OF_LEARNER.all(session, {"learner_id": learner_id})


async def one(session: Transaction, learner_id: UUID, credential_id: UUID) -> Row | None:
    rows = await _ONE.all(session, {"learner_id": learner_id, "credential_id": credential_id})
    return rows[0] if rows else None


async def listed(session: Transaction, learner_id: UUID, after: UUID | None, limit: int) -> Sequence[Row]:
    return await _LIST.all(session, {"learner_id": learner_id, "after": after, "limit": limit})


async def of_learners(session: Transaction, ids: Collection[UUID]) -> Sequence[Row]:
    """What is told of all their credentials, each in its newest issue."""
    return await _OF_LEARNERS.all(session, {"ids": list(ids)})


async def held(session: Transaction, learner_id: UUID, items: Collection[UUID] | None) -> dict[UUID, Row]:
    """What is held of the learner's mastery of these items; of all that are mastered, where none are named."""
    wanted = None if items is None else sorted(items)
    return {row.item_id: row for row in await _HELD.all(session, {"learner_id": learner_id, "items": wanted})}


async def shown(session: Transaction, learner_id: UUID, items: Collection[UUID]) -> dict[UUID, list[Row]]:
    """The evidence of each item that may count, the newest first."""
    result: dict[UUID, list[Row]] = {item_id: [] for item_id in items}
    for row in await _SHOWN.all(session, {"learner_id": learner_id, "items": sorted(items)}):
        result[row.item_id].append(row)
    return result


async def withdrawn(session: Transaction, evidence: Collection[UUID]) -> frozenset[UUID]:
    """Those of these pieces that were voided or corrected."""
    if not evidence:
        return frozenset()
    return frozenset(row.evidence_id for row in await _WITHDRAWN.all(session, {"ids": sorted(evidence)}))


async def items_and_above(session: Transaction, items: Collection[UUID]) -> dict[UUID, Row]:
    """These items and all that they lie under."""
    return {row.item_id: row for row in await _ABOVE.all(session, {"items": sorted(items)})}


async def sourced_ids(session: Transaction, learner_id: UUID) -> list[str]:
    """What the district's own systems call the learner."""
    return [row.sourced_id for row in await _SOURCED_IDS.all(session, {"learner_id": learner_id})]


async def put(session: Transaction, district_id: UUID, learner_id: UUID, signed: Sequence[Signed]) -> None:
    """Keep these issues, each as the newest of its credential."""
    if not signed:
        return
    await _PUT.run(
        session,
        {
            "district_id": district_id,
            "learner_id": learner_id,
            "ids": [s.credential_id for s in signed],
            "items": [s.item_id for s in signed],
            "pseudonyms": [s.pseudonym for s in signed],
            "awarded": [s.awarded_at for s in signed],
            "issues": [s.issue for s in signed],
        },
    )
    for s in signed:
        await _ADD.run(
            session,
            {"district_id": district_id, "credential_id": s.credential_id, "issue": s.issue, **s.columns},
        )


async def revoke(session: Transaction, revoked: Sequence[Revoked], now: datetime, revoked_by: str) -> None:
    if revoked:
        await _REVOKE.run(
            session,
            {
                "now": now,
                "revoked_by": revoked_by,
                "ids": [r.credential_id for r in revoked],
                "issues": [r.issue for r in revoked],
                "reasons": [r.reason for r in revoked],
                "words": [r.words for r in revoked],
            },
        )


async def prove(session: Transaction, key_id: str, proofs: Mapping[tuple[UUID, int], Mapping[str, Any]]) -> None:
    """Keep the proofs that this key made, each beside its issue of a badge."""
    if proofs:
        await _PROVE.run(
            session,
            {
                "key_id": key_id,
                "ids": [credential_id for credential_id, _ in proofs],
                "issues": [issue for _, issue in proofs],
                "proofs": [json.dumps(dict(proof)) for proof in proofs.values()],
            },
        )


async def let_go(session: Transaction, credential_id: UUID) -> None:
    """It does not follow mastery any more."""
    await _LET_GO.run(session, {"credential_id": credential_id})


async def due(session: AsyncSession, among: int) -> AnyRow[Any] | None:
    """A learner of any district whose credentials are to be looked at: one of those that wait longest, so that one who
    cannot be served holds nobody else up.
    """
    return (await session.execute(_DUE, {"among": among})).one_or_none()


async def take_due(session: Transaction, learner_id: UUID) -> set[UUID]:
    """The items to look at, taken off the list; the learner is locked, so none is put on it meanwhile."""
    return {row.item_id for row in await _TAKE_DUE.all(session, {"learner_id": learner_id})}


async def look_at(session: Transaction, district_id: UUID, learner_id: UUID, items: Collection[UUID]) -> None:
    """At the learner's badges for these items, by the job."""
    values = {"district_id": district_id, "learner_id": learner_id, "items": sorted(items)}
    await _LOOK_AT.run(session, values)


async def look_at_all_signed_by(session: AsyncSession, key_id: str) -> None:
    """At all of the learners who have a credential that the key signed, or a badge that it proved."""
    await session.execute(_DUE_FOR_KEY, {"key_id": key_id})
