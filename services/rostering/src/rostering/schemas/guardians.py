"""Guardians as they come in and go out."""

from uuid import UUID

from rostering.rules.entities import Guardian, Stored
from rostering.schemas.fields import Body, Code, FileLine, Out, Reference, WholeBody, example, identifiers_out
from shared.http.fields import Flag


class GuardianFields(Body):
    learner_id: Reference
    guardian_id: Reference
    relation: Code = "guardian"
    active: Flag = True


class GuardianIn(GuardianFields, WholeBody):
    """The tie between a learner and a guardian, as a whole."""

    model_config = example(
        {
            "learner_id": {"source": "sis", "sourced_id": "learner-17"},
            "guardian_id": {"source": "sis", "sourced_id": "guardian-8"},
            "relation": "aunt",
            "identifiers": [{"source": "sis", "sourced_id": "tie-33"}],
        }
    )


class GuardianLine(GuardianFields, FileLine):
    """A line of a file: the tie between learner and guardian that this source knows by this id."""


class GuardianOut(Out):
    """The tie between a learner and a guardian: one for two people."""

    model_config = example(
        {
            "id": "0190a000-0000-7000-8000-000000000008",
            "version": 1,
            "identifiers": [{"source": "sis", "sourced_id": "tie-33"}],
            "active": True,
            "learner_id": "0190a000-0000-7000-8000-000000000005",
            "guardian_id": "0190a000-0000-7000-8000-000000000006",
            "relation": "aunt",
        }
    )

    learner_id: UUID
    guardian_id: UUID
    relation: str

    @classmethod
    def of(cls, stored: Stored[Guardian]) -> "GuardianOut":
        guardian = stored.entity
        return cls(
            id=stored.id,
            version=stored.version,
            identifiers=identifiers_out(guardian),
            active=guardian.active,
            learner_id=guardian.learner_id,
            guardian_id=guardian.guardian_id,
            relation=guardian.relation,
        )
