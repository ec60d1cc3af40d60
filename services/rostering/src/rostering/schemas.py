"""What comes in and what goes out.

A thing goes out under the same field names it comes in by; a reference may come in as our id or as a source's.
"""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from rostering import rules
from rostering.rules import EnrolmentRole, OrganisationKind, PersonRole
from shared.http.fields import Day, Flag, OutsideId, Source, line
from shared.values.identifiers import SourcedId

Collection = Literal["organisations", "people", "terms", "classes", "enrolments", "guardians"]


Title = Annotated[str, line(rules.LONGEST_TITLE)]
NamePart = Annotated[str, line(rules.LONGEST_NAME)]
Code = Annotated[str, line(rules.LONGEST_CODE)]


class In(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Identifier(In):
    """The id that a source (a SIS) has for a thing."""

    source: Source
    sourced_id: OutsideId

    def value(self) -> SourcedId:
        return SourcedId(self.source, self.sourced_id)


def _either(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """One message at the field's own place, instead of one for each way to refer to a thing."""
    try:
        return handler(value)
    except ValidationError:
        raise PydanticCustomError("reference", "Give our id, or an object with source and sourced_id") from None


Reference = Annotated[UUID | Identifier, WrapValidator(_either)]
Identifiers = Annotated[list[Identifier], Field(max_length=20)]


class OrganisationFields(In):
    name: Title
    kind: OrganisationKind
    parent_id: Reference | None = None
    active: Flag = True


class PersonFields(In):
    given_name: NamePart
    family_name: NamePart
    preferred_name: NamePart | None = None
    roles: Annotated[list[PersonRole], Field(min_length=1, max_length=4)]
    grade: Code | None = None
    organisation_ids: Annotated[list[Reference], Field(max_length=50)] = []
    active: Flag = True


class TermFields(In):
    title: Title
    starts_on: Day
    ends_on: Annotated[Day, Field(description="not before starts_on")]
    active: Flag = True


class ClassFields(In):
    title: Title
    organisation_id: Reference
    term_id: Reference | None = None
    active: Flag = True


class EnrolmentFields(In):
    person_id: Reference
    class_id: Reference
    role: EnrolmentRole
    starts_on: Day | None = None
    ends_on: Day | None = None
    active: Flag = True


class GuardianFields(In):
    learner_id: Reference
    guardian_id: Reference
    relation: Code = "guardian"
    active: Flag = True


class _Whole(In):
    identifiers: Identifiers = []


class OrganisationIn(OrganisationFields, _Whole):
    """An organisation, whole."""


class PersonIn(PersonFields, _Whole):
    """A person, whole."""


class TermIn(TermFields, _Whole):
    """A term, whole; both its days belong to it."""


class ClassIn(ClassFields, _Whole):
    """A class, whole."""


class EnrolmentIn(EnrolmentFields, _Whole):
    """A person's part in a class, whole."""


class GuardianIn(GuardianFields, _Whole):
    """That one person is guardian of another."""


class _Line(In):
    source: Source
    sourced_id: OutsideId


class OrganisationLine(OrganisationFields, _Line):
    """A line of a bulk: the organisation that this source knows by this id."""


class PersonLine(PersonFields, _Line):
    """A line of a bulk: the person that this source knows by this id."""


class TermLine(TermFields, _Line):
    """A line of a bulk: the term that this source knows by this id."""


class ClassLine(ClassFields, _Line):
    """A line of a bulk: the class that this source knows by this id."""


class EnrolmentLine(EnrolmentFields, _Line):
    """A line of a bulk: the enrolment that this source knows by this id."""


class GuardianLine(GuardianFields, _Line):
    """A line of a bulk: the tie between learner and guardian that this source knows by this id."""


class IdentifierOut(BaseModel):
    source: str
    sourced_id: str


class Out(BaseModel):
    """`version` is what the ETag says; `active` is false once the thing has ended."""

    id: UUID
    version: int
    identifiers: list[IdentifierOut]
    active: bool


class OrganisationOut(Out):
    name: str
    kind: OrganisationKind
    parent_id: UUID | None


class PersonAdded(Out):
    """A person just registered, without the name: answers are kept with their Idempotency-Key, names are not."""

    roles: list[PersonRole]
    grade: str | None
    organisation_ids: list[UUID]


class PersonOut(PersonAdded):
    """A person. Names are null for one who was forgotten."""

    given_name: str | None
    family_name: str | None
    preferred_name: str | None


class TermOut(Out):
    title: str
    starts_on: date
    ends_on: date


class ClassOut(Out):
    title: str
    organisation_id: UUID
    term_id: UUID | None


class EnrolmentOut(Out):
    person_id: UUID
    class_id: UUID
    role: EnrolmentRole
    starts_on: date | None
    ends_on: date | None


class GuardianOut(Out):
    learner_id: UUID
    guardian_id: UUID
    relation: str


class FlawOut(BaseModel):
    """What is wrong, and where in the line."""

    pointer: str
    detail: str


class LineReport(BaseModel):
    """What became of one line of a bulk. `line` counts from 1; `problem` says why a line was refused."""

    line: int
    sourced_id: str | None = None
    id: UUID | None = None
    status: Literal["created", "updated", "unchanged", "refused"]
    problem: list[FlawOut] | None = None


class BulkReport(BaseModel):
    """What became of a bulk, in numbers and line by line."""

    created: int
    updated: int
    unchanged: int
    refused: int
    lines: list[LineReport]
