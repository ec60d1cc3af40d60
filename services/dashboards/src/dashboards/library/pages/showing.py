"""What pages of the library show items with: their owners' names, and what reads words, addresses and licences."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from dashboards.kit.localisation import Localisation
from dashboards.library.client import OneItem, Shelf
from dashboards.library.files import captions_of
from dashboards.library.queries.owners import Owner
from dashboards.library.rules.reading import host_of, paragraphs
from dashboards.library.usecases.licence_words import called, meaning
from dashboards.library.usecases.owners import owners_of
from shared.http.session import Publishes


def said_with(l10n: Localisation) -> dict[str, Any]:
    """What templates of the library say things with, to this reader."""
    return {
        "paragraphs": paragraphs, "host_of": host_of, "captions_of": captions_of, "meaning": partial(meaning, l10n),
        "called": partial(called, l10n),
    }  # fmt: skip


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
