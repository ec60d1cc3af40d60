"""Agreements: drafted by one party, signed by both, activated and expired by the calendar, ended by either."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.queries import (
    AgreementRecord,
    Side,
    add_agreement,
    find_agreement,
    find_due_agreements,
    set_signature,
    set_state,
    set_terms,
)
from partners.agreements.rules import (
    Agreement,
    AgreementState,
    Basis,
    DataElement,
    Direction,
    Granularity,
    Terms,
    TransitionRefused,
    amend,
    as_of,
    end,
    outlived,
    sign,
    violations,
)
from partners.agreements.schemas import AgreementChange, NewAgreement
from partners.identity.queries.districts import find_district_names
from shared.auth.callers import Caller
from shared.contracts.partners import AgreementChanged
from shared.db.database import set_tenant
from shared.errors import Conflict, Invalid, NotFound, invalid
from shared.events.event import Event
from shared.events.outbox import publish
from shared.http.editing import ensure_current
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.ids import new_id

CALENDAR_CHUNK = 100

_FIELDS = {"parties": "recipient_id", "directions": "recipient_id"}


def agreement_of(record: AgreementRecord) -> Agreement:
    """Returns a stored agreement as the rules see it."""
    signed = {
        party
        for party, at in (
            (record.discloser_id, record.discloser_signed_at),
            (record.recipient_id, record.recipient_signed_at),
        )
        if at is not None
    }
    terms = Terms(
        parties=(record.discloser_id, record.recipient_id),
        directions=frozenset({Direction(record.discloser_id, record.recipient_id)}),
        purpose=record.purpose,
        basis=Basis(record.basis),
        elements=frozenset(DataElement(element) for element in record.elements),
        granularity=Granularity(record.granularity),
        starts_on=record.starts_on,
        expires_on=record.expires_on,
        destroy_by=record.destroy_by,
    )
    return Agreement(record.agreement_id, terms, record.time_zone, frozenset(signed), AgreementState(record.state))


async def draft(session: AsyncSession, caller: Caller, new: NewAgreement, now: datetime) -> AgreementRecord:
    """Drafts an agreement that the caller's district is a party to."""
    if caller.district_id not in (new.discloser_id, new.recipient_id):
        raise invalid("/discloser_id", "Your own district is one of the two parties.")
    known = await find_district_names(session, new.discloser_id, new.recipient_id)
    for field, party in (("discloser_id", new.discloser_id), ("recipient_id", new.recipient_id)):
        if party not in known:
            raise invalid(f"/{field}", "There is no such district.")
    terms = Terms(
        parties=(new.discloser_id, new.recipient_id),
        directions=frozenset({Direction(new.discloser_id, new.recipient_id)}),
        purpose=new.purpose,
        basis=new.basis,
        elements=frozenset(new.elements),
        granularity=new.granularity,
        starts_on=new.starts_on,
        expires_on=new.expires_on,
        destroy_by=new.destroy_by or new.expires_on,
    )
    _ensure_valid(terms, day_of(now, await find_zone(session, new.discloser_id)))
    return await add_agreement(session, new_id(), new.discloser_id, new.recipient_id, terms)


async def get(session: AsyncSession, agreement_id: UUID, *, lock: bool = False) -> AgreementRecord:
    """Returns the agreement, if the session's district is party to it.

    Raises:
        NotFound: it is not, or there is none.
    """
    record = await find_agreement(session, agreement_id, lock=lock)
    if record is None:
        raise NotFound("There is no such agreement.")
    return record


async def change_terms(
    session: AsyncSession, caller: Caller, agreement_id: UUID, change: AgreementChange, expected: str, now: datetime
) -> AgreementRecord:
    """Changes the terms of a draft; who has signed has to sign again."""
    record = await get(session, agreement_id, lock=True)
    ensure_current(expected, record.version)
    before = agreement_of(record)
    terms = _changed(before.terms, change)
    _transition(lambda: amend(before, caller.district_id, terms))
    _ensure_valid(terms, day_of(now, record.time_zone))
    return await set_terms(session, agreement_id, terms)


async def record_signature(
    session: AsyncSession, caller: Caller, agreement_id: UUID, expected: str, now: datetime
) -> AgreementRecord:
    """Signs for the caller's district the very terms the caller has read. The second signature may activate."""
    record = await get(session, agreement_id, lock=True)
    ensure_current(expected, record.version)
    before = agreement_of(record)
    if before.state is AgreementState.DRAFT:
        _ensure_valid(before.terms, day_of(now, before.zone))
    after = _transition(lambda: sign(before, caller.district_id, now))
    side: Side = "discloser" if caller.district_id == record.discloser_id else "recipient"
    await set_signature(session, agreement_id, side, caller.subject)
    return await _record_state(session, record, before, after, then=caller.district_id)


async def record_end(session: AsyncSession, caller: Caller, agreement_id: UUID) -> AgreementRecord:
    """Ends what is active, or withdraws a draft. Nothing is disclosed under it from this commit on."""
    record = await get(session, agreement_id, lock=True)
    before = agreement_of(record)
    after = _transition(lambda: end(before, caller.district_id))
    return await _record_state(session, record, before, after, then=caller.district_id)


async def end_unsigned(session: AsyncSession, agreement_id: UUID, by: UUID) -> None:
    """Ends a draft that not both have signed, where there is one: what both have signed only they end."""
    record = await find_agreement(session, agreement_id, lock=True)
    if record is None:
        return
    before = agreement_of(record)
    if before.state is AgreementState.DRAFT and not before.is_signed:
        await _record_state(session, record, before, end(before, by), then=by)


async def activate_and_expire(session: AsyncSession, now: datetime) -> bool:
    """Activates and expires what is due, in a worker's session; returns whether there is more."""
    due = await find_due_agreements(session, now, CALENDAR_CHUNK)
    for record in due:
        before = agreement_of(record)
        await set_tenant(session, record.discloser_id)
        await _record_state(session, record, before, as_of(before, now), then=record.discloser_id)
    return len(due) == CALENDAR_CHUNK


def changed_event(record: AgreementRecord, names: Mapping[UUID, str]) -> AgreementChanged:
    """Returns the event about an agreement's present state; `names` holds those of both parties."""
    return AgreementChanged(
        agreement_id=record.agreement_id,
        discloser_id=record.discloser_id,
        discloser_name=names[record.discloser_id],
        recipient_id=record.recipient_id,
        recipient_name=names[record.recipient_id],
        purpose=record.purpose,
        granularity=record.granularity,
        data_elements=tuple(record.elements),
        state=record.state,
        starts_on=record.starts_on,
        expires_on=record.expires_on,
    )


async def publish_for_district(session: AsyncSession, district_id: UUID, *events: Event, then: UUID) -> None:
    """Publishes in the name of `district_id`; afterwards the transaction speaks for `then`, its own district, again.

    The only place where a request's transaction leaves its district, and all it does there is to publish.
    """
    await set_tenant(session, district_id)
    await publish(session, district_id, *events)
    await set_tenant(session, then)


async def _record_state(
    session: AsyncSession, record: AgreementRecord, before: Agreement, after: Agreement, *, then: UUID
) -> AgreementRecord:
    """Stores the new state, and tells both parties where it is one they act on."""
    if after.state is before.state:
        return await get(session, record.agreement_id)
    changed = await set_state(session, record.agreement_id, after.state)
    if after.state is AgreementState.ACTIVE or before.state is AgreementState.ACTIVE:
        event = changed_event(changed, await find_district_names(session, record.discloser_id, record.recipient_id))
        for party in sorted((record.discloser_id, record.recipient_id)):
            await publish_for_district(session, party, event, then=then)
    return changed


def _changed(terms: Terms, change: AgreementChange) -> Terms:
    given = change.model_dump(exclude_none=True)
    if change.elements is not None:
        given["elements"] = frozenset(change.elements)
    return replace(terms, **given)


def _transition(change: Callable[[], Agreement]) -> Agreement:
    """Returns the changed agreement.

    Raises:
        Conflict: the agreement may not change in this way now.
    """
    try:
        return change()
    except TransitionRefused as refused:
        raise Conflict(f"This cannot be done now: {refused}.") from None


def _ensure_valid(terms: Terms, today: date) -> None:
    if broken := (*violations(terms), *outlived(terms, today)):
        errors = [{"pointer": f"/{_FIELDS.get(v.field, v.field)}", "detail": v.reason} for v in broken]
        raise Invalid("These terms cannot stand; see errors.", errors=errors)
