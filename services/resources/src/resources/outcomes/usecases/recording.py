"""Uses are recorded: by whoever works with learners, by what playlists give, by actions of coaching."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from resources.items.queries.published import find_newest, find_published
from resources.items.rules.states import SHOWN
from resources.items.usecases.reading import NO_ITEM
from resources.outcomes.queries.uses import NewUse, UseRecord, add_uses, find_same_use
from resources.outcomes.rules.uses import TraceKind
from resources.outcomes.schemas import NewUseSent
from resources.outcomes.usecases.telling import use_event
from resources.playlists.followers import EntriesGiven
from resources.playlists.rules.given import Gift, GivenBy
from resources.playlists.rules.leads import Open
from resources.playlists.usecases.leading import lead_entries
from resources.playlists.usecases.seeing import visible_classes, visible_learners
from shared.auth.callers import Caller
from shared.contracts.coaching import ActionResourceUsed
from shared.db.query import Transaction
from shared.errors import NotFound, invalid
from shared.events.event import Received
from shared.events.outbox import publish
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of

_BY_COACHING = "coaching"


async def record_use(session: Transaction, caller: Caller, item_id: UUID, sent: NewUseSent, now: datetime) -> UseRecord:
    """Records a use; told twice it is the same. Raises a 404 for an item that the district may not see, and a 422 for
    a version that there is not, a class or learner that the caller may not see, and a day that has not come.
    """
    version = await _used_version(session, item_id, sent.version)
    learner_id = await _whose(session, caller, sent)
    if sent.used_on > await _today(session, caller.district_id, now):
        raise invalid("/used_on", "That day has not come: record a use when it was.")
    use = NewUse(sent.kind, sent.used_in, learner_id, item_id, version, sent.used_on)
    added = await _record(session, caller.district_id, [use], at=now, by=caller.subject)
    found = added[0] if added else await find_same_use(session, use)
    if found is None:
        raise NotFound(NO_ITEM)
    if found.learner_id != learner_id:
        raise invalid("/learner_id", "That plan is recorded as another learner's: say whose it is.")
    return found


async def record_given(session: Transaction, given: EntriesGiven) -> None:
    """Records that what a playlist leads to is used by whom it is given to, from the day on which it is."""
    seen = await lead_entries(session, given.entries)
    opens = {one.leads_to for one in seen if isinstance(one.leads_to, Open)}
    today = await _today(session, given.district_id, given.now)
    uses = [use for gift in given.gifts for use in _of_gift(gift, opens, today)]
    await _record(session, given.district_id, uses, at=given.now, by=given.by)


async def record_actions(session: Transaction, events: Sequence[Received[ActionResourceUsed]]) -> None:
    """Records that an action used an item, for the district that acts; the host is told of it too, and used nothing.
    What the library does not have is left out.
    """
    for event in events:
        told = event.data
        newest = await find_newest(session, told.resource_id)
        if event.district_id != told.partner_id or newest is None:
            continue
        use = NewUse(TraceKind.ACTION, told.action_id, None, told.resource_id, newest.version, told.used_on)
        await _record(session, event.district_id, [use], at=event.applied_at, by=_BY_COACHING)


async def _record(
    session: Transaction, district_id: UUID, uses: Sequence[NewUse], *, at: datetime, by: str
) -> list[UseRecord]:
    if not uses:
        return []
    added = await add_uses(session, district_id, uses, at=at, by=by)
    await publish(session, district_id, *(use_event(one) for one in added))
    return added


def _of_gift(gift: Gift, opens: set[Open], on: date) -> Iterator[NewUse]:
    to_class = gift.by is GivenBy.CLASS
    kind = TraceKind.CLASS if to_class else TraceKind.LEARNER
    for one in opens:
        yield NewUse(kind, gift.to, None if to_class else gift.to, one.resource_id, one.version, on)


async def _used_version(session: Transaction, item_id: UUID, version: int | None) -> int:
    newest = await find_newest(session, item_id)
    if newest is None:
        raise NotFound(NO_ITEM)
    if newest.stands not in SHOWN:
        raise invalid("/version", "The item was taken down or recalled: what is not shown is not used.")
    if version is not None and await find_published(session, item_id, version) is None:
        raise invalid("/version", "The item has no such version that you may see: leave it out for the newest.")
    return newest.version if version is None else version


async def _whose(session: Transaction, caller: Caller, sent: NewUseSent) -> UUID | None:
    """Returns the learner whose use it is, if it is one learner's; refuses whom the caller may not see."""
    kind = TraceKind(sent.kind)
    if (kind is TraceKind.PLAN) != (sent.learner_id is not None):
        raise invalid("/learner_id", "Say whose plan it is; of anything else leave it out.")
    if kind is TraceKind.CLASS and sent.used_in not in await visible_classes(session, caller, [sent.used_in]):
        raise invalid("/used_in", "There is no such class that you may see: name one of yours.")
    learner_id = sent.used_in if kind is TraceKind.LEARNER else sent.learner_id
    if learner_id is not None and learner_id not in await visible_learners(session, caller, [learner_id]):
        pointer = "/used_in" if kind is TraceKind.LEARNER else "/learner_id"
        raise invalid(pointer, "There is no such learner that you may see: name one of yours.")
    return learner_id


async def _today(session: Transaction, district_id: UUID, now: datetime) -> date:
    return day_of(now, await find_zone(session, district_id))
