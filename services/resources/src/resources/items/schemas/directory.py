"""All that is open to everybody, as it is listed for machines that search."""

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.common.schemas import Answer
from resources.items import examples
from shared.http.examples import example


class Section(Answer):
    """So many items, in the order of their ids."""

    first_id: UUID = Field(description="of the item that it begins with, by which it is asked for")
    items: int
    changed_at: datetime = Field(description="when the newest of its versions was published")


class Directory(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.DIRECTORY))

    sections: list[Section]


class ListedItem(Answer):
    item_id: UUID
    published_at: datetime


class SectionItems(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.SECTION))

    items: list[ListedItem]
