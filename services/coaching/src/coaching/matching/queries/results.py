"""What matchings came to, in SQL: pairs, needs that are left and coaches without a pair, and why."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Transaction
from shared.values.json_types import JsonObject


class PairRow(NamedTuple):
    """A coach on a need, as it is stored."""

    need_id: UUID
    coach_id: UUID
    slot: int
    why: JsonObject


class About(NamedTuple):
    """A need or a coach, and what is said of it."""

    about: UUID
    says: JsonObject


class UncoveredRow(NamedTuple):
    """A need that is left."""

    need_id: UUID
    why: JsonObject
    remedy: JsonObject | None


class LeftOutRow(NamedTuple):
    """A coach without a pair."""

    coach_id: UUID
    why: JsonObject | None


_ADD_PAIRS = Command("""
insert into matching_pair (district_id, matching_id, need_id, coach_id, slot, why)
select :district_id, :matching_id, p.need_id, p.coach_id, p.slot, cast(p.why as jsonb)
from unnest(cast(:need_ids as uuid[]), cast(:coach_ids as uuid[]), cast(:slots as bigint[]), cast(:whys as text[]))
  as p(need_id, coach_id, slot, why)
""")
_ADD_UNCOVERED = Command("""
insert into matching_uncovered (district_id, matching_id, need_id, why)
select :district_id, :matching_id, u.need_id, cast(u.why as jsonb)
from unnest(cast(:need_ids as uuid[]), cast(:whys as text[])) as u(need_id, why)
""")
_ADD_LEFT_OUT = Command("""
insert into matching_left_out (district_id, matching_id, coach_id)
select :district_id, :matching_id, c from unnest(cast(:coach_ids as uuid[])) as c
""")
_SET_REMEDY = Command("""
update matching_uncovered set remedy = cast(:says as jsonb) where matching_id = :matching_id and need_id = :about
""")
_SET_WHY_NOT = Command("""
update matching_left_out set why = cast(:says as jsonb) where matching_id = :matching_id and coach_id = :about
""")
_PAIRS = Query(
    """
    select p.need_id, p.coach_id, p.slot, p.why from matching_pair p
    where p.matching_id = :matching_id and (cast(:after_need as uuid) is null
      or (p.need_id, p.coach_id) > (cast(:after_need as uuid), cast(:after_coach as uuid)))
    order by p.need_id, p.coach_id limit :limit
    """,
    PairRow,
)
_PAIRS_OF_COACH = Query(
    """
    select p.need_id, p.coach_id, p.slot, p.why from matching_pair p
    where p.matching_id = :matching_id and p.coach_id = :coach_id order by p.need_id
    """,
    PairRow,
)
_UNCOVERED = Query(
    """
    select u.need_id, u.why, u.remedy from matching_uncovered u
    where u.matching_id = :matching_id and (cast(:after as uuid) is null or u.need_id > cast(:after as uuid))
    order by u.need_id limit :limit
    """,
    UncoveredRow,
)
_LEFT_OUT = Query(
    """
    select l.coach_id, l.why from matching_left_out l
    where l.matching_id = :matching_id and l.coach_id = :coach_id
    """,
    LeftOutRow,
)
_EXPLAINED = Query(
    """
    select u.need_id as about, u.remedy as says from matching_uncovered u
    where u.matching_id = :matching_id and u.remedy is not null
    union all
    select l.coach_id, l.why from matching_left_out l where l.matching_id = :matching_id and l.why is not null
    """,
    About,
)


async def add_results(
    session: Transaction,
    district_id: UUID,
    matching_id: UUID,
    pairs: Sequence[PairRow],
    uncovered: Mapping[UUID, JsonObject],
    left_out: Collection[UUID],
) -> None:
    """Stores what a matching came to."""
    of = {"district_id": district_id, "matching_id": matching_id}
    await _ADD_PAIRS.run(
        session,
        **of,
        need_ids=[one.need_id for one in pairs],
        coach_ids=[one.coach_id for one in pairs],
        slots=[one.slot for one in pairs],
        whys=[json.dumps(one.why) for one in pairs],
    )
    whys = [json.dumps(why) for why in uncovered.values()]
    await _ADD_UNCOVERED.run(session, **of, need_ids=list(uncovered), whys=whys)
    await _ADD_LEFT_OUT.run(session, **of, coach_ids=list(left_out))


async def set_remedy(session: Transaction, matching_id: UUID, need_id: UUID, says: JsonObject) -> None:
    await _SET_REMEDY.run(session, matching_id=matching_id, about=need_id, says=json.dumps(says))


async def set_why_not(session: Transaction, matching_id: UUID, coach_id: UUID, says: JsonObject) -> None:
    await _SET_WHY_NOT.run(session, matching_id=matching_id, about=coach_id, says=json.dumps(says))


async def find_explained(session: Transaction, matching_id: UUID) -> list[UUID]:
    """Returns the needs and coaches of whom everything is said already."""
    return [one.about for one in await _EXPLAINED.all(session, matching_id=matching_id)]


async def page_of_pairs(
    session: Transaction, matching_id: UUID, after: tuple[UUID, UUID] | None, limit: int
) -> list[PairRow]:
    need, coach = after or (None, None)
    return await _PAIRS.all(session, matching_id=matching_id, after_need=need, after_coach=coach, limit=limit)


async def find_pairs_of_coach(session: Transaction, matching_id: UUID, coach_id: UUID) -> list[PairRow]:
    return await _PAIRS_OF_COACH.all(session, matching_id=matching_id, coach_id=coach_id)


async def page_of_uncovered(
    session: Transaction, matching_id: UUID, after: UUID | None, limit: int
) -> list[UncoveredRow]:
    return await _UNCOVERED.all(session, matching_id=matching_id, after=after, limit=limit)


async def find_left_out(session: Transaction, matching_id: UUID, coach_id: UUID) -> LeftOutRow | None:
    return await _LEFT_OUT.first(session, matching_id=matching_id, coach_id=coach_id)
