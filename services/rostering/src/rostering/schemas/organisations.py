"""Organisations as they come in and go out."""

from uuid import UUID

from rostering.rules.entities import Organisation, OrganisationKind, Stored
from rostering.schemas.fields import Body, FileLine, Out, Reference, Title, WholeBody, example, identifiers_out
from shared.http.fields import Flag


class OrganisationFields(Body):
    name: Title
    kind: OrganisationKind
    parent_id: Reference | None = None
    active: Flag = True


class OrganisationIn(OrganisationFields, WholeBody):
    """An organisation as a whole. A school may name the district that it belongs to."""

    model_config = example(
        {
            "name": "Lindgren School",
            "kind": "school",
            "parent_id": {"source": "sis", "sourced_id": "district-1"},
            "identifiers": [{"source": "sis", "sourced_id": "school-4"}],
        }
    )


class OrganisationLine(OrganisationFields, FileLine):
    """A line of a file: the organisation that this source knows by this id."""


class OrganisationOut(Out):
    """A district or one of its schools."""

    model_config = example(
        {
            "id": "0190a000-0000-7000-8000-000000000002",
            "version": 1,
            "identifiers": [{"source": "sis", "sourced_id": "school-4"}],
            "active": True,
            "name": "Lindgren School",
            "kind": "school",
            "parent_id": "0190a000-0000-7000-8000-000000000001",
        }
    )

    name: str
    kind: OrganisationKind
    parent_id: UUID | None

    @classmethod
    def of(cls, stored: Stored[Organisation]) -> "OrganisationOut":
        organisation = stored.entity
        return cls(
            id=stored.id,
            version=stored.version,
            identifiers=identifiers_out(organisation),
            active=organisation.active,
            name=organisation.name,
            kind=organisation.kind,
            parent_id=organisation.parent_id,
        )
