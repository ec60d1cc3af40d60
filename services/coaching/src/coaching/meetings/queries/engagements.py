"""What meetings need to know of the engagement in which they are, in SQL."""

from collections.abc import Collection
from typing import cast
from uuid import UUID

from coaching.engagements.queries.members import MemberRecord
from coaching.meetings.rules.terms import Recording
from shared.db.query import Query, Scalar, Transaction

_RECORDING = Scalar(
    """
    select c.recording from engagement_charter c
    where c.engagement_id = :engagement_id and c.host_signed_at is not null and c.partner_signed_at is not null
    order by c.number desc limit 1
    """,
    str,
)
_NAMED = Query(
    """
    select m.member_id, m.engagement_id, m.host_id, m.partner_id, m.district_id, m.person_id, m.coach_id, m.role,
      m.since, m.until, m.left_on, m.minor, m.minor_until, m.told_state, m.told_until
    from engagement_member m
    where m.engagement_id = :engagement_id and m.member_id = any(cast(:ids as uuid[]))
    """,
    MemberRecord,
)
_OF_PERSON = Query(
    """
    select m.member_id, m.engagement_id, m.host_id, m.partner_id, m.district_id, m.person_id, m.coach_id, m.role,
      m.since, m.until, m.left_on, m.minor, m.minor_until, m.told_state, m.told_until
    from engagement_member m
    where m.engagement_id = :engagement_id and m.district_id = :district_id and m.person_id = :person_id
    """,
    MemberRecord,
)
_LOCK = Scalar(
    "select e.engagement_id from engagement e where e.engagement_id = :engagement_id for no key update of e", UUID
)
_HOLD_COACHES = Scalar(
    "select c.coach_id from coach c where c.coach_id = any(cast(:ids as uuid[])) order by c.coach_id "
    "for no key update of c",
    UUID,
)
_HANDED_OVER = Scalar(
    """
    select distinct r.content from engagement_handover h cross join lateral unnest(h.readable) as r(content)
    where h.engagement_id = :engagement_id and h.to_member_id = any(cast(:member_ids as uuid[]))
    """,
    str,
)


async def lock_engagement(session: Transaction, engagement_id: UUID) -> None:
    """Waits for whoever else changes something in this engagement."""
    await _LOCK.all(session, engagement_id=engagement_id)


async def hold_coaches(session: Transaction, ids: Collection[UUID]) -> None:
    """Waits for what is being attested of these coaches of the session's district, and for whoever else plans or
    records what they are at; holds both off until the commit. Else a meeting would be planned by what is revoked in
    the same moment, and nobody would look at it again; and two that are planned at once would each have all of a
    coach's week.
    """
    await _HOLD_COACHES.all(session, ids=list(ids))


async def find_recording(session: Transaction, engagement_id: UUID) -> Recording:
    """Returns whether meetings may be recorded, by the newest charter that both have signed: not at all before."""
    return cast(Recording | None, await _RECORDING.get(session, engagement_id=engagement_id)) or "none"


async def find_named_members(
    session: Transaction, engagement_id: UUID, ids: Collection[UUID]
) -> dict[UUID, MemberRecord]:
    """Returns those of these who are members, or were."""
    return {one.member_id: one for one in await _NAMED.all(session, engagement_id=engagement_id, ids=list(ids))}


async def find_memberships(
    session: Transaction, engagement_id: UUID, district_id: UUID, person_id: UUID
) -> list[MemberRecord]:
    """Returns who a person is or was in an engagement."""
    return await _OF_PERSON.all(session, engagement_id=engagement_id, district_id=district_id, person_id=person_id)


async def find_handed_over(session: Transaction, engagement_id: UUID, member_ids: list[UUID]) -> frozenset[str]:
    """Returns the kinds of content that handovers let these members read."""
    return frozenset(await _HANDED_OVER.all(session, engagement_id=engagement_id, member_ids=member_ids))
