"""Engagements are told again to each of their two districts: a reader that missed something is whole by it."""

from collections import defaultdict
from typing import Any

from sqlalchemy import text

from coaching.republishing.usecases import republish
from services.coaching.tests.coaches.coaching_district import CoachingDistrict
from services.coaching.tests.engagements.partnership import Partnership, act, to_summer
from shared.contracts.coaching import EngagementEnded, EngagementPhaseChanged, EngagementStarted
from shared.events.republish import republish_all

KINDS = [EngagementStarted.event_type, EngagementPhaseChanged.event_type, EngagementEnded.event_type]


async def sent(two: Partnership, district: CoachingDistrict) -> dict[str, list[tuple[str, Any]]]:
    """What waits to be told of each engagement in a district's name, in order; it waits no more."""
    async with two.host.running.worker.transaction(None) as session:
        rows = (await session.execute(text("select * from outbox order by id"))).all()
    found: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for row in rows:
        if row.district_id == district.district and row.event_type in KINDS:
            found[row.key].append((row.event_type, row.body))
    return found


async def test_each_district_is_told_again_what_was_told_of_its_engagements(two: Partnership) -> None:
    await to_summer(two)
    await act(two, two.partner, "end", {"end": "ended_early", "reason": "other"})
    first = two.engagement
    second = await two.open()
    before = [await sent(two, one) for one in (two.host, two.partner)]
    assert [kind for kind, _ in before[0][first]] == KINDS
    await two.host.running.clear_outbox()
    told = {district: count async for district, count in republish_all(two.host.running.worker, republish)}
    after = [await sent(two, one) for one in (two.host, two.partner)]
    assert after == before
    assert after[0].keys() == {first, second}
    assert told[two.partner.district] >= 2
    await two.host.running.clear_outbox()
