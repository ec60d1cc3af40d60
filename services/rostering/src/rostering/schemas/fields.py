"""What the bodies of all kinds of entities have in common."""

from typing import Annotated
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    JsonValue,
    ValidationError,
    ValidatorFunctionWrapHandler,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from rostering.rules.entities import LONGEST_CODE, LONGEST_NAME, LONGEST_TITLE, Entity
from shared.http.fields import OutsideId, Source, line
from shared.values.identifiers import SourcedId

Title = Annotated[str, line(LONGEST_TITLE)]
NamePart = Annotated[str, line(LONGEST_NAME)]
Code = Annotated[str, line(LONGEST_CODE)]


class Body(BaseModel):
    """What a caller sends."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Identifier(Body):
    """The id that a source (a SIS) has for an entity."""

    source: Source
    sourced_id: OutsideId

    def value(self) -> SourcedId:
        return SourcedId(self.source, self.sourced_id)


class _AsReference:
    """Reads our id, or an object with a source's, into what the rules call a reference."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(_reference, handler.generate_schema(UUID | Identifier))


def _reference(value: object, handler: ValidatorFunctionWrapHandler) -> UUID | SourcedId:
    """One message at the field's own place, instead of one for each way to refer to an entity."""
    try:
        read: UUID | Identifier = handler(value)
    except ValidationError:
        raise PydanticCustomError("reference", "Give our id, or an object with source and sourced_id") from None
    return read.value() if isinstance(read, Identifier) else read


Reference = Annotated[UUID | SourcedId, _AsReference()]


class WholeBody(Body):
    """An entity as a whole: what is not sent is not so."""

    identifiers: Annotated[list[Identifier], Field(max_length=20)] = []

    def sourced_ids(self) -> tuple[SourcedId, ...]:
        return tuple(identifier.value() for identifier in self.identifiers)


class FileLine(Body):
    """A line of a file: the entity that this source knows by this id."""

    source: Source
    sourced_id: OutsideId

    def key(self) -> SourcedId:
        return SourcedId(self.source, self.sourced_id)


class IdentifierOut(BaseModel):
    source: str
    sourced_id: str


class Out(BaseModel):
    """`version` is what the ETag says; `active` is false once the entity has ended."""

    id: UUID
    version: int
    identifiers: list[IdentifierOut]
    active: bool


def identifiers_out(entity: Entity) -> list[IdentifierOut]:
    return [IdentifierOut(source=one.source, sourced_id=one.sourced_id) for one in entity.identifiers]


def example(fields: dict[str, JsonValue]) -> ConfigDict:
    """For `model_config`: what the body or the answer looks like, in the document."""
    return ConfigDict(json_schema_extra={"examples": [fields]})
