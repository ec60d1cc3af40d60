"""What a district has adopted, what its publishers have changed, and what is offered, as resources says it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from dashboards.common.answers import Listing, RemoteAnswer
from dashboards.library.answers import Alignment, Author, Credit, ItemContent, Part, PartBody

State = Literal["pinned", "following", "adapted", "ended"]
Upstream = Literal["current", "revised", "closed", "retired", "taken_down", "recalled", "vanished"]
Intent = Literal["pinned", "following", "asked"]
Outcome = Literal["taken", "offered", "conflict", "declined", "pinned", "closed", "kept", "agreed"]
OfferState = Literal["offered", "outdated", "accepted", "declined", "withdrawn"]
Value = Annotated[
    Part | PartBody | Alignment | Author | list[UUID] | str | int | None, Field(union_mode="left_to_right")
]
"""What stands at a place: a part or what a part is, a member of a set, the order of the parts, words, a number."""


class Adopted(RemoteAnswer):
    """An adoption, as lists show it."""

    adoption_id: UUID
    item_id: UUID
    owner_id: UUID
    version: int
    state: State
    title: str
    own_item_id: UUID | None
    upstream: Upstream
    newest: int | None
    adopted_at: datetime
    changed_at: datetime


class AdoptedItems(Listing[Adopted]):
    pass


class Permission(RemoteAnswer):
    """Whether the adopter may do something, why, and what may lawfully be done instead."""

    act: str
    allowed: bool
    reason: str
    ways: list[str]


class Intents(RemoteAnswer):
    """What is wanted with changes, by the path of a place; `otherwise` is for all other places."""

    otherwise: Intent
    at: dict[str, Intent]


class Adoption(Adopted):
    """An adoption with what it holds; `content` is None where that may be shown no more."""

    because: str | None
    successor_id: UUID | None
    may: list[Permission]
    demands: list[str]
    content: ItemContent | None
    credits: list[Credit]
    intents: Intents

    def permission(self, act: str) -> Permission | None:
        return next((one for one in self.may if one.act == act), None)

    def allows(self, act: str) -> bool:
        found = self.permission(act)
        return found is not None and found.allowed


class Change(RemoteAnswer):
    """A place at which upstream or the adopter differs from what was taken."""

    path: str
    outcome: Outcome
    clash: str | None
    base: Value
    ours: Value
    theirs: Value


class Changes(RemoteAnswer):
    adoption_id: UUID
    version: int
    newest: int
    upstream: Upstream
    fingerprint: str
    changes: list[Change]


class Offered(RemoteAnswer):
    """An offer, as lists show it."""

    offer_id: UUID
    item_id: UUID
    title: str
    adopter_id: UUID
    author_id: UUID
    state: OfferState
    words: str
    reason: str | None
    reply: str | None
    made_at: datetime
    changed_at: datetime


class OfferedChanges(Listing[Offered]):
    pass


class Offer(Offered):
    fit: Literal["fits", "outdated", "contained"]
    authors: list[Author] = Field(default_factory=list)
    changes: list[Change]
