"""What learners are called, in SQL: under an agreement, and by their district's systems."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.query import Query


class LearnerPseudonym(NamedTuple):
    """What a learner is called under one agreement."""

    agreement_id: UUID
    learner_id: UUID
    pseudonym: UUID


class LearnerIdentifier(NamedTuple):
    """An id that a district's own system has for a learner."""

    learner_id: UUID
    source: str
    sourced_id: str


_PSEUDONYMS = Query(
    """
    with wanted as (
      select agreement_id, learner_id, pseudonym
        from unnest(cast(:agreements as uuid[]), cast(:learners as uuid[]), cast(:fresh as uuid[]))
        as i(agreement_id, learner_id, pseudonym)
    ), minted as (
      insert into pseudonym (district_id, agreement_id, learner_id, pseudonym)
      select :district_id, agreement_id, learner_id, pseudonym from wanted
      on conflict do nothing returning agreement_id, learner_id, pseudonym
    )
    select agreement_id, learner_id, pseudonym from minted
    union all
    select p.agreement_id, p.learner_id, p.pseudonym from pseudonym p join wanted w using (agreement_id, learner_id)
    where p.district_id = :district_id
    """,
    LearnerPseudonym,
)
_IDENTIFIERS = Query(
    """
    select learner_id, source, sourced_id from learner_identifier
    where district_id = :district_id and learner_id = any(cast(:learners as uuid[]))
    order by learner_id, source, sourced_id
    """,
    LearnerIdentifier,
)


async def find_or_mint_pseudonyms(
    session: AsyncSession, district_id: UUID, pairs: Sequence[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], UUID]:
    """Returns what each (agreement, learner) is called; random, and minted when it is first asked for."""
    if not pairs:
        return {}
    rows = await _PSEUDONYMS.all(
        session,
        district_id=district_id,
        agreements=[agreement for agreement, _ in pairs],
        learners=[learner for _, learner in pairs],
        fresh=[uuid4() for _ in pairs],
    )
    return {(row.agreement_id, row.learner_id): row.pseudonym for row in rows}


async def find_identifiers(
    session: AsyncSession, district_id: UUID, learners: Sequence[UUID]
) -> list[LearnerIdentifier]:
    """Returns the ids that the district's own systems have for these learners."""
    return await _IDENTIFIERS.all(session, district_id=district_id, learners=list(learners))
