"""Playlists in the shape in which routes answer them."""

from resources.playlists.queries.playlists import PlaylistRecord
from resources.playlists.rules.leads import Closed, Open
from resources.playlists.schemas import (
    ClosedShown,
    EntryShown,
    GivenPlaylistShown,
    LearnerEntry,
    LearnerPlaylistShown,
    Opens,
    PlaylistListed,
    PlaylistShown,
)
from resources.playlists.usecases.leading import SeenEntry, SeenPlaylist
from resources.playlists.usecases.learning import GivenPlaylist, LearnerPlaylist


def listed(record: PlaylistRecord) -> PlaylistListed:
    said = record._asdict()
    return PlaylistListed(entry_count=len(said.pop("entries")), **said)


def shown(seen: SeenPlaylist) -> PlaylistShown:
    return PlaylistShown(**seen.record._asdict() | {"entries": [_entry(one) for one in seen.entries]})


def given(one: GivenPlaylist) -> GivenPlaylistShown:
    record = one.record
    return GivenPlaylistShown(
        playlist_id=record.playlist_id,
        title=record.title,
        words=record.words,
        given_by=one.given_by,
        entry_count=len(record.entries),
    )


def of_learner(seen: LearnerPlaylist) -> LearnerPlaylistShown:
    states = dict(seen.position.states)
    return LearnerPlaylistShown(
        playlist_id=seen.record.playlist_id,
        learner_id=seen.learner_id,
        title=seen.record.title,
        words=seen.record.words,
        given_by=seen.given_by,
        entries=[LearnerEntry(**dict(_entry(one)), state=states[one.entry.entry_id]) for one in seen.entries],
        done=seen.position.done,
        to_do=seen.position.to_do,
        next_entry=seen.position.next_entry,
    )


def _entry(seen: SeenEntry) -> EntryShown:
    entry, found = seen.entry, seen.leads_to
    return EntryShown(
        entry_id=entry.entry_id,
        resource_id=entry.resource_id,
        version=entry.version,
        opens=_opens(found, seen.title) if isinstance(found, Open) else None,
        closed=ClosedShown.model_validate(found) if isinstance(found, Closed) else None,
    )


def _opens(found: Open, title: str | None) -> Opens:
    return Opens(
        resource_id=found.resource_id,
        version=found.version,
        title=title,
        instead_of=found.instead_of,
        retired=found.retired,
    )
