"""What is found, as it is shown."""

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.common.schemas import Answer
from resources.items.rules.content import ItemKind
from resources.items.schemas.items import SEEN_BY
from resources.licences.rules.effective import Audience
from resources.searches import examples
from shared.http.examples import example


class FoundItem(Answer):
    """An item in its newest version, as a search shows it."""

    model_config = ConfigDict(json_schema_extra=example(examples.FOUND))

    item_id: UUID
    version: int
    owner_id: UUID = Field(description="the district whose item it is")
    seen_by: Audience = Field(description=SEEN_BY)
    title: str
    kind: ItemKind
    description: str | None
    language: str
    grade_band: str | None = Field(description="none: it is for all")
    published_at: datetime
    nearly: bool = Field(description="it has words that are spelled nearly so, and not these")


class ValueCount(Answer):
    value: str
    items: int


class Facets(Answer):
    """Of each filter the values, the most frequent first, with how many items are found with each in place of what the
    search says of that filter.
    """

    kind: list[ValueCount]
    language: list[ValueCount]
    grade_band: list[ValueCount] = Field(description="what is for all counts in each")
    licence: list[ValueCount]
    may_adapt: list[ValueCount] = Field(description="true and false")
    owner_id: list[ValueCount]
    target: list[ValueCount] = Field(
        description="item/ and an item's id, also of those above it, or condition/, an instrument and a condition's key"
    )


class FoundCounts(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.COUNTS))

    items: int = Field(description="how many are found")
    nearly: bool = Field(description="words that are spelled nearly so count too, for few items have these")
    facets: Facets
