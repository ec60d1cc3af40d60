"""What others have published, in SQL: held for a moment, and as a worker sees it for a district."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Scalar, Transaction

_HOLD = Scalar("select version from published_version where item_id = :item_id order by version for share", int)


class Follower(NamedTuple):
    """An adoption that follows an item, and the newest version of it that its district may see."""

    district_id: UUID
    adoption_id: UUID
    newest: int
    partner: bool


# As row-level security has it (migration 0002), for a session that may see everything.
_FOLLOWERS = Query(
    """
    select a.district_id, a.adoption_id, p.version as newest, w.partner
    from adoption a
    cross join lateral (
      select exists (
        select from sharing_agreement s where s.state = 'active'
          and ((s.discloser_id = a.owner_id and s.recipient_id = a.district_id)
            or (s.recipient_id = a.owner_id and s.discloser_id = a.district_id))) as partner) w
    cross join lateral (
      select p.version from published_version p
      where p.item_id = a.item_id and (p.seen_by = 'anonymous' or (p.seen_by = 'partner' and w.partner))
      order by p.version desc limit 1) p
    where a.item_id = :item_id and a.state = 'following' and p.version > a.version
    order by a.district_id, a.adoption_id
    """,
    Follower,
)
_RECALL_ORIGINS = Command("""
update part_origin set recalled = true
where not recalled and way @> jsonb_build_array(jsonb_build_object('item_id', cast(:item_id as uuid)))
""")
_RECALL_BEFORE = Command("""
update part_origin set before = jsonb_set(before, '{recalled}', 'true')
where before -> 'way' @> jsonb_build_array(jsonb_build_object('item_id', cast(:item_id as uuid)))
""")
_WITHHOLD = Command("""
update published_version p set withheld = true, content = null
where not p.withheld and p.credits @> jsonb_build_array(jsonb_build_object('item_id', cast(:item_id as uuid)))
  and exists (
    select from jsonb_array_elements(p.credits) c
    where c ->> 'item_id' = cast(cast(:item_id as uuid) as text) and c ->> 'part_key' is not null)
""")
_RECALL_ADOPTIONS = Command("""
with recalled as (
  update adoption a set recalled = true, revision = a.revision + 1
  where not a.recalled and (a.item_id = :item_id or exists (
    select from jsonb_array_elements(a.credits || coalesce(a.before -> 'credits', '[]')) c
    where c ->> 'item_id' = cast(cast(:item_id as uuid) as text) and c ->> 'part_key' is not null))
  returning a.district_id, a.adoption_id)
update adoption_file f set released_at = :now from recalled r
where f.district_id = r.district_id and f.adoption_id = r.adoption_id and f.released_at is null
""")


async def hold_item(session: Transaction, item_id: UUID) -> None:
    """Keeps what is published of an item as it is until the commit: it is neither revised nor recalled meanwhile."""
    await _HOLD.all(session, item_id=item_id)


async def find_followers(session: Transaction, item_id: UUID) -> list[Follower]:
    """Returns the adoptions of all districts for which there is a newer version that they may see. For the worker."""
    return await _FOLLOWERS.all(session, item_id=item_id)


async def recall(session: Transaction, item_id: UUID, now: datetime) -> None:
    """Marks all that holds parts of an item that was recalled, whose files adoptions let go. For the worker, which sees
    all districts.

    Adoptions come first, as for whoever changes one. Who publishes holds the origins of the item, so that what was
    published meanwhile is seen behind them; and who adopts holds what is published, so that adoptions come last again.
    """
    await _RECALL_ADOPTIONS.run(session, item_id=item_id, now=now)
    for command in (_RECALL_ORIGINS, _RECALL_BEFORE, _WITHHOLD):
        await command.run(session, item_id=item_id)
    await _RECALL_ADOPTIONS.run(session, item_id=item_id, now=now)
