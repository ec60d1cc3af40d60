"""Enrolments as they come in and go out."""

from datetime import date
from uuid import UUID

from rostering.rules.entities import Enrolment, EnrolmentRole, Stored
from rostering.schemas.fields import Body, FileLine, Out, Reference, WholeBody, example, identifiers_out
from shared.http.fields import AnyDay, Flag


class EnrolmentFields(Body):
    person_id: Reference
    class_id: Reference
    role: EnrolmentRole
    starts_on: AnyDay | None = None
    ends_on: AnyDay | None = None
    active: Flag = True


class EnrolmentIn(EnrolmentFields, WholeBody):
    """A person's part in a class, as a whole."""

    model_config = example(
        {
            "person_id": {"source": "sis", "sourced_id": "learner-17"},
            "class_id": {"source": "sis", "sourced_id": "class-45"},
            "role": "learner",
            "starts_on": "2026-08-10",
            "identifiers": [{"source": "sis", "sourced_id": "enrolment-901"}],
        }
    )


class EnrolmentLine(EnrolmentFields, FileLine):
    """A line of a file: the enrolment that this source knows by this id."""


class EnrolmentOut(Out):
    """A person's part in a class. Whoever leaves and comes back has two of them."""

    model_config = example(
        {
            "id": "0190a000-0000-7000-8000-000000000007",
            "version": 1,
            "identifiers": [{"source": "sis", "sourced_id": "enrolment-901"}],
            "active": True,
            "person_id": "0190a000-0000-7000-8000-000000000005",
            "class_id": "0190a000-0000-7000-8000-000000000004",
            "role": "learner",
            "starts_on": "2026-08-10",
            "ends_on": "2027-06-11",
        }
    )

    person_id: UUID
    class_id: UUID
    role: EnrolmentRole
    starts_on: date | None
    ends_on: date | None

    @classmethod
    def of(cls, stored: Stored[Enrolment]) -> "EnrolmentOut":
        enrolment = stored.entity
        return cls(
            id=stored.id,
            version=stored.version,
            identifiers=identifiers_out(enrolment),
            active=enrolment.active,
            person_id=enrolment.person_id,
            class_id=enrolment.class_id,
            role=enrolment.role,
            starts_on=enrolment.starts_on,
            ends_on=enrolment.ends_on,
        )
