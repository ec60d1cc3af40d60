"""Learners as rostering makes them known."""

from uuid import UUID

from competency.handlers import subscriptions
from rostering.schemas.people import PersonIn
from shared.contracts.rostering import Identifier, PersonChanged
from shared.testing import DISTRICT_A, Deliveries, RunningService
from shared.values.identifiers import SourcedId


async def registered(running: RunningService, learner: UUID, source: str, sourced_id: str) -> SourcedId:
    """Tells of a learner as rostering does, which has been told of them so."""
    sent = {"source": source, "sourced_id": sourced_id}
    person = PersonIn.model_validate(
        {"given_name": "Ada", "family_name": "Test", "roles": ["learner"], "identifiers": [sent]}
    )
    (kept,) = person.sourced_ids()
    event = PersonChanged(
        person_id=learner,
        roles=("learner",),
        identifiers=(Identifier(source=kept.source, sourced_id=kept.sourced_id),),
    )
    await Deliveries(subscriptions[0], running.worker).send(DISTRICT_A, event)
    return kept
