"""To whom playlists were given, in SQL."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from resources.playlists.rules.given import Gift, GivenBy
from shared.db.query import Command, Query, Transaction


class GiftRecord(NamedTuple):
    """A gift as it is stored; `given_by` is learner or class."""

    playlist_id: UUID
    given_by: str
    given_to: UUID


_SELECT = "select playlist_id, given_by, given_to from playlist_gift"
_OF_PLAYLIST = Query(f"{_SELECT} where playlist_id = :playlist_id", GiftRecord)
_TO = Query(f"{_SELECT} where given_to = any(cast(:given_to as uuid[]))", GiftRecord)
_ADD = Command("""
insert into playlist_gift (district_id, playlist_id, given_by, given_to, given_at, giver)
select cast(:district_id as uuid), cast(:playlist_id as uuid), cast(:given_by as text), g.given_to,
  cast(:at as timestamptz), cast(:by as text)
from unnest(cast(:given_to as uuid[])) as g(given_to)
""")
_DELETE = Command("""
delete from playlist_gift
where playlist_id = :playlist_id and given_by = :given_by and given_to = any(cast(:given_to as uuid[]))
""")


async def find_gifts(session: Transaction, playlist_id: UUID) -> frozenset[Gift]:
    """Returns to whom a playlist is given."""
    return frozenset(map(_read, await _OF_PLAYLIST.all(session, playlist_id=playlist_id)))


async def find_gifts_to(session: Transaction, given_to: Collection[UUID]) -> list[Gift]:
    """Returns what is given to these learners or classes."""
    return [_read(one) for one in await _TO.all(session, given_to=list(given_to))]


async def add_gifts(
    session: Transaction,
    district_id: UUID,
    playlist_id: UUID,
    given_by: GivenBy,
    given_to: Collection[UUID],
    *,
    at: datetime,
    by: str,
) -> None:
    """Gives a playlist to learners or classes that do not have it."""
    await _ADD.run(
        session,
        district_id=district_id,
        playlist_id=playlist_id,
        given_by=given_by,
        given_to=list(given_to),
        at=at,
        by=by,
    )


async def delete_gifts(session: Transaction, playlist_id: UUID, given_by: GivenBy, given_to: Collection[UUID]) -> None:
    await _DELETE.run(session, playlist_id=playlist_id, given_by=given_by, given_to=list(given_to))


def _read(record: GiftRecord) -> Gift:
    return Gift(record.playlist_id, GivenBy(record.given_by), record.given_to)
