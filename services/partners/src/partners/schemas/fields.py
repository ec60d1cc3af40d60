"""Kinds of fields that many bodies share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

NO_NUL = r"^[^\x00]*$"
"""PostgreSQL's text cannot hold U+0000."""


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_NUL)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=NO_NUL)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z][a-z.-]*$")]
MinimumGroup = Annotated[int, Field(ge=10, le=10_000, strict=True)]


class Body(BaseModel):
    """A request's body: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """An answer's body."""

    model_config = ConfigDict(from_attributes=True)
