"""Classes as they come in and go out."""

from uuid import UUID

from rostering.rules.entities import Class, Stored
from rostering.schemas.fields import Body, FileLine, Out, Reference, Title, WholeBody, example, identifiers_out
from shared.http.fields import Flag


class ClassFields(Body):
    title: Title
    organisation_id: Reference
    term_id: Reference | None = None
    active: Flag = True


class ClassIn(ClassFields, WholeBody):
    """A class as a whole."""

    model_config = example(
        {
            "title": "Rooms 4 and 5",
            "organisation_id": "0190a000-0000-7000-8000-000000000002",
            "term_id": {"source": "sis", "sourced_id": "2026-autumn"},
            "identifiers": [{"source": "sis", "sourced_id": "class-45"}],
        }
    )


class ClassLine(ClassFields, FileLine):
    """A line of a file: the class that this source knows by this id."""


class ClassOut(Out):
    """A class of an organisation, in a term or in none."""

    model_config = example(
        {
            "id": "0190a000-0000-7000-8000-000000000004",
            "version": 1,
            "identifiers": [{"source": "sis", "sourced_id": "class-45"}],
            "active": True,
            "title": "Rooms 4 and 5",
            "organisation_id": "0190a000-0000-7000-8000-000000000002",
            "term_id": "0190a000-0000-7000-8000-000000000003",
        }
    )

    title: str
    organisation_id: UUID
    term_id: UUID | None

    @classmethod
    def of(cls, stored: Stored[Class]) -> "ClassOut":
        class_ = stored.entity
        return cls(
            id=stored.id,
            version=stored.version,
            identifiers=identifiers_out(class_),
            active=class_.active,
            title=class_.title,
            organisation_id=class_.organisation_id,
            term_id=class_.term_id,
        )
