"""Items of the library and licences, as resources says them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field, RootModel

from dashboards.common.answers import Listing, RemoteAnswer

Standing = Literal["offered", "retired", "taken_down", "recalled"]
Audience = Literal["anonymous", "partner", "own"]


class Author(RemoteAnswer, extra="allow"):
    person_id: UUID
    name: str


class Alignment(RemoteAnswer, extra="allow"):
    to: Literal["item", "condition"]
    relation: str
    target: str


class CaptionOf(RemoteAnswer, extra="allow"):
    """The part that a caption file belongs to, and the SHA-256 of the file that it was written for."""

    part_key: UUID
    sha256: str


class PartBody(RemoteAnswer, extra="allow"):
    """What a part is, whatever it is called."""

    kind: Literal["file", "link", "text"]
    source: str
    licence: str | None = None
    caption_of: CaptionOf | None = None
    holder: Literal["district", "author", "other"] = "other"
    holder_name: str | None = None


class Part(PartBody, extra="allow"):
    part_key: UUID
    title: str


class ItemContent(RemoteAnswer, extra="allow"):
    """All that a version says. Here and in its parts what is not known stays, so that it is sent back as it came."""

    title: str
    kind: str
    description: str | None = None
    language: str = "en"
    grade_band: str | None = None
    preparation: str | None = None
    preparation_time: int | None = None
    accessibility: list[str] = Field(default_factory=list)
    alignments: list[Alignment] = Field(default_factory=list)
    authors: list[Author] = Field(default_factory=list)
    parts: list[Part] = Field(default_factory=list)


class Published(RemoteAnswer):
    """A published version, as lists show it; of one that was taken down or recalled hardly anything is told."""

    item_id: UUID
    version: int
    owner_id: UUID
    seen_by: Audience
    standing: Standing
    because: str | None
    successor_id: UUID | None
    stands_since: datetime
    title: str | None
    kind: str | None
    description: str | None
    language: str | None
    grade_band: str | None
    licences: list[str]
    changes: str | None
    published_at: datetime


class CreditWords(RemoteAnswer):
    """A credit as a sentence, in each language of ours."""

    en: str
    es: str


class Credit(RemoteAnswer):
    """What is owed for something that was taken of another item, as that said it then; without a part, for the whole.
    `changed`: it is another here than it was there.
    """

    part_key: UUID | None
    item_id: UUID
    version: int
    title: str
    authors: list[str]
    address: str
    licence: str
    taken_at: datetime
    changed: bool
    words: CreditWords


class PublishedItem(Published):
    """The same with all that it says, what its reader may do with it, and what it was made of."""

    content: ItemContent | None
    may: list[str]
    demands: list[str]
    credits: list[Credit]


class PublishedItems(Listing[Published]):
    pass


class Section(RemoteAnswer):
    """Some of what is open to everybody, from this item on."""

    first_id: UUID
    changed_at: datetime


class Directory(RemoteAnswer):
    sections: list[Section]


class ListedItem(RemoteAnswer):
    item_id: UUID
    published_at: datetime


class SectionItems(RemoteAnswer):
    items: list[ListedItem]


class FoundItem(RemoteAnswer):
    """An item in its newest version, as a search shows it."""

    item_id: UUID
    version: int
    owner_id: UUID
    title: str
    kind: str
    language: str
    grade_band: str | None
    licences: list[str]
    nearly: bool


class FoundItems(Listing[FoundItem]):
    pass


class ValueCount(RemoteAnswer):
    value: str
    items: int


class Facets(RemoteAnswer):
    """Of each filter its values, with how many items each would leave."""

    kind: list[ValueCount]
    language: list[ValueCount]
    grade_band: list[ValueCount]
    licence: list[ValueCount]
    may_adapt: list[ValueCount]
    owner_id: list[ValueCount]


class FoundCounts(RemoteAnswer):
    items: int
    nearly: bool
    facets: Facets


class Licence(RemoteAnswer):
    licence_id: str
    name: str
    title: str
    deed_url: str | None
    text_url: str | None
    rights: list[str]
    demands: list[str]
    can_be_chosen: bool

    @property
    def address(self) -> str | None:
        """Where it is explained, else where its text is."""
        return self.deed_url or self.text_url


class Licences(RootModel[list[Licence]]):
    def by_id(self) -> dict[str, Licence]:
        return {one.licence_id: one for one in self.root}


class ItemMetadata(RootModel[dict[str, Any]]):
    """What an open item says of itself to programs that search, as JSON-LD."""
