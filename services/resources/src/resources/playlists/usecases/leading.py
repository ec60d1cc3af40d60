"""To what the entries of a playlist lead today."""

from collections.abc import Sequence
from dataclasses import dataclass

from resources.playlists.queries.playlists import PlaylistRecord
from resources.playlists.queries.shelf import Titles, find_shelf, find_titles
from resources.playlists.rules.entries import Entry
from resources.playlists.rules.leads import Closed, Open, lead, within_sight
from shared.db.query import Transaction


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry, what it leads to for the reader's district, and how that is called."""

    entry: Entry
    leads_to: Open | Closed
    title: str | None


@dataclass(frozen=True, slots=True)
class SeenPlaylist:
    record: PlaylistRecord
    entries: list[SeenEntry]


async def see_playlist(session: Transaction, record: PlaylistRecord) -> SeenPlaylist:
    """Returns a playlist with what its entries lead to."""
    return SeenPlaylist(record, await lead_entries(session, record.in_order()))


async def lead_entries(session: Transaction, entries: Sequence[Entry]) -> list[SeenEntry]:
    """Returns what entries lead to, in their order."""
    shelf = await find_shelf(session, {one.resource_id for one in entries})
    leads = [(one, lead(one, shelf)) for one in entries]
    titles = await find_titles(
        session, {(found.resource_id, found.version) for _, found in leads if isinstance(found, Open)}
    )
    return [_seen(entry, within_sight(found, titles), titles) for entry, found in leads]


def _seen(entry: Entry, found: Open | Closed, titles: Titles) -> SeenEntry:
    title = titles[found.resource_id, found.version] if isinstance(found, Open) else None
    return SeenEntry(entry, found, title)
