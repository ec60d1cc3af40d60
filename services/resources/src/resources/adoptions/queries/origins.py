"""Where the parts of own items came from, in SQL."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from resources.adoptions.rules.binding import Bound
from resources.adoptions.rules.credits import Origin
from resources.adoptions.schemas.stored import read_way, stored_way
from resources.items.schemas.credits import Owed, read_credits
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonArray

_ITEM = "item"
"""The place of the item itself."""


class StoredOrigin(NamedTuple):
    item_id: UUID
    place: str
    way: JsonArray
    substance: str | None
    recalled: bool


class PublishedCredits(NamedTuple):
    item_id: UUID
    credits: JsonArray


class OriginRecord(NamedTuple):
    """Where a part came from, and what that binds it to; of the item itself nothing is bound."""

    item_id: UUID
    origin: Origin
    bound: Bound | None


_COLUMNS = "o.item_id, o.place, o.way, o.substance, o.recalled"
_SELECT = f"select {_COLUMNS} from part_origin o"  # noqa: S608
_ORIGINS = Query(f"{_SELECT} where o.item_id = :item_id order by o.place", StoredOrigin)
_HOLD = Scalar("select o.place from part_origin o where o.item_id = :item_id order by o.place for share", str)
_MADE_OF = Query(
    f"""
    {_SELECT}
    where o.way @> jsonb_build_array(jsonb_build_object('item_id', cast(:item_id as uuid)))
    """,
    StoredOrigin,
)
_PUBLISHED_OF = Query(
    """
    select p.item_id, p.credits from published_version p
    where p.credits @> jsonb_build_array(jsonb_build_object('item_id', cast(:item_id as uuid)))
    """,
    PublishedCredits,
)
_SET = Command("""
insert into part_origin (district_id, item_id, place, way, substance, recalled, before)
values (:district_id, :item_id, :place, cast(:way as jsonb), :substance, false, '{}')
on conflict (district_id, item_id, place) do update set way = excluded.way, substance = excluded.substance,
  before = coalesce(part_origin.before, jsonb_build_object(
    'way', part_origin.way, 'substance', part_origin.substance, 'recalled', part_origin.recalled))
where part_origin.way <> excluded.way
""")
_GO_BACK = Command("""
update part_origin
set way = before -> 'way', substance = before ->> 'substance', recalled = cast(before ->> 'recalled' as boolean),
  before = null
where item_id = :item_id and before ? 'way'
""")
_REMOVE_NEW = Command("delete from part_origin where item_id = :item_id and before is not null")
_FORGET = Command("update part_origin set before = null where item_id = :item_id and before is not null")

_TAKE_TURNS = Command("select pg_advisory_xact_lock(hashtextextended('lineage', 12))")


async def find_origins(session: Transaction, item_id: UUID) -> list[OriginRecord]:
    """Returns where the parts of an item of the district's came from."""
    return [_read(one) for one in await _ORIGINS.all(session, item_id=item_id)]


async def hold_origins(session: Transaction, item_id: UUID) -> None:
    """Keeps them as they are until the commit: what is recalled meanwhile waits."""
    await _HOLD.all(session, item_id=item_id)


async def take_turns(session: Transaction) -> None:
    """Until the commit, of all districts nobody else publishes what is made of others: each sees what was before."""
    await _TAKE_TURNS.run(session)


async def set_origins(
    session: Transaction, district_id: UUID, item_id: UUID, origins: Sequence[Origin], substances: Mapping[UUID, str]
) -> None:
    """Stores where the parts of an item came from; `substances` are of the parts that were taken now. What is known of
    parts that a draft has no more is kept: it may be thrown away, and they are back.
    """
    for one in origins:
        substance = substances.get(one.part_key) if one.part_key is not None else None
        await _SET.run(
            session,
            district_id=district_id,
            item_id=item_id,
            place=_ITEM if one.part_key is None else str(one.part_key),
            way=stored_way(one.way),
            substance=substance,
        )


async def go_back(session: Transaction, item_id: UUID) -> None:
    """Has the parts of an item be from where they were before its draft, which is thrown away."""
    await _GO_BACK.run(session, item_id=item_id)
    await _REMOVE_NEW.run(session, item_id=item_id)


async def forget_before(session: Transaction, item_id: UUID) -> None:
    """What the draft took is published, and where it came from stays."""
    await _FORGET.run(session, item_id=item_id)


async def find_made_of(session: Transaction, item_id: UUID) -> list[tuple[UUID, Origin]]:
    """Returns the own items that something of an item went into, each with where a part of it came from."""
    return [(one.item_id, one.origin) for one in map(_read, await _MADE_OF.all(session, item_id=item_id))]


async def find_published_of(session: Transaction, item_id: UUID) -> list[tuple[UUID, tuple[Owed, ...]]]:
    """Returns the published items that something of an item went into, as far as the session may see them."""
    return [(one.item_id, read_credits(one.credits)) for one in await _PUBLISHED_OF.all(session, item_id=item_id)]


def _read(row: StoredOrigin) -> OriginRecord:
    way = read_way(row.way)
    if row.place == _ITEM:
        return OriginRecord(row.item_id, Origin(None, way), None)
    bound = Bound(way[0].credit.licence, row.substance or "", row.recalled)
    return OriginRecord(row.item_id, Origin(UUID(row.place), way), bound)
