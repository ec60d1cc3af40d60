"""Playlists, as resources says them."""

from typing import Literal
from uuid import UUID

from dashboards.common.answers import Listing, RemoteAnswer

EntryState = Literal["not_begun", "opened", "done"]


class ListedPlaylist(RemoteAnswer):
    playlist_id: UUID
    title: str
    words: str | None
    entry_count: int


class Playlists(Listing[ListedPlaylist]):
    pass


class Opens(RemoteAnswer):
    """A version of an item to open; `instead_of` is the retired item whose successor it is."""

    resource_id: UUID
    version: int
    title: str | None
    instead_of: UUID | None
    retired: bool


class Closed(RemoteAnswer):
    """Why there is nothing to open."""

    why: str
    reason: str | None


class Entry(RemoteAnswer):
    """`version` is the one that it is pinned to; None: it follows the newest."""

    entry_id: UUID
    resource_id: UUID
    version: int | None
    opens: Opens | None
    closed: Closed | None


class Playlist(RemoteAnswer):
    playlist_id: UUID
    title: str
    words: str | None
    entries: list[Entry]


class Gifts(RemoteAnswer):
    """Who has it, of those whom the reader may see."""

    learner_ids: list[UUID]
    class_ids: list[UUID]


class GivenPlaylist(RemoteAnswer):
    """A playlist that a learner has, and by what."""

    playlist_id: UUID
    title: str
    words: str | None
    given_by: str
    entry_count: int


class GivenPlaylists(Listing[GivenPlaylist]):
    pass


class LearnerEntry(Entry):
    state: EntryState


class LearnerPlaylist(RemoteAnswer):
    """Where a learner is in a playlist: `done` of `to_do` entries, and which is next."""

    playlist_id: UUID
    learner_id: UUID
    title: str
    words: str | None
    given_by: str | None
    entries: list[LearnerEntry]
    done: int
    to_do: int
    next_entry: UUID | None

    def entry(self, entry_id: UUID) -> LearnerEntry | None:
        return next((one for one in self.entries if one.entry_id == entry_id), None)
