"""Playlists of the session's district in SQL: found, locked, written with all of their entries."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from resources.playlists.rules.entries import Entries, Entry
from shared.db.query import Command, Query, Transaction
from shared.values.json_types import JsonArray


class PlaylistRecord(NamedTuple):
    """A playlist; `entries` is as it is stored, and `in_order` what it says."""

    playlist_id: UUID
    revision: int
    title: str
    words: str | None
    entries: JsonArray
    maker_id: UUID | None
    created_at: datetime
    changed_at: datetime

    def in_order(self) -> Entries:
        return tuple(Entry(UUID(one["entry_id"]), UUID(one["resource_id"]), one["version"]) for one in self.entries)

    def with_entries(self, entries: Sequence[Entry]) -> "PlaylistRecord":
        return self._replace(
            entries=[
                {"entry_id": str(one.entry_id), "resource_id": str(one.resource_id), "version": one.version}
                for one in entries
            ]
        )


_SELECT = "select playlist_id, revision, title, words, entries, maker_id, created_at, changed_at from playlist"
_PLAYLIST = Query(f"{_SELECT} where playlist_id = :playlist_id", PlaylistRecord)
_LOCK = Query(f"{_SELECT} where playlist_id = :playlist_id for update", PlaylistRecord)
_HOLD = Query(f"{_SELECT} where playlist_id = :playlist_id for key share", PlaylistRecord)
_LIST = Query(
    f"""
    {_SELECT} where cast(:after as uuid) is null or playlist_id > cast(:after as uuid)
    order by playlist_id limit :limit
    """,
    PlaylistRecord,
)
_NAMED = Query(f"{_SELECT} where playlist_id = any(cast(:playlist_ids as uuid[]))", PlaylistRecord)
_ADD = Command("""
insert into playlist (district_id, playlist_id, revision, title, words, entries, maker_id, created_at, changed_at,
  changed_by)
values (:district_id, :playlist_id, :revision, :title, :words, cast(:entries as jsonb), :maker_id, :at, :at, :by)
""")
_SET = Command("""
update playlist
set revision = :revision, title = :title, words = :words, entries = cast(:entries as jsonb), changed_at = :at,
  changed_by = :by
where playlist_id = :playlist_id
""")
_DELETE = Command("delete from playlist where playlist_id = :playlist_id")


async def find_playlist(session: Transaction, playlist_id: UUID) -> PlaylistRecord | None:
    return await _PLAYLIST.first(session, playlist_id=playlist_id)


async def lock_playlist(session: Transaction, playlist_id: UUID) -> PlaylistRecord | None:
    """Returns the playlist as it is now that nobody else changes it; None where the district has none."""
    return await _LOCK.first(session, playlist_id=playlist_id)


async def hold_playlist(session: Transaction, playlist_id: UUID) -> PlaylistRecord | None:
    """Returns the playlist, which nobody deletes until the commit: what is kept of a learner hangs on it."""
    return await _HOLD.first(session, playlist_id=playlist_id)


async def find_playlists(session: Transaction, after: UUID | None, limit: int) -> list[PlaylistRecord]:
    """Returns the district's playlists by id, which is the order in which they were made."""
    return await _LIST.all(session, after=after, limit=limit)


async def find_named_playlists(session: Transaction, playlist_ids: list[UUID]) -> dict[UUID, PlaylistRecord]:
    """Returns the playlists with these ids, by id."""
    return {one.playlist_id: one for one in await _NAMED.all(session, playlist_ids=playlist_ids)}


async def add_playlist(session: Transaction, district_id: UUID, new: PlaylistRecord, *, by: str) -> None:
    await _ADD.run(
        session,
        district_id=district_id,
        playlist_id=new.playlist_id,
        revision=new.revision,
        title=new.title,
        words=new.words,
        entries=json.dumps(new.entries),
        maker_id=new.maker_id,
        at=new.created_at,
        by=by,
    )


async def set_playlist(session: Transaction, changed: PlaylistRecord, *, by: str) -> None:
    """Stores what a locked playlist says now."""
    await _SET.run(
        session,
        playlist_id=changed.playlist_id,
        revision=changed.revision,
        title=changed.title,
        words=changed.words,
        entries=json.dumps(changed.entries),
        at=changed.changed_at,
        by=by,
    )


async def delete_playlist(session: Transaction, playlist_id: UUID) -> None:
    """Deletes a playlist with its gifts and with where learners are in it."""
    await _DELETE.run(session, playlist_id=playlist_id)
