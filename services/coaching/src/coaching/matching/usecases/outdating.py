"""Whether what a matching stands on has changed while it was worked out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from coaching.coaches.queries.coaches import find_coaches
from coaching.coaches.usecases.standings import with_standing
from coaching.engagements.usecases.relations import find_related_coaches
from coaching.matching.queries.matchings import StaleBecause
from coaching.matching.queries.needs import find_needs
from coaching.matching.queries.results import PairRow
from coaching.matching.usecases.ending import plan_again
from shared.db.query import Transaction


async def mark_outdated(session: Transaction, district_id: UUID, pairs: Sequence[PairRow], now: datetime) -> None:
    """Marks the matching, which has just ended, where a coach of it may coach no more, a need is open no more, or two
    on one need are known as related, and asks for another.
    """
    seen = await with_standing(session, await find_coaches(session, {one.coach_id for one in pairs}), now)
    gone = [one.record.coach_id for one in seen if one.standing.state == "left"]
    suspended = [one.record.coach_id for one in seen if one.standing.state == "suspended"]
    needs = await find_needs(session, {one.need_id for one in pairs})
    closed = [need_id for need_id, need in needs.items() if need.state != "open"]
    if gone:
        await plan_again(session, district_id, "coach_left", now, then=district_id, coach_ids=gone)
    elif suspended:
        await plan_again(session, district_id, "coach_suspended", now, then=district_id, coach_ids=suspended)
    elif closed:
        ended = needs[closed[0]].because
        because: StaleBecause = "need_withdrawn" if ended is None or ended == "withdrawn" else ended
        await plan_again(session, district_id, because, now, then=district_id, need_ids=closed)
    elif shared := _shared(pairs, await find_related_coaches(session, district_id, [one.record for one in seen])):
        await plan_again(session, district_id, "coaches_related", now, then=district_id, need_ids=shared)


def _shared(pairs: Sequence[PairRow], related: Mapping[UUID, frozenset[UUID]]) -> list[UUID]:
    """Returns the needs on which two are who are related."""
    on_need: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for one in pairs:
        on_need[one.need_id].add(one.coach_id)
    return [need for need, there in on_need.items() if any(related[one] & there for one in there)]
