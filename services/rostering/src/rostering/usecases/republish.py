"""Everything again, as snapshots: what a reader needs that starts afresh, or that a lost broker left without."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from rostering.queries.classes import page_of_classes
from rostering.queries.enrolments import page_of_enrolments
from rostering.queries.entities import PageSelection
from rostering.queries.guardians import page_of_guardians
from rostering.queries.organisations import page_of_organisations
from rostering.queries.people import page_of_people
from rostering.queries.roster import list_districts, lock_roster
from rostering.queries.terms import page_of_terms
from rostering.rules.changes import Change
from rostering.rules.entities import E, Stored
from rostering.usecases.classes import class_events
from rostering.usecases.enrolments import enrolment_events
from rostering.usecases.guardians import guardian_events
from rostering.usecases.organisations import organisation_events
from rostering.usecases.people import person_events
from rostering.usecases.terms import term_events
from shared.db.query import Transaction
from shared.events import Event, publish
from shared.events.republish import Republish

BATCH = 500


async def _republish_district(session: Transaction, district_id: UUID) -> int:
    """Publishes all of a district as it is, each entity after those it refers to; returns how many events that took.

    Its roster is held meanwhile: a change that slipped in between reading an entity and publishing it would be undone
    in every reader.
    """
    await lock_roster(session, district_id)
    return sum(
        [
            await _republish(session, district_id, page_of_organisations, organisation_events),
            await _republish(session, district_id, page_of_people, person_events),
            await _republish(session, district_id, page_of_terms, term_events),
            await _republish(session, district_id, page_of_classes, class_events),
            await _republish(session, district_id, page_of_enrolments, enrolment_events),
            await _republish(session, district_id, page_of_guardians, guardian_events),
        ]
    )


async def _republish(
    session: Transaction,
    district_id: UUID,
    page_of: Callable[[Transaction, UUID, PageSelection], Awaitable[Sequence[Stored[E]]]],
    events_of: Callable[[Change[E]], Sequence[Event]],
) -> int:
    count, after = 0, None
    while batch := await page_of(session, district_id, PageSelection(limit=BATCH, after=after)):
        events = [event for stored in batch for event in events_of(Change(stored, before=None))]
        await publish(session, district_id, *events, snapshot=True)
        count, after = count + len(events), batch[-1].id
    return count


republish = Republish(list_districts, _republish_district)
