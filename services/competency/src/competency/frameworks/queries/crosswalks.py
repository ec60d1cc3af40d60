"""Reads and writes the matches of crosswalks between frameworks."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from competency.frameworks.rules.crosswalk import Match, MatchType
from shared.db.query import Query, Scalar, Transaction


class ItemInFramework(NamedTuple):
    """An item and the framework that it belongs to."""

    item_id: UUID
    framework_id: UUID


_COLUMNS = (
    "m.match_id, m.origin, m.destination, m.match_type, m.proposed_by, m.proposed_at, m.confirmed_by, m.confirmed_at, "
    "m.withdrawn_at"
)
_ITEMS = Query("select item_id, framework_id from item where item_id = any(cast(:ids as uuid[]))", ItemInFramework)
_ADD = Query(
    f"""
insert into crosswalk_match as m (district_id, match_id, origin, destination, match_type, proposed_by)
values (:district_id, :match_id, :origin, :destination, :match_type, :proposed_by) returning {_COLUMNS}
""",  # noqa: S608
    Match,
)
_LIST = Query(
    f"""
select {_COLUMNS} from crosswalk_match m
where (cast(:after as uuid) is null or m.match_id > cast(:after as uuid))
  and (cast(:item_id as uuid) is null or cast(:item_id as uuid) in (m.origin, m.destination))
  and (cast(:framework_id as uuid) is null or exists (select from item i where i.district_id = m.district_id
    and i.item_id in (m.origin, m.destination) and i.framework_id = cast(:framework_id as uuid)))
order by m.match_id limit :limit
""",  # noqa: S608
    Match,
)
_CONFIRMED_EXACT = Query(
    f"""
select {_COLUMNS} from crosswalk_match m where m.match_type = 'exactMatchOf' and m.confirmed_at is not null
  and (m.origin = any(cast(:ids as uuid[])) or m.destination = any(cast(:ids as uuid[])))
""",  # noqa: S608
    Match,
)
_CURRENT = Scalar(
    """
select match_id from crosswalk_match where withdrawn_at is null and match_type = :match_type
  and ((origin, destination) = (:origin, :destination) or (origin, destination) = (:destination, :origin)) limit 1
""",
    UUID,
)
_LOCK = Query(f"select {_COLUMNS} from crosswalk_match m where m.match_id = :match_id for update", Match)  # noqa: S608
_CONFIRM = Query(
    f"""
update crosswalk_match m set confirmed_by = :confirmed_by, confirmed_at = now() where m.match_id = :match_id
returning {_COLUMNS}
""",  # noqa: S608
    Match,
)
_WITHDRAW = Query(
    f"update crosswalk_match m set withdrawn_at = now() where m.match_id = :match_id returning {_COLUMNS}",  # noqa: S608
    Match,
)


async def frameworks_of_items(session: Transaction, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Returns the framework of each of these items that the district has."""
    return {row.item_id: row.framework_id for row in await _ITEMS.all(session, ids=list(ids))}


async def add_match(
    session: Transaction,
    district_id: UUID,
    match_id: UUID,
    *,
    origin: UUID,
    destination: UUID,
    match_type: MatchType,
    proposed_by: str,
) -> Match:
    """Stores a proposed match."""
    return await _ADD.one(
        session,
        district_id=district_id,
        match_id=match_id,
        origin=origin,
        destination=destination,
        match_type=match_type,
        proposed_by=proposed_by,
    )


async def find_current_match(
    session: Transaction, origin: UUID, destination: UUID, match_type: MatchType
) -> UUID | None:
    """Returns the match of these items and this type that was not withdrawn, in either direction."""
    return await _CURRENT.get(session, origin=origin, destination=destination, match_type=match_type)


async def find_matches(
    session: Transaction, after: UUID | None, limit: int, *, item_id: UUID | None, framework_id: UUID | None
) -> list[Match]:
    """Returns matches by id, withdrawn ones included; of one item or framework only, if it is named."""
    return await _LIST.all(session, after=after, limit=limit, item_id=item_id, framework_id=framework_id)


async def confirmed_exact_matches(session: Transaction, ids: Sequence[UUID]) -> list[Match]:
    """Returns the exact matches of these items that were ever confirmed."""
    return await _CONFIRMED_EXACT.all(session, ids=list(ids))


async def lock_match(session: Transaction, match_id: UUID) -> Match | None:
    """Returns the match, locked; None where the district has no such match."""
    return await _LOCK.first(session, match_id=match_id)


async def confirm_match(session: Transaction, match_id: UUID, confirmed_by: str) -> Match:
    """Stores who confirms the match."""
    return await _CONFIRM.one(session, match_id=match_id, confirmed_by=confirmed_by)


async def withdraw_match(session: Transaction, match_id: UUID) -> Match:
    """Ends the match as of now."""
    return await _WITHDRAW.one(session, match_id=match_id)
