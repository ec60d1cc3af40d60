"""Matches end, and what stands on them is planned again."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from coaching.common.usecases import speaking_for
from coaching.matching.followers import MATCH_OVER, MatchOver
from coaching.matching.queries.matches import MatchRecord, set_ended
from coaching.matching.queries.matchings import StaleBecause, StaleMatching, make_stale
from coaching.matching.usecases.queueing import queue
from coaching.matching.usecases.telling import ended_event, tell_of_matches
from shared.contracts.coaching.matching import MatchEnd
from shared.db.query import Transaction
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.json_types import JsonArray

SHORTEST = timedelta(days=14)
"""What is planned again is planned for as many days at least, the rest of the old plan being shorter."""


async def end_matches(
    session: Transaction, matches: Sequence[MatchRecord], because: MatchEnd, now: datetime, *, then: UUID,
    words: str | None = None, by: str | None = None,
) -> list[MatchRecord]:  # fmt: skip
    """Ends these matches, which are locked, and tells both districts of each, and whoever follows; returns those that
    stood until now. The session speaks for `then` before and after.
    """
    by_host: dict[UUID, list[UUID]] = {}
    for match in matches:
        by_host.setdefault(match.host_id, []).append(match.match_id)
    ended: list[MatchRecord] = []
    for host_id, ids in sorted(by_host.items()):
        day = day_of(now, await find_zone(session, host_id))
        ended += await set_ended(session, ids, because, day, now, words=words, by=by)
    await tell_of_matches(session, [(match, ended_event(match)) for match in ended], then=then)
    for match in ended:
        await MATCH_OVER.notify(session, MatchOver(match.match_id, match.host_id, match.partner_id, then, now))
    return ended


async def plan_again(
    session: Transaction,
    host_id: UUID,
    because: StaleBecause,
    now: datetime,
    *,
    then: UUID,
    coach_ids: Collection[UUID] = (),
    need_ids: Collection[UUID] = (),
    apart: Collection[tuple[UUID, UUID]] = (),
) -> None:
    """Marks the host's matchings that count on these coaches or needs, and asks for another that changes as little as
    it can: it proposes nothing by itself. `apart` are pairs of coach and need that are not to come about again.
    """
    async with speaking_for(session, host_id, then=then):
        stale = await make_stale(session, because, now, coach_ids=coach_ids, need_ids=need_ids)
        if stale:
            today = day_of(now, await find_zone(session, host_id))
            newest = max(stale, key=lambda one: one.matching_id)
            await _ask_anew(session, host_id, newest, today, now, apart)


async def _ask_anew(
    session: Transaction, host_id: UUID, stale: StaleMatching, today: date, now: datetime,
    apart: Collection[tuple[UUID, UUID]],
) -> None:  # fmt: skip
    forbidden: JsonArray = [*stale.forbidden, *([str(coach), str(need)] for coach, need in apart)]
    await queue(
        session,
        host_id,
        because="stale",
        policy=stale.policy,
        keeps=True,
        starts_on=max(today, stale.starts_on),
        ends_on=max(today + SHORTEST, stale.ends_on),
        pinned=[pair for pair in stale.pinned if pair not in forbidden],
        forbidden=forbidden,
        by="coaching",
        now=now,
    )
