"""What other services answer, as far as pages show it. What they say beyond that is passed over; an answer without what
a page needs is none.
"""

from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class RemoteAnswer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


Item = TypeVar("Item")


class Listing(RemoteAnswer, Generic[Item]):
    """A page of a list, and where the list goes on."""

    items: list[Item]
    next: str | None = None


class NamedItem(RemoteAnswer):
    item_id: UUID
    statement: str
    coding_scheme: str | None = None
