"""The playlists that learners have, where they are in them, and what they do there."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from resources.playlists.queries.gifts import find_gifts_to
from resources.playlists.queries.playlists import PlaylistRecord, find_named_playlists, hold_playlist
from resources.playlists.queries.positions import find_states, lock_state, set_state
from resources.playlists.queries.visibility import find_classes_of
from resources.playlists.rules.given import GivenBy, playlists_of
from resources.playlists.rules.leads import Closed
from resources.playlists.rules.positions import Act, Position, acted, position
from resources.playlists.usecases.editing import ensure_entry, require_playlist
from resources.playlists.usecases.leading import SeenEntry, lead_entries
from resources.playlists.usecases.seeing import ensure_learner
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid

NOT_GIVEN = "There is no such playlist among those that the learner has."


class GivenPlaylist(NamedTuple):
    """A playlist that a learner has, and by what."""

    record: PlaylistRecord
    given_by: GivenBy


@dataclass(frozen=True, slots=True)
class LearnerPlaylist:
    """Where a learner is in a playlist. `given_by` is None where they have it no more."""

    record: PlaylistRecord
    learner_id: UUID
    given_by: GivenBy | None
    entries: list[SeenEntry]
    position: Position


async def find_given(
    session: Transaction, caller: Caller, learner_id: UUID | None, after: tuple[GivenBy, UUID] | None, limit: int
) -> list[GivenPlaylist]:
    """Returns the playlists of the caller, or of a learner whom they may see: the learner's own first, then those of
    classes, each by id. `after` is the reason and the id of the last one that was shown.
    """
    learner_id = await _whose(session, caller, learner_id)
    found = list((await _given(session, caller.district_id, learner_id)).items())
    if after is not None:
        order = list(GivenBy)
        last = (order.index(after[0]), after[1])
        found = [(one, by) for one, by in found if (order.index(by), one) > last]
    records = await find_named_playlists(session, [one for one, _ in found[:limit]])
    return [GivenPlaylist(records[one], by) for one, by in found[:limit] if one in records]


async def see_given(
    session: Transaction, caller: Caller, playlist_id: UUID, learner_id: UUID | None
) -> LearnerPlaylist:
    """Returns a playlist that a learner has, and where they are in it. Raises a 404 where they do not have it."""
    record = await require_playlist(session, playlist_id)
    return await _require_given(session, caller, record, await _whose(session, caller, learner_id))


async def see_learner(session: Transaction, caller: Caller, playlist_id: UUID, learner_id: UUID) -> LearnerPlaylist:
    """Returns where a learner is in a playlist, also where they have it no more. Raises a 404."""
    await ensure_learner(session, caller, learner_id)
    record = await require_playlist(session, playlist_id)
    given = await _given(session, caller.district_id, learner_id)
    return await _see(session, record, learner_id, given.get(playlist_id))


async def act(
    session: Transaction, caller: Caller, playlist_id: UUID, entry_id: UUID, done: Act, now: datetime
) -> LearnerPlaylist:
    """Keeps what a learner does with an entry of a playlist that they have; told twice, it does no more than once.

    Raises a 404 for anybody else, and a 409 for opening what leads nowhere now.
    """
    record = await hold_playlist(session, playlist_id)
    if record is None or caller.role != "learner" or caller.person_id is None:
        raise NotFound("You have no such playlist: learners themselves go through those that they have.")
    before = await _require_given(session, caller, record, caller.person_id)
    ensure_entry(record.in_order(), entry_id)
    if done is Act.OPEN and entry_id in _closed(before.entries):
        raise Conflict("What stands there cannot be opened now: the playlist says why. Go on with the next.")
    state = await lock_state(session, caller.district_id, playlist_id, before.learner_id, entry_id, now)
    after = acted({entry_id: state}, entry_id, done)[entry_id]
    if after is not state:
        await set_state(session, playlist_id, before.learner_id, entry_id, after, now)
    states = await find_states(session, playlist_id, before.learner_id)
    return replace(before, position=position(record.in_order(), states, _closed(before.entries)))


async def _whose(session: Transaction, caller: Caller, learner_id: UUID | None) -> UUID:
    """Returns the learner who is asked about: the caller, or one whom they may see."""
    if learner_id is None:
        if caller.role != "learner" or caller.person_id is None:
            raise invalid("/learner_id", "Say whose playlists: name a learner whom you may see.")
        return caller.person_id
    await ensure_learner(session, caller, learner_id)
    return learner_id


async def _given(session: Transaction, district_id: UUID, learner_id: UUID) -> dict[UUID, GivenBy]:
    classes = await find_classes_of(session, district_id, learner_id)
    return playlists_of(learner_id, classes, await find_gifts_to(session, {learner_id, *classes}))


async def _require_given(
    session: Transaction, caller: Caller, record: PlaylistRecord, learner_id: UUID
) -> LearnerPlaylist:
    given = await _given(session, caller.district_id, learner_id)
    if record.playlist_id not in given:
        raise NotFound(NOT_GIVEN)
    return await _see(session, record, learner_id, given[record.playlist_id])


async def _see(
    session: Transaction, record: PlaylistRecord, learner_id: UUID, given_by: GivenBy | None
) -> LearnerPlaylist:
    entries = await lead_entries(session, record.in_order())
    states = await find_states(session, record.playlist_id, learner_id)
    where = position(record.in_order(), states, _closed(entries))
    return LearnerPlaylist(record, learner_id, given_by, entries, where)


def _closed(entries: list[SeenEntry]) -> frozenset[UUID]:
    return frozenset(one.entry.entry_id for one in entries if isinstance(one.leads_to, Closed))
