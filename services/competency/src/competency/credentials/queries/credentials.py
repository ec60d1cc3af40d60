"""Reads and writes credentials as they were issued."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from competency.credentials.rules.vocabulary import AnyJson
from shared.db.query import Command, Query, Transaction


class CredentialRecord(NamedTuple):
    """A credential in its newest issue. `key_withdrawn`: the key that signed it was; `proven`: it has a proof by a key
    that was not. Without an item it is the learner's whole record.
    """

    credential_id: UUID
    learner_id: UUID
    item_id: UUID | None
    pseudonym: UUID
    awarded_at: datetime
    follows: bool
    issue: int
    name: str
    token: str
    list_id: UUID
    place: int
    score: Decimal | None
    level: str | None
    level_from: Decimal | None
    evidence: list[UUID]
    issued_at: datetime
    issued_by: str
    revoked_at: datetime | None
    reason: str | None
    words: str | None
    proof: AnyJson | None
    key_withdrawn: bool
    proven: bool


class CredentialSummary(NamedTuple):
    """What events tell of a credential in its newest issue."""

    learner_id: UUID
    credential_id: UUID
    item_id: UUID | None
    issue: int
    issued_at: datetime
    revoked_at: datetime | None
    reason: str | None


class NewIssue(NamedTuple):
    """An issue of a credential about to be written. Score, level and evidence are what a badge says; a record says
    none.
    """

    credential_id: UUID
    item_id: UUID | None
    pseudonym: UUID
    awarded_at: datetime
    issue: int
    token: str
    name: str
    key_id: str
    list_id: UUID
    place: int
    score: Decimal | None
    level: str | None
    level_from: Decimal | None
    evidence: list[UUID]
    issued_at: datetime
    issued_by: str


class Revocation(NamedTuple):
    """An issue that is revoked, why as a code, and why in words."""

    credential_id: UUID
    issue: int
    reason: str
    words: str


_NEWEST_ISSUE = """
from credential c
join credential_issue s on s.district_id = c.district_id and s.credential_id = c.credential_id and s.issue = c.issue
"""
_SELECT = f"""
select c.credential_id, c.learner_id, c.item_id, c.pseudonym, c.awarded_at, c.follows, s.issue, s.name, s.token,
  s.list_id, s.place, s.score, s.level, s.level_from, s.evidence, s.issued_at, s.issued_by, s.revoked_at, s.reason,
  s.words, s.proof, k.withdrawn_at is not null as key_withdrawn,
  s.proof is not null and p.withdrawn_at is null as proven
{_NEWEST_ISSUE}
left join issuer_key k on k.district_id = s.district_id and k.key_id = s.key_id
left join issuer_key p on p.district_id = s.district_id and p.key_id = s.proof_key_id
"""
_OF_LEARNER = Query(f"{_SELECT} where c.learner_id = :learner_id", CredentialRecord)
_ONE = Query(f"{_SELECT} where c.learner_id = :learner_id and c.credential_id = :credential_id", CredentialRecord)
_PAGE = Query(
    f"""{_SELECT}
where c.learner_id = :learner_id and (cast(:after as uuid) is null or c.credential_id > cast(:after as uuid))
order by c.credential_id limit :limit
""",
    CredentialRecord,
)
_SUMMARIES = Query(
    f"""
select c.learner_id, c.credential_id, c.item_id, s.issue, s.issued_at, s.revoked_at, s.reason {_NEWEST_ISSUE}
where c.learner_id = any(cast(:ids as uuid[])) order by c.learner_id, c.credential_id
""",
    CredentialSummary,
)
_SAVE = Command("""
insert into credential (district_id, credential_id, learner_id, item_id, pseudonym, awarded_at, issue, follows)
select cast(:district_id as uuid), n.credential_id, cast(:learner_id as uuid), n.item_id, n.pseudonym, n.awarded_at,
  n.issue, true
from unnest(cast(:ids as uuid[]), cast(:items as uuid[]), cast(:pseudonyms as uuid[]), cast(:awarded as timestamptz[]),
            cast(:issues as int[])) as n(credential_id, item_id, pseudonym, awarded_at, issue)
on conflict (district_id, credential_id) do update set issue = excluded.issue, pseudonym = excluded.pseudonym,
  follows = true
""")
_ADD_ISSUE = Command("""
insert into credential_issue (district_id, credential_id, issue, token, name, key_id, list_id, place, score, level,
                              level_from, evidence, issued_at, issued_by)
values (:district_id, :credential_id, :issue, :token, :name, :key_id, :list_id, :place, :score, :level, :level_from,
        :evidence, :issued_at, :issued_by)
""")
_REVOKE = Command("""
update credential_issue s set revoked_at = cast(:now as timestamptz), revoked_by = :revoked_by, reason = n.reason,
  words = n.words
from unnest(cast(:ids as uuid[]), cast(:issues as int[]), cast(:reasons as text[]), cast(:words as text[]))
  as n(credential_id, issue, reason, words)
where s.credential_id = n.credential_id and s.issue = n.issue and s.revoked_at is null
""")
_SAVE_PROOFS = Command("""
update credential_issue s set proof = n.proof, proof_key_id = :key_id
from unnest(cast(:ids as uuid[]), cast(:issues as int[]), cast(:proofs as jsonb[])) as n(credential_id, issue, proof)
where s.credential_id = n.credential_id and s.issue = n.issue
""")
_STOP_FOLLOWING = Command("update credential set follows = false where credential_id = :credential_id")


async def credentials_of_learner(session: Transaction, learner_id: UUID) -> list[CredentialRecord]:
    """Returns all the learner's credentials, each in its newest issue."""
    return await _OF_LEARNER.all(session, learner_id=learner_id)


async def find_credential(session: Transaction, learner_id: UUID, credential_id: UUID) -> CredentialRecord | None:
    return await _ONE.first(session, learner_id=learner_id, credential_id=credential_id)


async def page_of_credentials(
    session: Transaction, learner_id: UUID, after: UUID | None, limit: int
) -> list[CredentialRecord]:
    """Returns the learner's credentials behind this one, by their ids."""
    return await _PAGE.all(session, learner_id=learner_id, after=after, limit=limit)


async def credential_summaries(session: Transaction, learners: Collection[UUID]) -> list[CredentialSummary]:
    """Returns what events tell of all credentials of these learners, learner by learner."""
    return await _SUMMARIES.all(session, ids=list(learners))


async def add_issues(session: Transaction, district_id: UUID, learner_id: UUID, issues: Sequence[NewIssue]) -> None:
    """Stores these issues, each as the newest of its credential."""
    if not issues:
        return
    await _SAVE.run(
        session,
        district_id=district_id,
        learner_id=learner_id,
        ids=[one.credential_id for one in issues],
        items=[one.item_id for one in issues],
        pseudonyms=[one.pseudonym for one in issues],
        awarded=[one.awarded_at for one in issues],
        issues=[one.issue for one in issues],
    )
    for one in issues:
        await _ADD_ISSUE.run(
            session,
            district_id=district_id,
            credential_id=one.credential_id,
            issue=one.issue,
            token=one.token,
            name=one.name,
            key_id=one.key_id,
            list_id=one.list_id,
            place=one.place,
            score=one.score,
            level=one.level,
            level_from=one.level_from,
            evidence=one.evidence,
            issued_at=one.issued_at,
            issued_by=one.issued_by,
        )


async def revoke_issues(session: Transaction, revoked: Sequence[Revocation], now: datetime, revoked_by: str) -> None:
    """Records that these issues are revoked."""
    if revoked:
        await _REVOKE.run(
            session,
            now=now,
            revoked_by=revoked_by,
            ids=[one.credential_id for one in revoked],
            issues=[one.issue for one in revoked],
            reasons=[one.reason for one in revoked],
            words=[one.words for one in revoked],
        )


async def save_proofs(session: Transaction, key_id: str, proofs: Mapping[tuple[UUID, int], AnyJson]) -> None:
    """Stores the proofs that this key made, each beside its issue of a badge."""
    if proofs:
        await _SAVE_PROOFS.run(
            session,
            key_id=key_id,
            ids=[credential_id for credential_id, _ in proofs],
            issues=[issue for _, issue in proofs],
            proofs=[json.dumps(dict(proof)) for proof in proofs.values()],
        )


async def stop_following(session: Transaction, credential_id: UUID) -> None:
    """Has the credential follow mastery no more."""
    await _STOP_FOLLOWING.run(session, credential_id=credential_id)
