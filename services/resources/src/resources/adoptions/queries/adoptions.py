"""What a district has adopted, in SQL."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from resources.adoptions.rules.credits import Credit
from resources.adoptions.rules.intents import Declined, Intents
from resources.adoptions.rules.states import AdoptionState
from resources.adoptions.schemas.stored import (
    read_credit,
    read_declined,
    read_intents,
    stored_credit,
    stored_declined,
    stored_intents,
)
from resources.items.rules.content import Content
from resources.items.schemas.content import from_stored, stored
from resources.items.schemas.credits import Owed, read_credits, stored_credits
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonArray, JsonObject


class StoredAdoption(NamedTuple):
    adoption_id: UUID
    item_id: UUID
    owner_id: UUID
    version: int
    state: str
    revision: int
    content: JsonObject
    credit: JsonObject
    credits: JsonArray
    base: JsonObject | None
    intents: JsonObject
    declined: JsonObject
    own_item_id: UUID | None
    recalled: bool
    adopted_at: datetime
    changed_at: datetime


class Adoption(NamedTuple):
    """An adoption. `content`, `credit` and `credits` are of the version that is held; `base` is what was taken of
    upstream so far where it is adapted.
    """

    adoption_id: UUID
    item_id: UUID
    owner_id: UUID
    version: int
    state: AdoptionState
    revision: int
    content: Content
    credit: Credit
    credits: tuple[Owed, ...]
    base: Content | None
    intents: Intents
    declined: Declined
    own_item_id: UUID | None
    recalled: bool
    adopted_at: datetime
    changed_at: datetime


_SELECT = """
select a.adoption_id, a.item_id, a.owner_id, a.version, a.state, a.revision, a.content, a.credit, a.credits, a.base,
  a.intents, a.declined, a.own_item_id, a.recalled, a.adopted_at, a.changed_at
from adoption a
"""
_ADOPTION = Query(f"{_SELECT} where a.adoption_id = :adoption_id", StoredAdoption)
_LOCK = Query(f"{_SELECT} where a.adoption_id = :adoption_id for update", StoredAdoption)
_OF_OWN_ITEM = Query(
    f"{_SELECT} where a.own_item_id = :own_item_id and a.state = 'adapted' order by a.adoption_id for update",
    StoredAdoption,
)
_LIST = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or a.adoption_id > cast(:after as uuid))
      and (cast(:state as text) is null or a.state = cast(:state as text))
      and (cast(:item_id as uuid) is null or a.item_id = cast(:item_id as uuid))
    order by a.adoption_id limit :limit
    """,
    StoredAdoption,
)
_ALL = Query(
    f"{_SELECT} where a.district_id = :district_id order by a.adoption_id for share",
    StoredAdoption,
)
_ADD = Scalar(
    """
    insert into adoption (district_id, adoption_id, item_id, owner_id, version, state, revision, content, credit,
      credits, intents, declined, recalled, adopted_at, adopted_by, changed_at, changed_by)
    values (:district_id, :adoption_id, :item_id, :owner_id, :version, :state, 1, cast(:content as jsonb),
      cast(:credit as jsonb), cast(:credits as jsonb), cast(:intents as jsonb), cast(:declined as jsonb), false, :at,
      :by, :at, :by)
    on conflict do nothing returning true
    """,
    bool,
)
_SET = Command("""
update adoption
set version = :version, state = :state, revision = revision + 1, content = cast(:content as jsonb),
  credit = cast(:credit as jsonb), credits = cast(:credits as jsonb), base = cast(:base as jsonb),
  intents = cast(:intents as jsonb), declined = cast(:declined as jsonb), own_item_id = :own_item_id, changed_at = :at,
  changed_by = :by, before = case when cast(:state as text) = 'adapted' then before end
where adoption_id = :adoption_id and district_id = :district_id
""")


async def find_adoption(session: Transaction, adoption_id: UUID) -> Adoption | None:
    return _read(await _ADOPTION.first(session, adoption_id=adoption_id))


async def lock_adoption(session: Transaction, adoption_id: UUID) -> Adoption | None:
    """Returns the adoption, which nobody else changes until the commit; None where the district has none."""
    return _read(await _LOCK.first(session, adoption_id=adoption_id))


async def lock_adoptions_of(session: Transaction, own_item_id: UUID) -> list[Adoption]:
    """Returns the adoptions that this item of the district's was made of."""
    return [_made(one) for one in await _OF_OWN_ITEM.all(session, own_item_id=own_item_id)]


async def find_adoptions(
    session: Transaction, after: UUID | None, state: str | None, item_id: UUID | None, limit: int
) -> list[Adoption]:
    """Returns the district's adoptions by id; with a state or an item, those alone."""
    rows = await _LIST.all(session, after=after, state=state, item_id=item_id, limit=limit)
    return [_made(one) for one in rows]


async def lock_all_adoptions(session: Transaction, district_id: UUID) -> list[Adoption]:
    """Returns all of a district's adoptions, which nobody changes until the commit."""
    return [_made(one) for one in await _ALL.all(session, district_id=district_id)]


async def add_adoption(session: Transaction, district_id: UUID, new: Adoption, by: str) -> bool:
    """Returns whether it was added: not where the district has adopted the item already."""
    added = await _ADD.get(
        session,
        district_id=district_id,
        adoption_id=new.adoption_id,
        item_id=new.item_id,
        owner_id=new.owner_id,
        version=new.version,
        state=new.state,
        content=stored(new.content),
        credit=stored_credit(new.credit),
        credits=stored_credits(new.credits),
        intents=stored_intents(new.intents),
        declined=stored_declined(new.declined),
        at=new.adopted_at,
        by=by,
    )
    return added is True


async def set_adoption(session: Transaction, district_id: UUID, now: Adoption, *, at: datetime, by: str) -> None:
    """Stores how an adoption stands now."""
    await _SET.run(
        session,
        district_id=district_id,
        adoption_id=now.adoption_id,
        version=now.version,
        state=now.state,
        content=stored(now.content),
        credit=stored_credit(now.credit),
        credits=stored_credits(now.credits),
        base=None if now.base is None else stored(now.base),
        intents=stored_intents(now.intents),
        declined=stored_declined(now.declined),
        own_item_id=now.own_item_id,
        at=at,
        by=by,
    )


def _read(row: StoredAdoption | None) -> Adoption | None:
    return None if row is None else _made(row)


def _made(row: StoredAdoption) -> Adoption:
    return Adoption(
        row.adoption_id,
        row.item_id,
        row.owner_id,
        row.version,
        AdoptionState(row.state),
        row.revision,
        from_stored(row.content),
        read_credit(row.credit),
        read_credits(row.credits),
        None if row.base is None else from_stored(row.base),
        read_intents(row.intents),
        read_declined(row.declined),
        row.own_item_id,
        row.recalled,
        row.adopted_at,
        row.changed_at,
    )
