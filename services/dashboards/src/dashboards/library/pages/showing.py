"""What pages of the library show items with: their owners' names, and what reads words and addresses."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from dashboards.library.client import OneItem, Shelf
from dashboards.library.rules.reading import host_of, paragraphs
from dashboards.library.usecases.owners import Owner, owners_of
from shared.http.session import Publishes

SAID_WITH: Mapping[str, Any] = {"paragraphs": paragraphs, "host_of": host_of}


class ShelfWithOwners(NamedTuple):
    shelf: Shelf
    owners: Mapping[UUID, Owner]


class ItemWithOwner(NamedTuple):
    one: OneItem
    owners: Mapping[UUID, Owner]


async def with_owners(shelf: Shelf, published_by: Publishes) -> ShelfWithOwners:
    listed = shelf.items.answer.items if shelf.items.answer else []
    return ShelfWithOwners(shelf, await owners_of(published_by, (one.owner_id for one in listed)))


async def with_owner(one: OneItem, published_by: Publishes) -> ItemWithOwner:
    found = one.found.answer
    return ItemWithOwner(one, await owners_of(published_by, [found.owner_id] if found else []))
