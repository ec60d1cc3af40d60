"""Organisations: how they are changed, and what is published of it."""

from collections.abc import Sequence
from uuid import UUID

from rostering.queries.organisations import find_organisations, save_organisations
from rostering.rules.changes import Applied, Batch, Change, ChangeRequest, Lookup, MakeId, Rejected
from rostering.rules.entities import Organisation
from rostering.rules.validation import validate_organisation
from rostering.schemas.organisations import OrganisationFields
from rostering.usecases.deciding import decide_each, event_identifiers, references_of
from shared.contracts.rostering import OrganisationChanged
from shared.db.query import Transaction
from shared.events import publish


async def change_organisations(
    session: Transaction, district_id: UUID, requests: Sequence[ChangeRequest[OrganisationFields]], make_id: MakeId
) -> list[Applied[Organisation] | Rejected]:
    """Adds or changes organisations; each request is decided by itself. The caller holds the roster."""
    parents = [request.fields.parent_id for request in requests]
    organisations = await find_organisations(session, district_id, [*references_of(requests), *parents])
    batch = Batch(organisations, make_id)

    # Districts first: in one file, a school may stand before the district it belongs to.
    order = sorted(range(len(requests)), key=lambda number: parents[number] is not None)
    decided = await decide_each(
        [requests[number] for number in order], lambda request: _decide(request, batch, organisations)
    )
    outcomes = dict(zip(order, decided, strict=True))

    await save_organisations(session, district_id, batch.changes)
    await publish(session, district_id, *[event for change in batch.changes for event in organisation_events(change)])
    return [outcomes[number] for number in range(len(requests))]


def _decide(
    request: ChangeRequest[OrganisationFields], batch: Batch[Organisation], organisations: Lookup[Organisation]
) -> Applied[Organisation] | Rejected:
    fields = request.fields
    missing = organisations.validate_reference("/parent_id", fields.parent_id)
    if missing:
        return Rejected(missing)
    parent = organisations.find(fields.parent_id)
    organisation = Organisation(
        name=fields.name, kind=fields.kind, parent_id=parent.id if parent else None, active=fields.active
    )
    draft = batch.draft(request, organisation)
    if isinstance(draft, Rejected):
        return draft
    issues = validate_organisation(draft.entity, parent=parent.entity if parent else None, before=draft.before)
    return Rejected(issues) if issues else batch.accept(draft)


def organisation_events(change: Change[Organisation]) -> list[OrganisationChanged]:
    organisation = change.stored.entity
    return [
        OrganisationChanged(
            organisation_id=change.stored.id,
            name=organisation.name,
            kind=organisation.kind,
            parent_id=organisation.parent_id,
            identifiers=event_identifiers(organisation.identifiers),
            active=organisation.active,
        )
    ]
