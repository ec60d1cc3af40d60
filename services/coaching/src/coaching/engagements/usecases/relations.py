"""Members of the teams who are related to each other, as either district declares it; whoever follows is told at once.

A relation is of people, and no membership: it holds for somebody who comes back, and in every engagement of the two
districts. What a district declares of two of its own holds wherever these meet, as what it declares of its coaches
does; all else stays between the two, who alone read it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from coaching.coaches.followers import RELATION_TOLD, RelationTold
from coaching.coaches.queries.coaches import CoachRecord, hold_coaches_of
from coaching.coaches.queries.relations import find_related
from coaching.coaches.rules.relations import RelationKind, Relative
from coaching.common.usecases import speaking_for
from coaching.engagements.queries.engagements import EngagementRecord
from coaching.engagements.queries.members import MemberRecord, find_member
from coaching.engagements.queries.relations import (
    MemberRelationRecord,
    NewMemberRelation,
    add_member_relation,
    find_related_of_district,
    lock_member_relation,
    set_member_relation_withdrawn,
)
from coaching.engagements.schemas.relations import MemberRelationSent
from coaching.engagements.usecases.reading import require_engagement, require_open
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotAllowed, NotFound, invalid
from shared.values.ids import new_id


async def declare(
    session: Transaction, caller: Caller, engagement_id: UUID, sent: MemberRelationSent, now: datetime
) -> MemberRelationRecord:
    """Records that two members of the engagement are related, whichever district's they are."""
    engagement = await require_open(session, engagement_id, now)
    members = await _find_two(session, engagement_id, sent.member_ids)
    one, other = (relative_of(member) for member in members)
    await _hold_coaches(session, (one, other), then=caller.district_id)
    new = _new(caller, engagement, (one, other), sent.kind, now)
    if not await add_member_relation(session, new):
        raise Conflict("A relation of these two is declared already: have it withdrawn first where it is another.")
    await RELATION_TOLD.notify(session, RelationTold(caller.district_id, (one, other), related=True, now=now))
    return await require_relation(session, engagement, new.relation_id)


async def withdraw(
    session: Transaction, caller: Caller, engagement_id: UUID, relation_id: UUID, now: datetime
) -> MemberRelationRecord:
    """Records that two members are not related, or no longer. The row stays. Also in an engagement that is over: the
    relation holds in others of the two districts.
    """
    engagement = await require_engagement(session, engagement_id, now, lock=True)
    record = await require_relation(session, engagement, relation_id)
    if record.district_id != caller.district_id:
        raise NotAllowed("The other district declared this relation: that district withdraws it.")
    if record.withdrawn_at is not None:
        raise Conflict("This relation was withdrawn before.")
    await set_member_relation_withdrawn(session, relation_id, now, caller.subject)
    await RELATION_TOLD.notify(session, RelationTold(caller.district_id, record.people, related=False, now=now))
    return record._replace(withdrawn_at=now)


async def require_relation(
    session: Transaction, engagement: EngagementRecord, relation_id: UUID
) -> MemberRelationRecord:
    """Returns a relation, locked. Raises NotFound where no two of the engagement's members have it."""
    record = await lock_member_relation(session, engagement, relation_id)
    if record is None:
        raise NotFound("There is no such relation of members of this engagement.")
    return record


async def find_related_coaches(
    session: Transaction, district_id: UUID, coaches: Sequence[CoachRecord]
) -> dict[UUID, frozenset[UUID]]:
    """Returns to whom of these coaches of the session's district each of them is related, by all that the district
    knows: what it declared of its coaches, and what was declared in its engagements.
    """
    found = await find_related(session, [one.coach_id for one in coaches])
    by_person = {Relative(one.district_id, one.person_id): one.coach_id for one in coaches}
    people = [one.person_id for one in coaches]
    for one, other in map(tuple, await find_related_of_district(session, district_id, people)):
        found[by_person[one]] |= {by_person[other]}
        found[by_person[other]] |= {by_person[one]}
    return found


def relative_of(member: MemberRecord) -> Relative:
    return Relative(member.district_id, member.person_id)


async def _find_two(session: Transaction, engagement_id: UUID, ids: Sequence[UUID]) -> list[MemberRecord]:
    """Returns two who are members today, in the order in which relations are stored."""
    if ids[0] == ids[1]:
        raise invalid("/member_ids/1", "Nobody is related to themselves: name another member.")
    found: list[MemberRecord] = []
    errors = []
    for place, member_id in enumerate(ids):
        member = await find_member(session, engagement_id, member_id)
        if member is None:
            errors.append({"pointer": f"/member_ids/{place}", "detail": "The engagement has no such member."})
        elif member.left_on is not None:
            detail = "They have left the team: name somebody who is a member."
            errors.append({"pointer": f"/member_ids/{place}", "detail": detail})
        else:
            found.append(member)
    if errors:
        raise Invalid("These are not two members; see errors.", errors=errors)
    return sorted(found, key=relative_of)


async def _hold_coaches(session: Transaction, people: tuple[Relative, Relative], *, then: UUID) -> None:
    """Has nobody plan a meeting with the two until the commit: else one would be planned by what was known before, in
    whichever engagement, and nobody would look at it again.
    """
    for district_id in sorted({one.district_id for one in people}):
        async with speaking_for(session, district_id, then=then):
            own = [one.person_id for one in people if one.district_id == district_id]
            await hold_coaches_of(session, own)


def _new(
    caller: Caller, engagement: EngagementRecord, people: tuple[Relative, Relative], kind: RelationKind, now: datetime
) -> NewMemberRelation:
    one, other = people
    return NewMemberRelation(
        relation_id=new_id(),
        engagement_id=engagement.engagement_id,
        host_id=engagement.host_id,
        partner_id=engagement.partner_id,
        one_district_id=one.district_id,
        one_person_id=one.person_id,
        other_district_id=other.district_id,
        other_person_id=other.person_id,
        kind=kind,
        district_id=caller.district_id,
        declared_at=now,
        declared_by=caller.subject,
    )
