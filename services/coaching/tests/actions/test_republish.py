"""Actions are told again as they were told, to each of their two districts."""

from uuid import uuid4

from sqlalchemy import text

from coaching.republishing.usecases import republish
from services.coaching.tests.actions.acting import Acting
from services.coaching.tests.coaches.coaching_district import TODAY
from shared.contracts.coaching import (
    ActionAgreed,
    ActionCompleted,
    ActionDropped,
    ActionNamedResourceUsed,
    ActionResourceUsed,
)
from shared.events.republish import republish_all

KINDS = {
    one.event_type
    for one in (ActionAgreed, ActionNamedResourceUsed, ActionResourceUsed, ActionCompleted, ActionDropped)
}


async def sent(acting: Acting) -> list[tuple[str, str, str, bytes]]:
    """What waits to be told of actions of the two: whom it is told, of which, what it is and what it says."""
    async with acting.host.running.worker.transaction(None) as session:
        rows = (await session.execute(text("select * from outbox order by id"))).all()
    both = (acting.host.district, acting.partner.district)
    return sorted(
        (str(row.district_id), row.key, row.event_type, row.body)
        for row in rows
        if row.event_type in KINDS and row.district_id in both
    )


async def test_what_is_told_again_is_what_was_told(acting: Acting) -> None:
    done, dropped = await acting.agreed(resource_id=str(uuid4())), await acting.agreed()
    named = await acting.agreed(resource_title="A book")
    await acting.propose()
    await acting.act(acting.partner, named, "resource-used", {"on": str(TODAY)})
    await acting.act(acting.partner, done, "resource-used", {"on": str(TODAY)})
    for district in (acting.host, acting.partner):
        await acting.act(district, done, "confirm")
    await acting.act(acting.host, dropped, "drop", {"reason": "not_possible", "words": "No."})
    before = await sent(acting)
    assert {kind for _, _, kind, _ in before} == KINDS
    await acting.host.running.clear_outbox()
    async for _ in republish_all(acting.host.running.worker, republish):
        pass
    assert await sent(acting) == before
    await acting.host.running.clear_outbox()
