"""Applications, told again to each of their two districts."""

from uuid import UUID

from readiness.selection.queries.told import ToldApplication, find_told_applications, lock_told_calls
from readiness.selection.rules.decisions import Standing
from readiness.selection.usecases.telling import decided_event, selected_event, submitted_event
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish


async def tell_applications_again(session: Transaction, district_id: UUID) -> int:
    """Publishes all applications that the district submitted or received as snapshots, in its own name; returns how
    many. How one stood before it stood as it does is not known any more.
    """
    calls = await lock_told_calls(session, district_id)
    found = await find_told_applications(session, district_id, calls)
    events = [event for one in found for event in _told(one, district_id)]
    await publish(session, district_id, *events, snapshot=True)
    return len(found)


def _told(told: ToldApplication, district_id: UUID) -> list[Event]:
    """Returns what was told of an application in this district's name."""
    events: list[Event] = [submitted_event(told, told.submitted_on)]
    if told.standing is None or told.standing_on is None:
        return events
    events.append(decided_event(told, told.standing, told.standing_on))
    if told.standing is Standing.ACCEPTED and told.host_id == district_id:
        events.append(selected_event(told, told.terms.partnership, told.standing_on))
    return events
