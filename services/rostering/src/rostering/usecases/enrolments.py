"""Enrolments: how they are changed, and what is published of it."""

from collections.abc import Sequence
from uuid import UUID

from rostering.queries.classes import find_classes
from rostering.queries.enrolments import find_enrolments, save_enrolments
from rostering.queries.people import find_people
from rostering.rules.changes import Applied, Batch, Change, ChangeRequest, Lookup, MakeId, Rejected
from rostering.rules.entities import Class, Enrolment, Person
from rostering.rules.validation import validate_enrolment
from rostering.schemas.enrolments import EnrolmentFields
from rostering.usecases.deciding import decide_each, references_of
from shared.contracts.rostering import EnrolmentChanged
from shared.db.query import Transaction
from shared.events import publish


async def change_enrolments(
    session: Transaction, district_id: UUID, requests: Sequence[ChangeRequest[EnrolmentFields]], make_id: MakeId
) -> list[Applied[Enrolment] | Rejected]:
    """Adds or changes enrolments; each request is decided by itself. The caller holds the roster."""
    enrolments = await find_enrolments(session, district_id, references_of(requests))
    people = await find_people(session, district_id, [request.fields.person_id for request in requests])
    classes = await find_classes(session, district_id, [request.fields.class_id for request in requests])
    batch = Batch(enrolments, make_id)
    outcomes = await decide_each(requests, lambda request: _decide(request, batch, people, classes))
    await save_enrolments(session, district_id, batch.changes)
    await publish(session, district_id, *[event for change in batch.changes for event in enrolment_events(change)])
    return outcomes


def _decide(
    request: ChangeRequest[EnrolmentFields], batch: Batch[Enrolment], people: Lookup[Person], classes: Lookup[Class]
) -> Applied[Enrolment] | Rejected:
    fields = request.fields
    missing = people.validate_reference("/person_id", fields.person_id)
    missing += classes.validate_reference("/class_id", fields.class_id)
    if missing:
        return Rejected(missing)
    person = people.get(fields.person_id)
    enrolment = Enrolment(
        person_id=person.id,
        class_id=classes.get(fields.class_id).id,
        role=fields.role,
        starts_on=fields.starts_on,
        ends_on=fields.ends_on,
        active=fields.active,
    )
    draft = batch.draft(request, enrolment)
    if isinstance(draft, Rejected):
        return draft
    issues = validate_enrolment(draft.entity, person=person.entity, before=draft.before)
    return Rejected(issues) if issues else batch.accept(draft)


def enrolment_events(change: Change[Enrolment]) -> list[EnrolmentChanged]:
    enrolment = change.stored.entity
    return [
        EnrolmentChanged(
            enrolment_id=change.stored.id,
            person_id=enrolment.person_id,
            class_id=enrolment.class_id,
            role=enrolment.role,
            starts_on=enrolment.starts_on,
            ends_on=enrolment.ends_on,
            active=enrolment.active,
        )
    ]
