"""What resources tells: what is published in a library, and what becomes of it."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.events.event import Event, Topic

RESOURCES = Topic("trellis.resources.v1")

ResourceKind = Literal["assessment", "guidebook", "video", "lesson_content", "tool", "template", "link"]
SeenBy = Literal["own", "partner", "anonymous"]
UsedBy = Literal["class", "learner", "plan", "meeting", "action"]


class AlignedResource(BaseModel):
    """What a resource is aligned to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: Literal["item", "condition"] = Field(description="an item of a framework, or a condition of an instrument")
    relation: Literal["teaches", "assesses", "supports"] = Field(description="what it does for it")
    edition_id: UUID = Field(description="the framework's edition, or the instrument")
    target: str = Field(description="the item's id, or the condition's key")


class _Version(Event):
    item_id: UUID = Field(description="the item's id in the library")
    version: int = Field(description="the version's number, from 1")
    kind: ResourceKind = Field(description="what it is for")
    language: str = Field(description="its language, as a tag of BCP 47")
    seen_by: SeenBy = Field(
        description="the widest audience that its licences let see it: its own district, districts under an agreement "
        "with it, or everybody"
    )
    content_hash: str = Field(description="SHA-256 of what it says; versions that say the same have the same")
    alignments: tuple[AlignedResource, ...] = Field(default=(), description="what it is aligned to")


class ResourcePublished(_Version, type="org.trellis.resources.resource.published.v1", topic=RESOURCES, key="item_id"):
    """An item of a district's library was published for the first time. Who may read it, its licences say."""


class ResourceRevised(_Version, type="org.trellis.resources.resource.revised.v1", topic=RESOURCES, key="item_id"):
    """Another version of an item was published. The versions before stay as they were."""


class ResourceRetired(Event, type="org.trellis.resources.resource.retired.v1", topic=RESOURCES, key="item_id"):
    """An item is not offered any more. Who has adopted a version keeps it, unless it was recalled."""

    item_id: UUID = Field(description="the item's id")
    standing: Literal["retired", "taken_down", "recalled"] = Field(
        description="retired: it is still shown to who asks for it; taken down: its district took it back; recalled: "
        "nobody may go on showing it"
    )
    successor_id: UUID | None = Field(default=None, description="the item that its readers are led to")


class ResourceReinstated(Event, type="org.trellis.resources.resource.reinstated.v1", topic=RESOURCES, key="item_id"):
    """An item that was retired is offered again."""

    item_id: UUID = Field(description="the item's id")


class _Adoption(Event):
    adoption_id: UUID = Field(description="the adoption's id")
    item_id: UUID = Field(description="the item that is adopted, of another district")


class ResourceAdopted(_Adoption, type="org.trellis.resources.resource.adopted.v1", topic=RESOURCES, key="adoption_id"):
    """A district holds this version of another's item, as it is. Told again when it holds another version."""

    version: int = Field(description="the version that is held")
    following: bool = Field(description="whether each newer version takes its place by itself")


class ResourceAdapted(_Adoption, type="org.trellis.resources.resource.adapted.v1", topic=RESOURCES, key="adoption_id"):
    """A district has an item of its own that was made of another's."""

    version: int = Field(description="the version whose changes were dealt with last")
    own_item_id: UUID = Field(description="the item that was made of it")


class ResourceAdoptionEnded(
    _Adoption, type="org.trellis.resources.resource.adoption-ended.v1", topic=RESOURCES, key="adoption_id"
):
    """A district adopts an item no longer. What it has made of it stays its own."""


class ResourceRated(Event, type="org.trellis.resources.resource.rated.v1", topic=RESOURCES, key="item_id"):
    """What is shown of the stars that people of all districts gave to a version. It changes only by so many people at
    once that nobody's stars are told apart.
    """

    item_id: UUID = Field(description="the item's id")
    version: int = Field(description="the version that was rated")
    people: int = Field(description="how many people's stars are shown; 0: nothing is shown any more")
    mean: Decimal | None = Field(default=None, description="the mean of 1 to 5 stars, to one place")


class ResourceUsed(Event, type="org.trellis.resources.resource.used.v1", topic=RESOURCES, key="item_id"):
    """A district has used an item, its own or another's, on a day. By which class, and of which learners, is told
    nobody.
    """

    item_id: UUID = Field(description="the item's id")
    use_id: UUID = Field(description="the use's id")
    version: int = Field(description="the version that was used")
    kind: UsedBy = Field(description="what used it")
    used_on: date = Field(description="the day, in the district's calendar")
