"""Kinds of fields that many bodies share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.http.fields import line, prose

Title = Annotated[str, line(200)]
Prose = Annotated[str, prose(2000)]
Ordinal = Annotated[int, Field(ge=1, le=2**31 - 1, strict=True)]
"""The number of a version or of a result, in a body: they count from 1."""


class Body(BaseModel):
    """A request's body: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """An answer's body."""

    model_config = ConfigDict(from_attributes=True)
