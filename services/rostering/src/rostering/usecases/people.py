"""People: how they are changed and forgotten, and what is published of it."""

from collections.abc import Sequence
from uuid import UUID

from rostering.queries.organisations import find_organisations
from rostering.queries.people import erase_name, find_people, save_people
from rostering.queries.roster import lock_roster
from rostering.rules.changes import Applied, Batch, Change, ChangeRequest, Lookup, MakeId, Rejected
from rostering.rules.entities import Name, Organisation, Person, Stored
from rostering.rules.validation import validate_person
from rostering.schemas.people import PersonFields
from rostering.usecases.deciding import decide_each, event_identifiers, references_of
from rostering.usecases.single import find_one
from shared.contracts.rostering import PersonChanged, PersonNamed
from shared.db.query import Transaction
from shared.events import publish, publish_tombstone


async def change_people(
    session: Transaction, district_id: UUID, requests: Sequence[ChangeRequest[PersonFields]], make_id: MakeId
) -> list[Applied[Person] | Rejected]:
    """Adds or changes people; each request is decided by itself. The caller holds the roster."""
    people = await find_people(session, district_id, references_of(requests))
    organisations = await find_organisations(
        session, district_id, [reference for request in requests for reference in request.fields.organisation_ids]
    )
    batch = Batch(people, make_id)
    outcomes = await decide_each(requests, lambda request: _decide(request, batch, organisations))
    await save_people(session, district_id, batch.changes)
    await publish(session, district_id, *[event for change in batch.changes for event in person_events(change)])
    return outcomes


def _decide(
    request: ChangeRequest[PersonFields], batch: Batch[Person], organisations: Lookup[Organisation]
) -> Applied[Person] | Rejected:
    fields = request.fields
    missing = [
        issue
        for number, reference in enumerate(fields.organisation_ids)
        for issue in organisations.validate_reference(f"/organisation_ids/{number}", reference)
    ]
    if missing:
        return Rejected(missing)
    person = Person(
        name=Name(given_name=fields.given_name, family_name=fields.family_name, preferred_name=fields.preferred_name),
        roles=tuple(sorted(set(fields.roles))),
        grade=fields.grade,
        organisation_ids=tuple(sorted({organisations.get(reference).id for reference in fields.organisation_ids})),
        active=fields.active,
    )
    draft = batch.draft(request, person)
    if isinstance(draft, Rejected):
        return draft
    issues = validate_person(before=draft.before)
    return Rejected(issues) if issues else batch.accept(draft)


def person_events(change: Change[Person]) -> list[PersonChanged | PersonNamed]:
    """One event with all but the name, and one with the name: each where it says something new."""
    person, before = change.stored.entity, change.before
    events: list[PersonChanged | PersonNamed] = []
    if before is None or person.without_name() != before.without_name():
        events.append(
            PersonChanged(
                person_id=change.stored.id,
                roles=person.roles,
                grade=person.grade,
                organisation_ids=person.organisation_ids,
                identifiers=event_identifiers(person.identifiers),
                active=person.active,
            )
        )
    if person.name is not None and (before is None or before.name != person.name):
        events.append(
            PersonNamed(
                person_id=change.stored.id,
                given_name=person.name.given_name,
                family_name=person.name.family_name,
                preferred_name=person.name.preferred_name,
            )
        )
    return events


async def forget_person(session: Transaction, district_id: UUID, address: str) -> None:
    """Erases a person's name, here and in the topic of names, and the ids that sources have for them; for good.

    Doing it again does nothing.

    Raises:
        NotFound: nobody of this district is addressed.
    """
    await lock_roster(session, district_id)
    stored = await find_one(session, district_id, find_people, address)
    if stored.entity.forgotten:
        return
    change = Change(Stored(stored.id, stored.version + 1, stored.entity.forget()), stored.entity)
    await save_people(session, district_id, [change])
    await publish(session, district_id, *person_events(change))
    await erase_name(session, district_id, stored.id)
    await publish_tombstone(session, district_id, PersonNamed, str(stored.id))
