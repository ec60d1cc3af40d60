"""What a district answers to a decision: it accepts or declines its place, withdraws, appeals.

Each is applied to the host's selection at once, behind the lock of the call; see `crossing` for why.
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from readiness.selection.queries.applications import (
    AppealRecord,
    ApplicationRecord,
    add_appeal,
    find_appeals,
    set_withdrawn,
)
from readiness.selection.queries.calls import set_revision
from readiness.selection.queries.decisions import drop_decision
from readiness.selection.rules import decisions as rules
from readiness.selection.rules.decisions import Selection
from readiness.selection.usecases.applications import discard_draft, require_application
from readiness.selection.usecases.calls import require_call
from readiness.selection.usecases.crossing import speaking_for
from readiness.selection.usecases.decisions import Deciding, decided, load_selection, store_standings
from readiness.selection.usecases.rankings import renew_ranking
from readiness.selection.usecases.telling import selected_event
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict
from shared.events.outbox import publish
from shared.values.calendar import day_of
from shared.values.ids import new_id

MOST_APPEALS = 20


async def accept_place(session: Transaction, caller: Caller, application_id: UUID, now: datetime) -> ApplicationRecord:
    """Takes the place: the district is the host's partner from now on."""
    own = await require_application(session, caller, application_id)
    async with speaking_for(session, own.host_id, then=caller.district_id):
        deciding, today = await _lock(session, own, now)
        await _apply(session, deciding, today, lambda before: rules.accept(before, application_id))
        await publish(session, own.host_id, selected_event(own, deciding.call.terms.partnership, today))
    return await require_application(session, caller, application_id)


async def decline_place(session: Transaction, caller: Caller, application_id: UUID, now: datetime) -> ApplicationRecord:
    """Leaves the place, or the reserve list. A place that becomes free goes to the next on the list."""
    own = await require_application(session, caller, application_id)
    async with speaking_for(session, own.host_id, then=caller.district_id):
        deciding, today = await _lock(session, own, now)
        await _apply(session, deciding, today, lambda before: rules.decline(before, application_id))
    return await require_application(session, caller, application_id)


async def withdraw_application(
    session: Transaction, caller: Caller, application_id: UUID, now: datetime
) -> ApplicationRecord:
    """Takes an application back, at any time. Before the release what was prepared about it falls away."""
    own = await require_application(session, caller, application_id)
    if own.state == "draft":
        return await discard_draft(session, caller, application_id)
    async with speaking_for(session, own.host_id, then=caller.district_id):
        deciding, today = await _lock(session, own, now)
        if deciding.selection.released:
            await _apply(session, deciding, today, lambda before: rules.withdraw(before, application_id))
        else:
            await _drop(session, deciding, application_id, now)
    return await require_application(session, caller, application_id)


async def note_appeal(
    session: Transaction, caller: Caller, application_id: UUID, words: str, now: datetime
) -> AppealRecord:
    """Notes an objection with the decision, which stands."""
    own = await require_application(session, caller, application_id)
    async with speaking_for(session, own.host_id, then=caller.district_id):
        deciding, today = await _lock(session, own, now)
        if len(await find_appeals(session, [application_id])) >= MOST_APPEALS:
            raise Conflict(f"{MOST_APPEALS} appeals are noted already, and no more are taken.")
        await _apply(session, deciding, today, lambda before: rules.note_appeal(before, application_id, words))
    return await add_appeal(session, new_id(), own, words, today)


async def _lock(session: Transaction, own: ApplicationRecord, now: datetime) -> tuple[Deciding, date]:
    """Returns the host's selection, which nobody else changes until the commit, and the day of its calendar."""
    call = await require_call(session, own.call_id, lock=True)
    return await load_selection(session, call), day_of(now, call.time_zone)


async def _apply(session: Transaction, deciding: Deciding, today: date, act: Callable[[Selection], Selection]) -> None:
    before = deciding.selection
    await store_standings(session, deciding, decided(lambda: act(before)), today)


async def _drop(session: Transaction, deciding: Deciding, application_id: UUID, now: datetime) -> None:
    before, call = deciding.selection, deciding.call
    after = decided(lambda: rules.withdraw(before, application_id))
    await drop_decision(session, call.call_id, application_id)
    await set_withdrawn(session, application_id)
    await set_revision(session, call.call_id, after.revision)
    await renew_ranking(session, call._replace(revision=after.revision), "application_withdrawn", now)
