"""What items tell the subjects above them, in the same transaction."""

from dataclasses import dataclass
from uuid import UUID

from shared.db.followers import Followers


@dataclass(frozen=True)
class ItemTold:
    """A version of an item was published, or the item stands otherwise. The session speaks for `owner_id`."""

    owner_id: UUID
    item_id: UUID


ITEM_TOLD = Followers(ItemTold)
