"""What is found, as it is shown."""

from dataclasses import fields
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.common.schemas import Answer, Body
from resources.items.rules.content import ItemKind
from resources.items.schemas.items import SEEN_BY
from resources.licences.rules.effective import Audience
from resources.licences.rules.reading import LONGEST as LONGEST_LICENCE
from resources.searches import examples
from resources.searches.rules.search import Asked
from shared.http.examples import example
from shared.http.fields import Flag, line
from shared.http.schema_rules import all_of, present

LONGEST_WORDS = 200
GradeBand = Literal["pre-k", "k-2", "3-5", "6-8", "9-12", "adult"]
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
Language = Annotated[str, Field(max_length=40, pattern=LANGUAGE)]


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
    licences: list[str] = Field(description="the ids of those that occur in it")
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
        description="item/ and an item's id, also of those above it; condition/, an instrument and a condition's key; "
        "condition/ and the key, whatever the instrument"
    )


class FoundCounts(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.COUNTS))

    items: int = Field(description="how many are found")
    nearly: bool = Field(description="words that are spelled nearly so count too, for few items have these")
    facets: Facets


_ASKED = [present(one.name) for one in fields(Asked)]


class SavedSearchSent(Body):
    """A search to be kept: what `/resources/v1/found-items` takes, and at least one of it."""

    model_config = ConfigDict(json_schema_extra=example(examples.SAVED_SENT) | all_of({"anyOf": _ASKED}))

    words: Annotated[str, line(LONGEST_WORDS)] | None = Field(
        default=None, description="that an item has all of, in any form, capitals and accents aside"
    )
    kind: ItemKind | None = None
    language: Language | None = Field(default=None, description="a tag of BCP 47")
    grade_band: GradeBand | None = Field(default=None, description="what is for all is for each")
    licence: Annotated[str, line(LONGEST_LICENCE)] | None = Field(
        default=None, description="that occurs in it: an id or a name"
    )
    may_adapt: Flag | None = Field(default=None, description="whether its licences let you adapt it")
    owner_id: UUID | None = Field(default=None, description="of this district only")
    framework_item: UUID | None = Field(
        default=None, description="that it is aligned to, or that is above such a one in its district's framework"
    )
    instrument_id: UUID | None = Field(default=None, description="the instrument of the condition; none: any")
    condition: Annotated[str, line(200)] | None = Field(
        default=None, description="a condition's key that it is aligned to, as a readiness gap has it"
    )


class SavedSearchShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.SAVED))

    search_id: UUID
    asked: SavedSearchSent
    saved_at: datetime


class News(Answer):
    """A new item that a saved search found, in the version in which it is found today."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEWS))

    told_at: datetime
    item: FoundItem
