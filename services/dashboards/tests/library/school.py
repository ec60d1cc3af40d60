"""A class whose people both services know."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from dashboards.handlers import read_models
from resources.handlers import roster
from services.dashboards.tests.library.library_pages import LibraryPages
from shared.contracts.rostering import (
    ClassChanged,
    EnrolmentChanged,
    GuardianChanged,
    OrganisationChanged,
    PersonChanged,
    PersonRole,
)
from shared.events.event import Event
from shared.testing import Deliveries

PEOPLE: tuple[tuple[str, PersonRole], ...] = (("educator", "educator"), ("learner", "learner"), ("family", "guardian"))


class Class(NamedTuple):
    class_id: UUID
    school_id: UUID


async def found_class(sharing: LibraryPages) -> Class:
    """Class 4b, taught by the educator, with the learner, whose guardian is the family."""
    found = Class(uuid4(), uuid4())
    people = [PersonChanged(person_id=sharing.uid(name), roles=(role,)) for name, role in PEOPLE]
    enrolled = [
        EnrolmentChanged(enrolment_id=uuid4(), person_id=sharing.uid(role), class_id=found.class_id, role=role)
        for role in ("educator", "learner")
    ]
    guards = GuardianChanged(learner_id=sharing.uid("learner"), guardian_id=sharing.uid("family"))
    school = OrganisationChanged(organisation_id=found.school_id, name="North", kind="school")
    of_class = ClassChanged(class_id=found.class_id, title="4b", organisation_id=found.school_id)
    await _tell(sharing, [school, of_class, *people, *enrolled, guards])
    return found


async def _tell(sharing: LibraryPages, events: Sequence[Event]) -> None:
    logs: list[Any] = [Deliveries(read_models, sharing.pages.worker), Deliveries(roster, sharing.resources.worker)]
    for log in logs:
        await log.send(sharing.district, *events)
