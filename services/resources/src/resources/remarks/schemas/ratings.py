"""Stars, as they are sent and shown."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.common.schemas import Answer, Body
from resources.remarks import examples
from resources.remarks.rules.ratings import FEWEST_STARS, MOST_STARS
from shared.http.examples import example
from shared.http.fields import POINTS


class NewStars(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.STARS))

    stars: Annotated[int, Field(ge=FEWEST_STARS, le=MOST_STARS, strict=True)]


class RatingShown(Answer):
    """What is shown of the stars of a version, and the reader's own."""

    model_config = ConfigDict(json_schema_extra=example(examples.RATING))

    item_id: UUID
    version: int
    people: int = Field(description="how many people's stars are shown; 0: too few to show any")
    mean: Annotated[Decimal, POINTS] | None = Field(description="of their stars, to one place")
    own_stars: int | None = Field(description="that you give; none: you give none")
