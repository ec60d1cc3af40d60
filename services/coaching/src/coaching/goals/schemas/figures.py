"""Values of indicators: in what form they come, and in what form they are shown."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from shared.http.fields import POINTS, points

Amount = Annotated[
    Decimal,
    Field(ge=-(10**9), le=10**9, max_digits=12, decimal_places=2),
    points(r"^-?0*(1000000000(\.0{1,2})?|[0-9]{1,9}(\.[0-9]{1,2})?)$", 0.01),
]
"""A value as it is sent, with two places at most."""
Shown = Annotated[Decimal, POINTS]
