"""Agreements: drafted by one party, signed by both, activated and expired by the calendar, ended by either."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.queries import agreements, calendar
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
    document_hash,
    end,
    outlived,
    sign,
    violations,
)
from partners.agreements.schemas import AgreementChange, NewAgreement
from shared.auth.callers import Caller
from shared.contracts.competency import CalendarChanged
from shared.contracts.partners import AgreementChanged
from shared.db.database import become
from shared.errors import Conflict, Invalid, NotFound, invalid
from shared.events.event import Event, Received
from shared.events.outbox import publish
from shared.http.editing import refuse_stale
from shared.values.calendar import day_of
from shared.values.ids import new_id

CALENDAR_CHUNK = 100


def agreement_of(row: Row[Any]) -> Agreement:
    """A row as the rules see it."""
    signed = {
        party
        for party, at in (
            (row.discloser_id, row.discloser_signed_at),
            (row.recipient_id, row.recipient_signed_at),
        )
        if at is not None
    }
    terms = _terms(row._asdict())
    return Agreement(row.agreement_id, terms, row.time_zone, frozenset(signed), AgreementState(row.state))


async def draft(session: AsyncSession, caller: Caller, new: NewAgreement) -> Row[Any]:
    """Draft an agreement that the caller's district is a party to."""
    if caller.district_id not in (new.discloser_id, new.recipient_id):
        raise invalid("/discloser_id", "Your own district is one of the two parties.")
    known = await agreements.names(session, new.discloser_id, new.recipient_id)
    for field, party in (("discloser_id", new.discloser_id), ("recipient_id", new.recipient_id)):
        if party not in known:
            raise invalid(f"/{field}", "There is no such district.")
    content = new.model_dump()
    zone = await calendar.zone(session, new.discloser_id)
    terms = _checked(_terms(content), day_of(datetime.now(UTC), zone))
    row = {
        **_columns(terms),
        "agreement_id": new_id(),
        "discloser_id": new.discloser_id,
        "recipient_id": new.recipient_id,
        "state": AgreementState.DRAFT,
    }
    return await agreements.add(session, row)


async def get(session: AsyncSession, agreement_id: UUID, *, lock: bool = False) -> Row[Any]:
    """The agreement, if the session's district is party to it.

    Raises:
        NotFound: it is not, or there is none.
    """
    row = await agreements.agreement(session, agreement_id, lock=lock)
    if row is None:
        raise NotFound("There is no such agreement.")
    return row


async def change_terms(
    session: AsyncSession, caller: Caller, agreement_id: UUID, change: AgreementChange, expected: str
) -> Row[Any]:
    """Amend a draft; who has signed has to sign again."""
    row = await get(session, agreement_id, lock=True)
    refuse_stale(expected, row.version)
    terms = _terms({**row._asdict(), **change.model_dump(exclude_none=True)})
    _allowed(lambda: amend(agreement_of(row), caller.district_id, terms))
    _checked(terms, day_of(datetime.now(UTC), row.time_zone))
    return await agreements.amend(session, {**_columns(terms), "agreement_id": agreement_id})


async def put_signature(session: AsyncSession, caller: Caller, agreement_id: UUID, expected: str) -> Row[Any]:
    """Sign for the caller's district the very terms the caller has read. The second signature may activate."""
    row = await get(session, agreement_id, lock=True)
    refuse_stale(expected, row.version)
    before, now = agreement_of(row), datetime.now(UTC)
    if before.state is AgreementState.DRAFT:
        _checked(before.terms, day_of(now, before.zone))
    after = _allowed(lambda: sign(before, caller.district_id, now))
    side = "discloser" if caller.district_id == row.discloser_id else "recipient"
    await agreements.sign(session, agreement_id, side, caller.subject)
    return await _move(session, row, before, after, then=caller.district_id)


async def put_end(session: AsyncSession, caller: Caller, agreement_id: UUID) -> Row[Any]:
    """End what is active, or withdraw a draft. Nothing is disclosed under it from this commit on."""
    row = await get(session, agreement_id, lock=True)
    before = agreement_of(row)
    after = _allowed(lambda: end(before, caller.district_id))
    return await _move(session, row, before, after, then=caller.district_id)


async def follow_calendar(session: AsyncSession, now: datetime) -> bool:
    """Activate and expire what is due, in a worker's session; True when there is more."""
    rows = await agreements.due(session, now, CALENDAR_CHUNK)
    for row in rows:
        before = agreement_of(row)
        await become(session, row.discloser_id)
        await _move(session, row, before, as_of(before, now), then=row.discloser_id)
    return len(rows) == CALENDAR_CHUNK


async def _move(session: AsyncSession, row: Row[Any], before: Agreement, after: Agreement, *, then: UUID) -> Row[Any]:
    """Keep the new state, and tell both parties where it is one they act on."""
    if after.state is before.state:
        return await get(session, row.agreement_id)
    changed = await agreements.set_state(session, row.agreement_id, after.state)
    if after.state is AgreementState.ACTIVE or before.state is AgreementState.ACTIVE:
        names = await agreements.names(session, row.discloser_id, row.recipient_id)
        told = changed_event(changed, names)
        for party in sorted((row.discloser_id, row.recipient_id)):
            await publish_as(session, party, told, then=then)
    return changed


def changed_event(row: Row[Any], names: Mapping[UUID, str]) -> AgreementChanged:
    """What both parties are told of an agreement as it stands; `names` holds theirs."""
    return AgreementChanged(
        agreement_id=row.agreement_id,
        discloser_id=row.discloser_id,
        discloser_name=names[row.discloser_id],
        recipient_id=row.recipient_id,
        recipient_name=names[row.recipient_id],
        purpose=row.purpose,
        granularity=row.granularity,
        data_elements=tuple(row.elements),
        state=row.state,
        starts_on=row.starts_on,
        expires_on=row.expires_on,
    )


def _allowed(change: Any) -> Agreement:
    try:
        changed: Agreement = change()
    except TransitionRefused as refused:
        raise Conflict(f"This cannot be done now: {refused}.") from None
    return changed


def _checked(terms: Terms, today: date) -> Terms:
    if broken := (*violations(terms), *outlived(terms, today)):
        errors = [{"pointer": f"/{_FIELDS.get(v.field, v.field)}", "detail": v.reason} for v in broken]
        raise Invalid("These terms cannot stand; see errors.", errors=errors)
    return terms


_FIELDS = {"parties": "recipient_id", "directions": "recipient_id"}


def _terms(content: Mapping[str, Any]) -> Terms:
    discloser, recipient = content["discloser_id"], content["recipient_id"]
    return Terms(
        parties=(discloser, recipient),
        directions=frozenset({Direction(discloser, recipient)}),
        purpose=content["purpose"],
        basis=Basis(content["basis"]),
        elements=frozenset(DataElement(element) for element in content["elements"]),
        granularity=Granularity(content["granularity"]),
        starts_on=content["starts_on"],
        expires_on=content["expires_on"],
        destroy_by=content["destroy_by"],
    )


def _columns(terms: Terms) -> dict[str, Any]:
    return {
        "purpose": terms.purpose,
        "basis": terms.basis,
        "elements": sorted(terms.elements),
        "granularity": terms.granularity,
        "starts_on": terms.starts_on,
        "expires_on": terms.expires_on,
        "destroy_by": terms.destroy_by,
        "document_hash": document_hash(terms),
    }


async def publish_as(session: AsyncSession, district_id: UUID, *events: Event, then: UUID) -> None:
    """Publish in the name of `district_id`; afterwards the transaction speaks for `then`, its own district, again.

    The only place where a request's transaction leaves its district, and all it does there is to tell that district.
    """
    await become(session, district_id)
    await publish(session, district_id, *events)
    await become(session, then)


async def keep_calendar(session: AsyncSession, events: Sequence[Received[CalendarChanged]]) -> None:
    newest = events[-1].data
    await calendar.keep(session, events[0].district_id, newest.time_zone, newest.version, newest.changed_at)
