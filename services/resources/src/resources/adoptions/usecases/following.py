"""What adoptions hear of: newer versions of what is followed, and recalls. A worker acts for each adopter in turn."""

from collections.abc import Sequence
from datetime import datetime

from resources.adoptions.queries.adoptions import lock_adoption, set_adoption
from resources.adoptions.queries.upstream import Follower, find_followers, hold_item, recall
from resources.adoptions.rules.states import AdoptionState
from resources.adoptions.rules.upstream import AdopterAct, decide
from resources.adoptions.usecases.adopting import newest_of
from resources.adoptions.usecases.holding import hold
from resources.adoptions.usecases.standing import Upward, judge_adoption
from resources.adoptions.usecases.telling import adoption_event
from resources.files.usecases.keeping import Taker
from resources.items.queries.published import find_published
from resources.items.rules.states import SHOWN
from resources.licences.rules.effective import Audience
from shared.contracts.resources import ResourceRetired, ResourceRevised
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.events.event import Received
from shared.events.outbox import publish

_BY = "resources"
"""Who changes what follows by itself."""
WHATEVER_ROOM = 2**63 - 1
"""In bytes. Who follows wants what comes; a district that stores more than it may then takes nothing else."""


async def follow_revisions(session: Transaction, events: Sequence[Received[ResourceRevised]]) -> None:
    """Has each district that follows an item hold its newest version, as far as it may see and use that."""
    for item_id, event in {one.data.item_id: one for one in events}.items():
        await hold_item(session, item_id)
        for follower in await find_followers(session, item_id):
            await set_tenant(session, follower.district_id)
            await _take(session, follower, event.applied_at)
        await set_tenant(session, event.district_id)


async def follow_recalls(session: Transaction, events: Sequence[Received[ResourceRetired]]) -> None:
    """Has nobody go on showing what was recalled, or holds parts of it."""
    for event in events:
        if event.data.standing == "recalled":
            await recall(session, event.data.item_id, event.applied_at)


async def _take(session: Transaction, follower: Follower, now: datetime) -> None:
    adoption = await lock_adoption(session, follower.adoption_id)
    if adoption is None or adoption.state is not AdoptionState.FOLLOWING:
        return
    record = await find_published(session, adoption.item_id, follower.newest)
    if record is None or record.stands not in SHOWN:
        return
    audience = Audience.PARTNER if follower.partner else Audience.ANONYMOUS
    seen = judge_adoption(adoption, Upward(record, record.said(), audience))
    if not decide(seen.standing, AdopterAct.TAKE_AS_IS).allowed:
        return
    taken = newest_of(seen, now)
    await hold(session, Taker(follower.district_id, _BY, WHATEVER_ROOM), taken, now)
    await set_adoption(session, follower.district_id, taken, at=now, by=_BY)
    await publish(session, follower.district_id, adoption_event(taken))
