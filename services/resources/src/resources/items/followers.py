"""What items ask and tell the subjects above them, in the same transaction."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from resources.common.rules.problems import Problem
from resources.items.rules.content import Content
from resources.items.schemas.credits import Owed
from shared.db.followers import Followers


@dataclass
class OriginsAsked:
    """A version of the district's own is looked at. Whoever knows where its parts came from adds what is owed for
    them, and what their licences forbid. While it is `published`, none of that changes.
    """

    item_id: UUID
    content: Content
    published: bool
    credits: list[Owed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class ItemTold:
    """A version of an item was published, or the item stands otherwise. The session speaks for `owner_id`."""

    owner_id: UUID
    item_id: UUID


@dataclass(frozen=True)
class ItemRevised:
    """A version of an item of the session's district is published."""

    district_id: UUID
    item_id: UUID
    content: Content
    now: datetime


@dataclass(frozen=True)
class ItemDiscarded:
    """An item of the session's district, which was never published, is about to be deleted."""

    district_id: UUID
    item_id: UUID
    by: str
    now: datetime


@dataclass(frozen=True)
class DraftDiscarded:
    """The draft of an item of the session's district, of which a version was published, is thrown away."""

    district_id: UUID
    item_id: UUID
    by: str
    now: datetime


ORIGINS_ASKED = Followers(OriginsAsked)
ITEM_TOLD = Followers(ItemTold)
ITEM_REVISED = Followers(ItemRevised)
ITEM_DISCARDED = Followers(ItemDiscarded)
DRAFT_DISCARDED = Followers(DraftDiscarded)
