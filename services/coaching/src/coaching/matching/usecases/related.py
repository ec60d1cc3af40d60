"""Coaches who are related count as one beside a student: what puts both on one need is planned again."""

from coaching.coaches.followers import RelationTold
from coaching.common.usecases import speaking_for
from coaching.matching.queries.matchings import find_shared_needs
from coaching.matching.usecases.ending import plan_again
from shared.db.query import Transaction


async def plan_apart(session: Transaction, told: RelationTold) -> None:
    """Has the needs planned anew, with the fewest changes, that two coaches share who are known as related from now on.
    Which of the two goes on is for the plan and the districts to say: matches stand until then, nobody confirms
    another, and meetings with a student are at risk at once.
    """
    one, other = told.people
    if not told.related or one.district_id != other.district_id:
        return  # a plan has only coaches of one district, the host
    host_id = one.district_id
    async with speaking_for(session, host_id, then=told.district_id):
        needs = await find_shared_needs(session, host_id, [one.person_id, other.person_id])
        if needs:
            await plan_again(session, host_id, "coaches_related", told.now, then=host_id, need_ids=needs)
