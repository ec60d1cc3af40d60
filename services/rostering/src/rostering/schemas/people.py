"""People as they come in and go out."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from rostering.rules.entities import Person, PersonRole, Stored
from rostering.schemas.fields import Body, Code, FileLine, NamePart, Out, Reference, WholeBody, example, identifiers_out
from shared.http.fields import Flag


class PersonFields(Body):
    given_name: NamePart
    family_name: NamePart
    preferred_name: NamePart | None = None
    roles: Annotated[list[PersonRole], Field(min_length=1, max_length=4)]
    grade: Code | None = None
    organisation_ids: Annotated[list[Reference], Field(max_length=50)] = []  # noqa: RUF012 - pydantic copies it
    active: Flag = True


class PersonIn(PersonFields, WholeBody):
    """A person as a whole."""

    model_config = example(
        {
            "given_name": "Ana",
            "family_name": "Ruiz",
            "roles": ["learner"],
            "grade": "3",
            "organisation_ids": [{"source": "sis", "sourced_id": "school-4"}],
            "identifiers": [{"source": "sis", "sourced_id": "learner-17"}],
        }
    )


class PersonLine(PersonFields, FileLine):
    """A line of a file: the person that this source knows by this id."""


class PersonAdded(Out):
    """A person just registered, without the name: answers are kept with their Idempotency-Key, names are not."""

    model_config = example(
        {
            "id": "0190a000-0000-7000-8000-000000000005",
            "version": 1,
            "identifiers": [{"source": "sis", "sourced_id": "learner-17"}],
            "active": True,
            "roles": ["learner"],
            "grade": "3",
            "organisation_ids": ["0190a000-0000-7000-8000-000000000002"],
        }
    )

    roles: list[PersonRole]
    grade: str | None
    organisation_ids: list[UUID]

    @classmethod
    def without_name(cls, stored: Stored[Person]) -> "PersonAdded":
        person = stored.entity
        return PersonAdded(
            id=stored.id,
            version=stored.version,
            identifiers=identifiers_out(person),
            active=person.active,
            roles=list(person.roles),
            grade=person.grade,
            organisation_ids=list(person.organisation_ids),
        )


class PersonOut(PersonAdded):
    """A person. Names are null for one who was forgotten."""

    model_config = example(
        {
            "id": "0190a000-0000-7000-8000-000000000005",
            "version": 1,
            "identifiers": [{"source": "sis", "sourced_id": "learner-17"}],
            "active": True,
            "roles": ["learner"],
            "grade": "3",
            "organisation_ids": ["0190a000-0000-7000-8000-000000000002"],
            "given_name": "Ana",
            "family_name": "Ruiz",
            "preferred_name": "Ani",
        }
    )

    given_name: str | None
    family_name: str | None
    preferred_name: str | None

    @classmethod
    def of(cls, stored: Stored[Person]) -> "PersonOut":
        person = stored.entity
        return cls(
            id=stored.id,
            version=stored.version,
            identifiers=identifiers_out(person),
            active=person.active,
            roles=list(person.roles),
            grade=person.grade,
            organisation_ids=list(person.organisation_ids),
            given_name=person.name.given_name if person.name else None,
            family_name=person.name.family_name if person.name else None,
            preferred_name=person.name.preferred_name if person.name else None,
        )
