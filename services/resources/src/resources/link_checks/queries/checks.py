"""Links and how they stand, in SQL: of the session's own district, and for the worker those that are due."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from resources.link_checks.rules.answers import Finding, Seen
from resources.link_checks.rules.states import LinkState, Standing
from shared.db.query import Command, Query, Transaction


class CheckedLink(NamedTuple):
    """A link with the titles of its item and its part, as they are published last."""

    item_id: UUID
    part_key: UUID
    item_title: str
    part_title: str
    address: str
    state: str
    why: str | None
    status: int | None
    moved_to: str | None
    in_a_row: int
    missing_days: int
    checked_at: datetime | None


class DueLink(NamedTuple):
    """A link that is to be looked at, and how it stands."""

    district_id: UUID
    item_id: UUID
    part_key: UUID
    address: str
    state: str
    finding: str | None
    in_a_row: int
    missing_days: int
    missing_on: date | None

    @property
    def standing(self) -> Standing:
        finding = Finding(self.finding) if self.finding is not None else None
        return Standing(LinkState(self.state), finding, self.in_a_row, self.missing_days, self.missing_on)


class UnrecordedItem(NamedTuple):
    """A published item with links of which none is looked at."""

    owner_id: UUID
    item_id: UUID


_LIST = Query(
    """
    select l.item_id, l.part_key, p.content ->> 'title' as item_title, part ->> 'title' as part_title, l.address,
      l.state, l.why, l.status, l.moved_to, l.in_a_row, l.missing_days, l.checked_at
    from link_check l
    join published_version p on p.item_id = l.item_id and p.owner_id = l.district_id and p.latest
    cross join lateral jsonb_array_elements(p.content -> 'parts') part
    where part ->> 'part_key' = cast(l.part_key as text)
      and (cast(:item_id as uuid) is null or l.item_id = cast(:item_id as uuid))
      and (cast(:state as text) is null or l.state = cast(:state as text))
      and (cast(:after_item as uuid) is null
        or (l.item_id, l.part_key) > (cast(:after_item as uuid), cast(:after_part as uuid)))
    order by l.item_id, l.part_key limit :limit
    """,
    CheckedLink,
)
_REMOVE_OTHERS = Command("""
delete from link_check
where district_id = :district_id and item_id = :item_id and part_key <> all(cast(:part_keys as uuid[]))
""")
_SET = Command("""
insert into link_check (district_id, item_id, part_key, address, host, state, in_a_row, missing_days)
select :district_id, :item_id, said.part_key, said.address, said.host, 'unchecked', 0, 0
from unnest(cast(:part_keys as uuid[]), cast(:addresses as text[]), cast(:hosts as text[]))
  said (part_key, address, host)
on conflict (district_id, item_id, part_key) do update
set address = excluded.address, host = excluded.host, state = excluded.state, in_a_row = 0, missing_days = 0,
  finding = null, why = null, status = null, moved_to = null, missing_on = null, checked_at = null, due_at = null
where link_check.address <> excluded.address
""")
_UNRECORDED = Query(
    """
    select p.owner_id, p.item_id from published_version p
    where p.latest and jsonb_path_exists(p.content, '$.parts[*] ? (@.kind == "link")')
      and not exists (select from link_check l where l.district_id = p.owner_id and l.item_id = p.item_id)
    order by p.owner_id, p.item_id limit :limit
    """,
    UnrecordedItem,
)
_CLAIM = Query(
    """
    with due as (
      select distinct on (host) district_id, item_id, part_key from link_check
      where due_at is null or due_at <= :now
      order by host, due_at nulls first limit :limit)
    update link_check l set due_at = :again_at from due
    where (l.district_id, l.item_id, l.part_key) = (due.district_id, due.item_id, due.part_key)
    returning l.district_id, l.item_id, l.part_key, l.address, l.state, l.finding, l.in_a_row, l.missing_days,
      l.missing_on
    """,
    DueLink,
)
_SET_SEEN = Command("""
update link_check
set state = :state, finding = :finding, why = :why, status = :status, moved_to = :moved_to, in_a_row = :in_a_row,
  missing_days = :missing_days, missing_on = :missing_on, checked_at = :at, due_at = :due_at
where district_id = :district_id and item_id = :item_id and part_key = :part_key and address = :address
""")


async def find_links(
    session: Transaction,
    item_id: UUID | None,
    state: LinkState | None,
    after: tuple[UUID, UUID] | None,
    limit: int,
) -> list[CheckedLink]:
    """Returns the district's links by item and part; of one item, or those that stand so."""
    after_item, after_part = after or (None, None)
    return await _LIST.all(
        session, item_id=item_id, state=state, after_item=after_item, after_part=after_part, limit=limit
    )


async def set_links(
    session: Transaction, district_id: UUID, item_id: UUID, links: Sequence[tuple[UUID, str, str]]
) -> None:
    """Has these be an item's links: key of the part, address, host. One with another address is looked at afresh."""
    keys = [one for one, _, _ in links]
    await _REMOVE_OTHERS.run(session, district_id=district_id, item_id=item_id, part_keys=keys)
    await _SET.run(
        session,
        district_id=district_id,
        item_id=item_id,
        part_keys=keys,
        addresses=[one for _, one, _ in links],
        hosts=[one for _, _, one in links],
    )


async def find_unrecorded(session: Transaction, limit: int) -> list[UnrecordedItem]:
    """Returns items of all districts whose links nobody looks at yet."""
    return await _UNRECORDED.all(session, limit=limit)


async def claim_due(session: Transaction, now: datetime, again_at: datetime, limit: int) -> list[DueLink]:
    """Returns links of all districts that are due, one of each host; they are due again then, if nobody comes back."""
    return await _CLAIM.all(session, now=now, again_at=again_at, limit=limit)


async def set_seen(
    session: Transaction, link: DueLink, seen: Seen, standing: Standing, *, at: datetime, due_at: datetime
) -> None:
    """Says how a link stands, unless its part has another address by now."""
    await _SET_SEEN.run(
        session,
        district_id=link.district_id,
        item_id=link.item_id,
        part_key=link.part_key,
        address=link.address,
        state=standing.state,
        finding=seen.finding,
        why=seen.why,
        status=seen.status,
        moved_to=seen.moved_to,
        in_a_row=standing.in_a_row,
        missing_days=standing.missing_days,
        missing_on=standing.missing_on,
        at=at,
        due_at=due_at,
    )
