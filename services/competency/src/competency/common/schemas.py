"""Fields that bodies of several subjects have: titles, words, scores."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.http.fields import line, points, prose

Title = Annotated[str, line(200)]
"""A title, a name, a code, a label."""


Occasion = Annotated[str, prose(200)]


Words = Annotated[str, prose(2000)]


Score = Annotated[
    Decimal,
    Field(ge=-1000, le=1000, max_digits=6, decimal_places=2),
    points(r"^-?0*(1000(\.0{1,2})?|[0-9]{1,3}(\.[0-9]{1,2})?)$", 0.01),
]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
