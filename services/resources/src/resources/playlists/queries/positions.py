"""How far learners are with the entries of playlists, in SQL."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from resources.playlists.rules.positions import EntryState
from shared.db.query import Command, Query, Scalar, Transaction


class StateRecord(NamedTuple):
    """How far a learner is with an entry."""

    entry_id: UUID
    state: str


_STATES = Query(
    "select entry_id, state from playlist_position where playlist_id = :playlist_id and learner_id = :learner_id",
    StateRecord,
)
_BEGIN = Command("""
insert into playlist_position (district_id, playlist_id, learner_id, entry_id, state, changed_at)
values (:district_id, :playlist_id, :learner_id, :entry_id, 'not_begun', :at) on conflict do nothing
""")
_LOCK = Scalar(
    """
    select state from playlist_position
    where playlist_id = :playlist_id and learner_id = :learner_id and entry_id = :entry_id for update
    """,
    str,
)
_SET = Command("""
update playlist_position set state = :state, changed_at = :at
where playlist_id = :playlist_id and learner_id = :learner_id and entry_id = :entry_id
""")


async def find_states(session: Transaction, playlist_id: UUID, learner_id: UUID) -> dict[UUID, EntryState]:
    """Returns how far a learner is, by entry, those that were taken out of the playlist included."""
    found = await _STATES.all(session, playlist_id=playlist_id, learner_id=learner_id)
    return {one.entry_id: EntryState(one.state) for one in found}


async def lock_state(
    session: Transaction, district_id: UUID, playlist_id: UUID, learner_id: UUID, entry_id: UUID, at: datetime
) -> EntryState:
    """Returns how far a learner is with an entry, which no other request changes until the commit."""
    row = {"playlist_id": playlist_id, "learner_id": learner_id, "entry_id": entry_id}
    await _BEGIN.run(session, district_id=district_id, **row, at=at)
    return EntryState(await _LOCK.one(session, **row))


async def set_state(
    session: Transaction, playlist_id: UUID, learner_id: UUID, entry_id: UUID, state: EntryState, at: datetime
) -> None:
    await _SET.run(session, playlist_id=playlist_id, learner_id=learner_id, entry_id=entry_id, state=state, at=at)
