"""What engagements take from events: whom a host selected, who withdrew, and how agreements stand."""

from collections.abc import Sequence

from coaching.common.usecases import publish_to_both
from coaching.engagements.queries.agreements import set_agreement
from coaching.engagements.queries.engagements import NewEngagement, add_engagement, find_engagement, lock_engagement_of
from coaching.engagements.rules.contact import USUAL_DAYS, contact_deadline
from coaching.engagements.usecases.ending import finish
from coaching.engagements.usecases.telling import started_event
from shared.contracts.partners import AgreementChanged
from shared.contracts.readiness import ApplicationDecided, PartnerSelected
from shared.db.query import Transaction
from shared.events.event import Received
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.ids import new_id


async def open_engagements(session: Transaction, events: Sequence[Received[PartnerSelected]]) -> None:
    """Opens an engagement with each partner that was selected, once, and tells both. It is published in the host's
    name, and this acts for both.
    """
    for event in events:
        told, host_id, now = event.data, event.district_id, event.applied_at
        today = day_of(now, await find_zone(session, host_id))
        new = NewEngagement(
            engagement_id=new_id(),
            host_id=host_id,
            partner_id=told.partner_id,
            application_id=told.application_id,
            call_id=told.call_id,
            sharing=[one.model_dump(mode="json") for one in told.sharing],
            starts_on=told.starts_on,
            expires_on=told.expires_on,
            started_on=today,
            started_at=now,
            first_contact_by=contact_deadline(max(today, told.starts_on), USUAL_DAYS),
        )
        if await add_engagement(session, new):
            record = await find_engagement(session, new.engagement_id, now)
            assert record is not None  # noqa: S101 - it was added
            await publish_to_both(session, host_id, told.partner_id, started_event(record), then=host_id)


async def end_withdrawn(session: Transaction, events: Sequence[Received[ApplicationDecided]]) -> None:
    """Ends the engagement of an application that is withdrawn. Of the two districts' copies the host's counts: it is in
    order with the selection.
    """
    for event in events:
        told = event.data
        if told.standing != "withdrawn" or event.district_id != told.host_id:
            continue
        record = await lock_engagement_of(session, told.host_id, told.application_id, event.applied_at)
        if record is not None and record.ended_on is None:
            await finish(session, record, "partner_withdrew", None, None, acting=None, now=event.applied_at)


async def record_agreements(session: Transaction, events: Sequence[Received[AgreementChanged]]) -> None:
    """Keeps how an agreement stands. Of the two districts' copies the discloser's counts, so that they are in order."""
    for event in events:
        if event.district_id == event.data.discloser_id:
            await set_agreement(session, event.data)
