"""Guardians: how the ties between learners and guardians are changed, and what is published of it."""

from collections.abc import Sequence
from uuid import UUID

from rostering.queries.guardians import find_guardians, find_ties, save_guardians
from rostering.queries.people import find_people
from rostering.rules.changes import Applied, Batch, Change, ChangeRequest, Lookup, MakeId, Rejected
from rostering.rules.entities import Guardian, Person
from rostering.rules.validation import ValidationIssue, validate_guardian
from rostering.schemas.guardians import GuardianFields
from rostering.usecases.deciding import decide_each, references_of
from shared.contracts.rostering import GuardianChanged
from shared.db.query import Transaction
from shared.events import publish

Ties = dict[tuple[UUID, UUID], UUID]
"""(learner, guardian) to the id of what ties them together."""


async def change_guardians(
    session: Transaction, district_id: UUID, requests: Sequence[ChangeRequest[GuardianFields]], make_id: MakeId
) -> list[Applied[Guardian] | Rejected]:
    """Adds or changes guardians; each request is decided by itself. The caller holds the roster."""
    guardians = await find_guardians(session, district_id, references_of(requests))
    fields = [request.fields for request in requests]
    people = await find_people(session, district_id, [p for f in fields for p in (f.learner_id, f.guardian_id)])
    ties = await find_ties(session, district_id, people.ids())
    batch = Batch(guardians, make_id)
    outcomes = await decide_each(requests, lambda request: _decide(request, batch, people, ties))
    await save_guardians(session, district_id, batch.changes)
    await publish(session, district_id, *[event for change in batch.changes for event in guardian_events(change)])
    return outcomes


def _decide(
    request: ChangeRequest[GuardianFields], batch: Batch[Guardian], people: Lookup[Person], ties: Ties
) -> Applied[Guardian] | Rejected:
    fields = request.fields
    missing = people.validate_reference("/learner_id", fields.learner_id)
    missing += people.validate_reference("/guardian_id", fields.guardian_id)
    if missing:
        return Rejected(missing)
    learner, guardian = people.get(fields.learner_id), people.get(fields.guardian_id)
    pair = (learner.id, guardian.id)
    tie = Guardian(learner_id=learner.id, guardian_id=guardian.id, relation=fields.relation, active=fields.active)
    draft = batch.draft(request, tie)
    if isinstance(draft, Rejected):
        return draft
    if ties.get(pair, draft.id) != draft.id:
        detail = f"These two are tied together already, as {ties[pair]}. Change that one."
        return Rejected([ValidationIssue("", detail)])
    issues = validate_guardian(
        draft.entity, learner_roles=learner.entity.roles, guardian_roles=guardian.entity.roles, before=draft.before
    )
    if issues:
        return Rejected(issues)
    ties[pair] = draft.id
    return batch.accept(draft)


def guardian_events(change: Change[Guardian]) -> list[GuardianChanged]:
    tie = change.stored.entity
    return [
        GuardianChanged(
            learner_id=tie.learner_id, guardian_id=tie.guardian_id, relation=tie.relation, active=tie.active
        )
    ]
