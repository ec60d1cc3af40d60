"""What rostering tells when somebody may see a learner no longer."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.dashboards.tests.visitors import uid
from shared.contracts.rostering import ClassChanged, EnrolmentChanged, GuardianChanged, PersonChanged, TermChanged
from shared.events import Event

TODAY = datetime.now(UTC).date()
YESTERDAY = TODAY - timedelta(days=1)
FAMILY, EDUCATOR = ("family", "parent"), ("educator", "teacher")


def enrolment(person: str, role: Any, **more: Any) -> EnrolmentChanged:
    return EnrolmentChanged(
        enrolment_id=uid(f"{person}-maths"), person_id=uid(person), class_id=uid("maths"), role=role, **more
    )


MATHS = ClassChanged(class_id=uid("maths"), title="Maths 5", organisation_id=uid("north"), term_id=uid("term"))
ENDS: dict[str, tuple[tuple[str, str], Event]] = {
    "tie": (FAMILY, GuardianChanged(learner_id=uid("ana"), guardian_id=uid("parent"), active=False)),
    "guardian": (FAMILY, PersonChanged(person_id=uid("parent"), roles=("guardian",), active=False)),
    "learner": (FAMILY, PersonChanged(person_id=uid("ana"), roles=("learner",), active=False)),
    "learner of an educator": (EDUCATOR, PersonChanged(person_id=uid("ana"), roles=("learner",), active=False)),
    "educator": (EDUCATOR, PersonChanged(person_id=uid("teacher"), roles=("educator",), active=False)),
    "enrolment": (EDUCATOR, enrolment("ana", "learner", active=False)),
    "enrolment over": (EDUCATOR, enrolment("ana", "learner", ends_on=YESTERDAY)),
    "enrolment to come": (EDUCATOR, enrolment("teacher", "educator", starts_on=TODAY + timedelta(days=2))),
    "class": (EDUCATOR, MATHS.model_copy(update={"active": False})),
    "term": (
        EDUCATOR,
        TermChanged(term_id=uid("term"), title="2026-27", starts_on=YESTERDAY - timedelta(days=9), ends_on=YESTERDAY),
    ),
}  # fmt: skip
"""Who sees Ana (by role and person), and an event that ends it."""
