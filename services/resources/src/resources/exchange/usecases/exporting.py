"""A district takes its own items along: as a sheet, and as a package with their files."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from resources.exchange.queries.own import OwnVersionRecord, find_own_versions
from resources.exchange.rules.described import Described, Exchanged
from resources.exchange.rules.package import MOST_ITEMS, PackageWriter, files_of, wrong_with_items
from resources.exchange.rules.sheet_rows import items_to_csv, items_to_workbook
from resources.exchange.usecases.describing import Place, describe, described_as_published, facts_of
from resources.files.queries.files import FileRecord, find_ready
from resources.items.schemas.credits import read_credits
from resources.store.port import Missing, Store, StoreAway, read_all
from shared.db.query import Transaction
from shared.errors import Invalid, NotFound

_SLICE = 256 * 1024
"""So many bytes are given to a connection at once."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What goes into a package, and where in the store its files lie, by SHA-256."""

    items: Sequence[Exchanged]
    files: Mapping[str, FileRecord]


async def write_sheet(
    session: Transaction, item_ids: Collection[UUID] | None, *, published: bool, as_workbook: bool
) -> bytes:
    """Returns the district's items, or those named, as CSV or as a workbook. Raises a 404 for an item that is none of
    the district's, and a 422 where they are too many, or a text too long for a cell of a workbook.
    """
    items = [
        describe(one.item_id, one.said(), {}, ()) for one in await _versions(session, item_ids, published=published)
    ]
    return await asyncio.to_thread(_written, items, as_workbook)


async def pack(
    session: Transaction, district_id: UUID, item_ids: Collection[UUID] | None, public_url: str, *, published: bool
) -> Packed:
    """Returns what a package of the district's items, or of those named, holds. Raises a 404 for an item that is none
    of the district's, and a 422 that names what cannot go into one package.
    """
    versions = await _versions(session, item_ids, published=published)
    contents = {one.item_id: one.said() for one in versions}
    named = {sha256 for content in contents.values() for sha256 in content.files()}
    ready = await find_ready(session, sorted(named))
    errors = [
        {"pointer": f"/{place}", "detail": f"“{contents[one.item_id].title}” has a file that is not ready: upload it."}
        for place, one in enumerate(versions)
        if not ready.keys() >= set(contents[one.item_id].files())
    ]
    facts = facts_of(ready.values())
    items = []
    for one in versions:
        content, credits = contents[one.item_id], read_credits(one.credits or [])
        if one.published_at is None:
            items.append(Exchanged(describe(one.item_id, content, facts, credits)))
        else:
            address = f"{public_url.rstrip('/')}/library/{one.item_id}"
            place = Place(address, district_id, one.version, one.published_at)
            items.append(described_as_published(one.item_id, content, facts, credits, place))
    errors += [one._asdict() for one in await asyncio.to_thread(lambda: list(wrong_with_items(items)))]
    if errors:
        raise Invalid("These items cannot be packed; see errors, whose pointers count the items.", errors=errors[:100])
    return Packed(items, ready)


async def ensure_given_out(store: Store, packed: Packed) -> None:
    """Raises StoreAway where the store does not give out the first file: later no other answer can be given."""
    for file in list(packed.files.values())[:1]:
        try:
            await store.size_of(file.key)
        except Missing as error:
            raise StoreAway from error


async def stream_package(store: Store, packed: Packed) -> AsyncIterator[bytes]:
    """Yields the package. Raises what the store raises; then it is broken off, and nobody takes it for a whole one."""
    writer = PackageWriter()
    yield await asyncio.to_thread(writer.metadata, packed.items)
    for sha256, facts in files_of(packed.items).items():
        yield writer.begin_file(sha256, facts)
        async for data in read_all(store, packed.files[sha256].key, 0, facts.size):
            for start in range(0, len(data), _SLICE):
                yield writer.feed(data[start : start + _SLICE])
        yield writer.end_file()
    yield writer.end()


async def _versions(
    session: Transaction, item_ids: Collection[UUID] | None, *, published: bool
) -> list[OwnVersionRecord]:
    found = await find_own_versions(session, item_ids, published=published, limit=MOST_ITEMS + 1)
    if item_ids is not None and len(found) < len(set(item_ids)):
        raise NotFound("Your district has no such item to take along: one that is named is another's, or recalled.")
    if len(found) > MOST_ITEMS:
        raise Invalid(f"There are more than {MOST_ITEMS} items: name some of them by item_id.")
    return found


def _written(items: Sequence[Described], as_workbook: bool) -> bytes:
    if not as_workbook:
        return items_to_csv(items)
    try:
        return items_to_workbook(items)
    except ValueError as error:
        raise Invalid("A text is too long for a cell of a workbook, or holds what none can: take CSV.") from error
