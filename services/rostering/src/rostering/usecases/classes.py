"""Classes: how they are changed, and what is published of it."""

from collections.abc import Sequence
from uuid import UUID

from rostering.queries.classes import find_classes, save_classes
from rostering.queries.organisations import find_organisations
from rostering.queries.terms import find_terms
from rostering.rules.changes import Applied, Batch, Change, ChangeRequest, Lookup, MakeId, Rejected
from rostering.rules.entities import Class, Organisation, Term
from rostering.schemas.classes import ClassFields
from rostering.usecases.deciding import decide_each, event_identifiers, references_of
from shared.contracts.rostering import ClassChanged
from shared.db.query import Transaction
from shared.events import publish


async def change_classes(
    session: Transaction, district_id: UUID, requests: Sequence[ChangeRequest[ClassFields]], make_id: MakeId
) -> list[Applied[Class] | Rejected]:
    """Adds or changes classes; each request is decided by itself. The caller holds the roster."""
    classes = await find_classes(session, district_id, references_of(requests))
    organisations = await find_organisations(session, district_id, [r.fields.organisation_id for r in requests])
    terms = await find_terms(session, district_id, [r.fields.term_id for r in requests])
    batch = Batch(classes, make_id)
    outcomes = await decide_each(requests, lambda request: _decide(request, batch, organisations, terms))
    await save_classes(session, district_id, batch.changes)
    await publish(session, district_id, *[event for change in batch.changes for event in class_events(change)])
    return outcomes


def _decide(
    request: ChangeRequest[ClassFields], batch: Batch[Class], organisations: Lookup[Organisation], terms: Lookup[Term]
) -> Applied[Class] | Rejected:
    fields = request.fields
    missing = organisations.validate_reference("/organisation_id", fields.organisation_id)
    missing += terms.validate_reference("/term_id", fields.term_id)
    if missing:
        return Rejected(missing)
    class_ = Class(
        title=fields.title,
        organisation_id=organisations.get(fields.organisation_id).id,
        term_id=None if fields.term_id is None else terms.get(fields.term_id).id,
        active=fields.active,
    )
    draft = batch.draft(request, class_)
    return draft if isinstance(draft, Rejected) else batch.accept(draft)


def class_events(change: Change[Class]) -> list[ClassChanged]:
    class_ = change.stored.entity
    return [
        ClassChanged(
            class_id=change.stored.id,
            title=class_.title,
            organisation_id=class_.organisation_id,
            term_id=class_.term_id,
            identifiers=event_identifiers(class_.identifiers),
            active=class_.active,
        )
    ]
