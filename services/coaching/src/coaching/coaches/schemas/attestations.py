"""What is attested of coaches and who is related to whom, as it comes in and is shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.coaches import examples
from coaching.coaches.rules.attestations import AttestationKind, Band
from coaching.coaches.rules.relations import RelationKind
from coaching.common.schemas import Answer, Body, Code
from shared.http.examples import example
from shared.http.fields import Day

_REFERENCE = "what it is known by in the system that holds it; no name of a person"


class NewAttestation(Body):
    """That something was found to be so of a coach. It is renewed by another, and never changed."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_ATTESTATION))

    kind: AttestationKind
    band: Band | None = Field(default=None, description="of an age band only")
    valid_from: Day = Field(description="the first day")
    valid_until: Day | None = Field(
        default=None,
        description="the last day, a whole one; of a minor's age band the day before they turn 18. A clearance, a "
        "guardian's consent and the age band of a minor have one",
    )
    reference: Code = Field(description=_REFERENCE)


class NewRevocation(Body):
    """From which day on an attestation does not count."""

    model_config = ConfigDict(json_schema_extra=example(examples.REVOCATION))

    revoked_on: Day | None = Field(default=None, description="today where nothing is said; never a later day")
    reference: Code = Field(description=_REFERENCE)


class RevocationShown(Answer):
    revoked_on: date = Field(description="the first day on which it does not count")
    reference: str
    revoked_at: datetime = Field(description="when this was told")
    revoked_by: str


class AttestationShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.ATTESTATION))

    attestation_id: UUID
    coach_id: UUID
    kind: AttestationKind
    band: Band | None
    valid_from: date
    valid_until: date | None
    reference: str
    attested_at: datetime = Field(description="when this was told")
    attested_by: str = Field(description="the account or client that attested it")
    revocation: RevocationShown | None


class NewRelation(Body):
    """That two coaches are related: together they are not two adults who watch each other."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_RELATION))

    coach_ids: Annotated[list[UUID], Field(min_length=2, max_length=2)] = Field(description="the two, in any order")
    kind: RelationKind


class RelationShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.RELATION))

    relation_id: UUID
    coach_ids: list[UUID]
    kind: RelationKind
    declared_at: datetime
    withdrawn_at: datetime | None = Field(description="when it was found to be a mistake, or over")
