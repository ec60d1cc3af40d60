"""Playlists: made, edited, deleted. All of it behind the lock of the playlist: of two at once one comes second."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from resources.common.rules.problems import Problem
from resources.items.queries.published import find_newest, find_published
from resources.items.rules.states import SHOWN, Standing
from resources.playlists.followers import ENTRIES_GIVEN, EntriesGiven
from resources.playlists.queries import playlists
from resources.playlists.queries.gifts import find_gifts
from resources.playlists.queries.playlists import PlaylistRecord
from resources.playlists.rules.entries import (
    Entry,
    added,
    moved,
    places,
    removed,
    validate_addition,
    validate_move,
)
from resources.playlists.schemas import NewEntry, NewPlaylist, PlaylistChange
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound, invalid
from shared.http.editing import ensure_current
from shared.values.ids import new_id

NO_PLAYLIST = "There is no such playlist."
NO_ENTRY = "The playlist has no such entry any more: read it again."


async def create_playlist(session: Transaction, caller: Caller, said: NewPlaylist, now: datetime) -> PlaylistRecord:
    """Creates a playlist without entries."""
    new = PlaylistRecord(new_id(), 1, said.title, said.words, [], caller.person_id, now, now)
    await playlists.add_playlist(session, caller.district_id, new, by=caller.subject)
    return new


async def require_playlist(session: Transaction, playlist_id: UUID) -> PlaylistRecord:
    """Returns a playlist of the session's district. Raises a 404."""
    found = await playlists.find_playlist(session, playlist_id)
    if found is None:
        raise NotFound(NO_PLAYLIST)
    return found


async def require_current(session: Transaction, playlist_id: UUID, expected: str) -> PlaylistRecord:
    """Returns a playlist that is locked for a change. Raises a 404, and a 412 where it was edited meanwhile."""
    found = await playlists.lock_playlist(session, playlist_id)
    if found is None:
        raise NotFound(NO_PLAYLIST)
    ensure_current(expected, found.revision)
    return found


async def change_playlist(
    session: Transaction, caller: Caller, playlist_id: UUID, change: PlaylistChange, expected: str, now: datetime
) -> PlaylistRecord:
    """Changes what a playlist is called and what is said of it; what is left out stays."""
    before = await require_current(session, playlist_id, expected)
    sent = {name: getattr(change, name) for name in change.model_fields_set}
    if sent.get("title", ...) is None:
        raise invalid("/title", "It cannot be taken away: leave it out, or give another.")
    return await save(session, caller, before._replace(**sent), now)


async def remove_playlist(session: Transaction, playlist_id: UUID, expected: str) -> None:
    """Deletes a playlist. Raises a 409 while somebody has it: where they are in it would be lost."""
    await require_current(session, playlist_id, expected)
    if await find_gifts(session, playlist_id):
        raise Conflict(
            "Learners or classes have this playlist, and where they are in it would be lost: take it back from them "
            "first. A leader sees all to whom it is given."
        )
    await playlists.delete_playlist(session, playlist_id)


async def add_entry(
    session: Transaction, caller: Caller, playlist_id: UUID, said: NewEntry, expected: str, now: datetime
) -> tuple[PlaylistRecord, UUID]:
    """Adds an entry; returns the playlist, and the entry's id. Raises a 422 where the district may not see today what
    it names, or the playlist has not what it comes after.
    """
    before = await require_current(session, playlist_id, expected)
    entries = before.in_order()
    last = entries[-1].entry_id if entries else None
    after = said.after if "after" in said.model_fields_set else last
    _refuse(validate_addition(entries, after))
    await _ensure_seen(session, said.resource_id, said.version)
    entry = Entry(new_id(), said.resource_id, said.version)
    record = await _save_entries(session, caller, before, added(entries, entry, after), now)
    gifts = await find_gifts(session, playlist_id)
    await ENTRIES_GIVEN.notify(session, EntriesGiven(caller.district_id, [entry], gifts, caller.subject, now))
    return record, entry.entry_id


async def move_entry(
    session: Transaction,
    caller: Caller,
    playlist_id: UUID,
    entry_id: UUID,
    after: UUID | None,
    expected: str,
    now: datetime,
) -> PlaylistRecord:
    """Moves an entry behind another, or to the front."""
    before = await require_current(session, playlist_id, expected)
    entries = before.in_order()
    ensure_entry(entries, entry_id)
    _refuse(validate_move(entries, entry_id, after))
    return await _save_entries(session, caller, before, moved(entries, entry_id, after), now)


async def remove_entry(
    session: Transaction, caller: Caller, playlist_id: UUID, entry_id: UUID, expected: str, now: datetime
) -> PlaylistRecord:
    """Takes an entry out. How far learners are with it stays known, and counts for nothing."""
    before = await require_current(session, playlist_id, expected)
    entries = before.in_order()
    ensure_entry(entries, entry_id)
    return await _save_entries(session, caller, before, removed(entries, entry_id), now)


async def save(session: Transaction, caller: Caller, changed: PlaylistRecord, now: datetime) -> PlaylistRecord:
    """Stores a locked playlist as its next revision."""
    new = changed._replace(revision=changed.revision + 1, changed_at=now)
    await playlists.set_playlist(session, new, by=caller.subject)
    return new


def ensure_entry(entries: Sequence[Entry], entry_id: UUID) -> None:
    """Raises a 404 where there is no such entry."""
    if entry_id not in places(entries):
        raise NotFound(NO_ENTRY)


async def _save_entries(
    session: Transaction, caller: Caller, before: PlaylistRecord, entries: Sequence[Entry], now: datetime
) -> PlaylistRecord:
    return await save(session, caller, before.with_entries(entries), now)


async def _ensure_seen(session: Transaction, resource_id: UUID, version: int | None) -> None:
    newest = await find_newest(session, resource_id)
    if newest is None:
        raise invalid("/resource_id", "The library has no such item that your district may see: look for it there.")
    if Standing(newest.standing) not in SHOWN:
        raise invalid("/resource_id", "The item was taken down or recalled: choose another.")
    if version is not None and await find_published(session, resource_id, version) is None:
        raise invalid("/version", "The item has no such version that you may see: leave it out to follow the newest.")


def _refuse(problems: Iterable[Problem]) -> None:
    errors = [problem._asdict() for problem in problems]
    if errors:
        raise Invalid("The playlist cannot be changed so; see errors.", errors=errors)
