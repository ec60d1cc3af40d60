"""What is told of workshops: the same whenever it is told."""

from uuid import UUID

from coaching.workshops.queries.seatings import SeatingRecord, find_last_seating
from coaching.workshops.queries.workshops import WorkshopRecord, hold_told_workshops
from shared.contracts.coaching import WorkshopCancelled, WorkshopScheduled, WorkshopSeatsAssigned
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of


def scheduled_event(workshop: WorkshopRecord, zone: str) -> WorkshopScheduled:
    """Returns the event of a workshop that has slots; `zone` is that of the host's calendar."""
    slots = workshop.times
    return WorkshopScheduled(
        workshop_id=workshop.workshop_id,
        host_id=workshop.host_id,
        partner_ids=tuple(workshop.partner_ids),
        starts_on=day_of(slots[0].starts_at, zone),
        ends_on=day_of(slots[-1].ends_at, zone),
        sessions=len(workshop.sessions),
        places=sum(offer.capacity for offer in workshop.offers),
    )


def assigned_event(workshop: WorkshopRecord, seating: SeatingRecord) -> WorkshopSeatsAssigned:
    """Returns the event of a seating that is assigned."""
    return WorkshopSeatsAssigned.model_validate(
        {
            "workshop_id": workshop.workshop_id,
            "host_id": workshop.host_id,
            "seating": seating.number,
            "people": seating.people,
            "seated": seating.seated,
            "first_choices": seating.first_choices,
            "proved": seating.proved,
            "assigned_on": seating.assigned_on,
        }
    )


async def tell_workshops_again(session: Transaction, district_id: UUID) -> int:
    """Publishes all workshops of which the district was told, as snapshots in its name; returns how many."""
    found = await hold_told_workshops(session, district_id)
    for workshop in found:
        events: list[Event] = [scheduled_event(workshop, await find_zone(session, workshop.host_id))]
        if (seating := await find_last_seating(session, workshop.workshop_id)) is not None:
            events.append(assigned_event(workshop, seating))
        if workshop.cancelled_on is not None:
            cancelled = WorkshopCancelled(
                workshop_id=workshop.workshop_id, host_id=workshop.host_id, cancelled_on=workshop.cancelled_on
            )
            events.append(cancelled)
        await publish(session, district_id, *events, snapshot=True)
    return len(found)
