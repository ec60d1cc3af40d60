"""Kinds of fields that many bodies share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from shared.http.fields import line, prose

Code = Annotated[str, line(100)]
Words = Annotated[str, prose(10_000)]
Language = Annotated[str, StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A tag of BCP 47: en, es-MX, zh-Hant."""


class Body(BaseModel):
    """A request's body: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """An answer's body."""

    model_config = ConfigDict(from_attributes=True)
