"""Kinds of fields that many bodies share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.http.fields import line, prose

LONGEST_NAME = 200
Name = Annotated[str, line(LONGEST_NAME)]
Prose = Annotated[str, prose(2000)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z][a-z.-]*$")]
MinimumGroup = Annotated[int, Field(ge=10, le=10_000, strict=True)]


LAST_POSITION = 2**53 - 1
"""Of a feed: the largest whole number that every reader of JSON, and of the document, holds exactly."""


Position = Annotated[int, Field(ge=0, le=LAST_POSITION, strict=True)]


class Body(BaseModel):
    """A request's body: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """An answer's body."""

    model_config = ConfigDict(from_attributes=True)
