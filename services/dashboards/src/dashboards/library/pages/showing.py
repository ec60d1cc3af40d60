"""What pages of the library show items with: their owners' names, and what reads words, addresses and licences."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from dashboards.kit.localisation import Localisation
from dashboards.library.answers import Alignment
from dashboards.library.client import OneItem, Shelf
from dashboards.library.files import captions_of
from dashboards.library.pages.searching import LONGEST_WORDS, Asked, with_chosen
from dashboards.library.queries.owners import Owner
from dashboards.library.remarks.client import Remarks
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


NOTHING_SAID = Remarks()


class ItemWithOwner(NamedTuple):
    """An item, what is said of it to who is signed in, and the names of the districts that both come from."""

    one: OneItem
    owners: Mapping[UUID, Owner]
    remarks: Remarks = NOTHING_SAID


async def with_owners(shelf: Shelf, asked: Asked, published_by: Publishes) -> ShelfWithOwners:
    """Also those that a reader may choose, and the one that they chose."""
    listed = {one.owner_id for one in shelf.items.answer.items} if shelf.items.answer else set()
    counted = {UUID(one.value) for one in shelf.counts.facets.owner_id} if shelf.counts else set()
    chosen = {UUID(asked.owner)} if asked.owner else set()
    return ShelfWithOwners(shelf, await owners_of(published_by, listed | counted | chosen))


def shown(found: ShelfWithOwners, asked: Asked) -> dict[str, Any]:
    """What a page of the library shows of a search: the form as it was filled, and what was found."""
    facets = found.shelf.counts.facets if found.shelf.counts else None
    choices = {
        name: with_chosen(getattr(facets, of), getattr(asked, name)) if facets else []
        for name, of in (
            ("kind", "kind"), ("language", "language"), ("band", "grade_band"), ("licence", "licence"),
            ("owner", "owner_id"), ("adapt", "may_adapt"),
        )
    }  # fmt: skip
    return {
        "found": found.shelf.items, "counts": found.shelf.counts, "licences": found.shelf.licences,
        "owners": found.owners, "asked": asked, "choices": choices, "longest": LONGEST_WORDS,
    }  # fmt: skip


async def with_owner(one: OneItem, published_by: Publishes, remarks: Remarks = NOTHING_SAID) -> ItemWithOwner:
    found = one.found.answer
    districts = [found.owner_id] if found else []
    districts += [said.commenter_id for said in remarks.comments_made]
    return ItemWithOwner(one, await owners_of(published_by, districts), remarks)


def uuids_of(alignments: Iterable[Alignment]) -> list[UUID]:
    """The items of frameworks among what something is aligned to; of others there is no page."""
    found = []
    for one in alignments:
        try:
            found.append(UUID(one.target))
        except ValueError:
            continue
    return found
