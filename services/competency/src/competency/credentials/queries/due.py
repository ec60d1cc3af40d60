"""Marks credentials that are to be looked at again, and finds those that are."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from competency.common.parts import Part
from shared.db.query import Command, Query, Scalar, Transaction

MARK_CREDENTIALS_DUE = Part(
    "credentials_due",
    """
insert into credential_due (district_id, learner_id, item_id, due_at)
select c.district_id, c.learner_id, c.item_id, cast(:known_at as timestamptz)
from determined d cross join lateral (
  select c.district_id, c.learner_id, c.item_id from credential c where c.district_id = cast(:district_id as uuid)
    and c.learner_id = d.learner_id and c.item_id = d.item_id and c.follows offset 0) c
on conflict do nothing
""",
)
"""With what evidence amounts to, in the same statement: the job then looks at them (ADR 0018)."""


class DueLearner(NamedTuple):
    """A learner whose credentials are to be looked at."""

    district_id: UUID
    learner_id: UUID


_DUE = Query(
    """
select district_id, learner_id from (
  select district_id, learner_id from credential_due order by due_at limit :among
) oldest order by random() limit 1
""",
    DueLearner,
)
_TAKE = Scalar("delete from credential_due where learner_id = :learner_id returning item_id", UUID)
_MARK = Command("""
insert into credential_due (district_id, learner_id, item_id, due_at)
select cast(:district_id as uuid), cast(:learner_id as uuid), n.item_id, statement_timestamp()
from unnest(cast(:items as uuid[])) as n(item_id)
on conflict do nothing
""")
_MARK_SIGNED_BY = Command("""
insert into credential_due (district_id, learner_id, item_id, due_at)
select b.district_id, b.learner_id, b.item_id, statement_timestamp()
from credential b
where b.item_id is not null and b.learner_id in (
  select c.learner_id from credential c
  join credential_issue s on s.district_id = c.district_id and s.credential_id = c.credential_id and s.issue = c.issue
  where (s.key_id = :key_id or s.proof_key_id = :key_id) and s.revoked_at is null)
on conflict do nothing
""")


async def find_due_learner(session: Transaction, among: int) -> DueLearner | None:
    """Returns one of the learners of any district that wait longest, so that one who cannot be served holds nobody else
    up.
    """
    return await _DUE.first(session, among=among)


async def take_due_items(session: Transaction, learner_id: UUID) -> set[UUID]:
    """Returns the items to look at and takes the marks off; the learner is locked, so none is set meanwhile."""
    return set(await _TAKE.all(session, learner_id=learner_id))


async def mark_due(session: Transaction, district_id: UUID, learner_id: UUID, items: Collection[UUID]) -> None:
    """Marks the learner's badges for these items."""
    await _MARK.run(session, district_id=district_id, learner_id=learner_id, items=sorted(items))


async def mark_due_signed_by(session: Transaction, key_id: str) -> None:
    """Marks all badges of the learners who have a credential that the key signed, or a badge that it proved."""
    await _MARK_SIGNED_BY.run(session, key_id=key_id)
