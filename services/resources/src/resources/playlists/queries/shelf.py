"""How the resources of a playlist stand, as far as the session may see them, in SQL."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from resources.items.rules.states import Standing
from resources.playlists.rules import leads
from shared.db.query import Query, Transaction

Titles = Mapping[tuple[UUID, int], str | None]
"""What versions are called, by item and number."""


class StandingRecord(NamedTuple):
    """The newest version of an item that the session may see, and how the item stands."""

    item_id: UUID
    version: int
    standing: str
    because: str | None
    successor_id: UUID | None


class TitleRecord(NamedTuple):
    """What a version is called; of one that was taken down it is not known."""

    item_id: UUID
    version: int
    title: str | None


_STANDINGS = Query(
    """
    with recursive led as (
      select item_id from unnest(cast(:item_ids as uuid[])) as asked(item_id)
      union
      select p.successor_id from led join published_version p on p.item_id = led.item_id
      where p.standing = 'retired' and p.successor_id is not null)
    select distinct on (p.item_id) p.item_id, p.version, p.standing, p.because, p.successor_id
    from led join published_version p on p.item_id = led.item_id order by p.item_id, p.version desc
    """,
    StandingRecord,
)
_TITLES = Query(
    """
    select p.item_id, p.version, p.content ->> 'title' as title
    from unnest(cast(:item_ids as uuid[]), cast(:versions as bigint[])) as asked(item_id, version)
    join published_version p on p.item_id = asked.item_id and p.version = asked.version
    """,
    TitleRecord,
)


async def find_shelf(session: Transaction, item_ids: Collection[UUID]) -> leads.Shelf:
    """Returns how these items stand, and those that readers of retired ones are led to."""
    found = await _STANDINGS.all(session, item_ids=list(item_ids))
    return {one.item_id: _standing_of(one) for one in found}


async def find_titles(session: Transaction, versions: Iterable[tuple[UUID, int]]) -> Titles:
    """Returns what these versions are called, of those that the session may see."""
    asked = sorted(set(versions))
    found = await _TITLES.all(session, item_ids=[one for one, _ in asked], versions=[one for _, one in asked])
    return {(one.item_id, one.version): one.title for one in found}


def _standing_of(record: StandingRecord) -> leads.Standing:
    match Standing(record.standing):
        case Standing.OFFERED:
            return leads.Published(record.version)
        case Standing.RETIRED:
            return leads.Retired(record.version, record.successor_id)
        case Standing.TAKEN_DOWN | Standing.RECALLED:
            return leads.TakenDown(record.because or "")
