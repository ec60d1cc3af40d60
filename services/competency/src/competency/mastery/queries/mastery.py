"""Mastery as it stands, as it stood, and what it was found by."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row as AnyRow
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.frameworks.models import FrameworkScale
from competency.mastery.models.mastery import Determination, Mastery
from shared.db.query import Transaction, columns
from shared.db.statement import Row, Statement

_MASTERY = Statement(f"select {columns(Mastery)} from mastery where learner_id = :learner_id order by item_id")  # noqa: S608
_MASTERY_KNOWN = Statement(f"""
select distinct on (item_id) {columns(Determination)} from determination where learner_id = :learner_id
  and known_at <= :known
order by item_id, known_at desc
""")  # noqa: S608
_STANDING = f"""
select i.item_id, i.framework_id, coalesce(s.scale_minimum, f.scale_minimum) as scale_minimum,
       coalesce(s.scale_maximum, f.scale_maximum) as scale_maximum,
       coalesce(s.mastery_score, f.mastery_score) as mastery_score,
       case when s.since is null then f.scale_levels else s.scale_levels end as scale_levels,
       d.known_at, d.made_at, d.score, d.mastered, d.criterion_version, d.policy_id as stood_by,
       p.policy_id, p.level, p.version, p.method, p.parameter, p.mastery, p.kinds, p.self_and_peer, p.window_days,
       p.subject_id, p.effective_from, statement_timestamp() as now
from item i
join framework f on f.district_id = i.district_id and f.framework_id = i.framework_id
left join lateral (
  select {columns(FrameworkScale, "n")} from framework_scale n
  where n.district_id = f.district_id and n.framework_id = f.framework_id and n.since <= cast(:known as timestamptz)
  order by n.since desc limit 1
) s on true
left join lateral (
  select m.known_at, coalesce(m.determined_at, m.known_at) as made_at, m.score, m.mastered, m.policy_id,
    m.criterion_version
  from mastery m
  where cast(:known as timestamptz) is null
    and m.district_id = i.district_id and m.learner_id = :learner_id and m.item_id = i.item_id
  union all
  (select o.known_at, o.known_at, o.score, o.mastered, o.policy_id, o.criterion_version from determination o
   where o.known_at <= cast(:known as timestamptz)
     and o.district_id = i.district_id and o.learner_id = :learner_id and o.item_id = i.item_id
   order by o.known_at desc limit 1)
) d on true
left join mastery_policy p on p.district_id = i.district_id and p.policy_id = d.policy_id
"""  # noqa: S608
_STANDING_OF_ITEM = text(f"{_STANDING} where i.item_id = :item_id")
_STANDING_OF_ALL = Statement(f"""{_STANDING}
where i.item_id in (select e.item_id from evidence e where e.learner_id = :learner_id)
""")  # noqa: S608
_STANDING_OF_SOME = Statement(f"{_STANDING} where i.item_id = any(cast(:items as uuid[]))")
_EVIDENCE = """
select e.item_id, e.evidence_id, e.score, e.observed_at, e.recorded_at, e.tie, e.kind, v.voided_at, c.superseded_at
from evidence e
left join evidence_void v on v.district_id = e.district_id and v.evidence_id = e.evidence_id
left join evidence_correction c on c.district_id = e.district_id and c.evidence_id = e.evidence_id
where e.learner_id = :learner_id
"""
_EVIDENCE_OF_ALL = Statement(_EVIDENCE)
_EVIDENCE_OF_SOME = Statement(f"{_EVIDENCE} and e.item_id = any(cast(:items as uuid[]))")
_OF_ITEMS = Statement(f"""
select {columns(Mastery)} from mastery where learner_id = :learner_id and item_id = any(cast(:items as uuid[]))
""")  # noqa: S608
_OF_ITEMS_KNOWN = Statement(f"""
select distinct on (item_id) {columns(Determination)} from determination
where learner_id = :learner_id and item_id = any(cast(:items as uuid[])) and known_at <= :known
order by item_id, known_at desc
""")  # noqa: S608
_IN_FRAMEWORK = Statement("""
select item_id from item where framework_id = :framework_id and item_id = any(cast(:items as uuid[]))
""")
_HISTORY = text(f"""
select {columns(Determination, "d")}, p.version as policy_version, p.level as policy_level from determination d
left join mastery_policy p on p.district_id = d.district_id and p.policy_id = d.policy_id
where d.learner_id = :learner_id and d.item_id = :item_id
  and (cast(:known as timestamptz) is null or d.known_at <= :known)
  and (cast(:observed as timestamptz) is null or d.observed_at is null or d.observed_at <= :observed)
  and (cast(:after as timestamptz) is null or d.known_at > :after)
order by d.known_at limit :limit
""")  # noqa: S608


async def of_learner(session: Transaction, learner_id: UUID) -> Sequence[Row]:
    return await _MASTERY.all(session, {"learner_id": learner_id})


async def known(session: Transaction, learner_id: UUID, at: datetime) -> Sequence[Row]:
    """What was held of the learner at that time: the newest determination of each item by then."""
    return await _MASTERY_KNOWN.all(session, {"learner_id": learner_id, "known": at})


async def standing(session: AsyncSession, learner_id: UUID, item_id: UUID, at: datetime | None) -> AnyRow[Any] | None:
    """The item on its framework's scale, and what its newest determination is and was made by (of those known `at` that
    time, if one is given, on the scale in force then).
    """
    parameters = {"learner_id": learner_id, "item_id": item_id, "known": at}
    return (await session.execute(_STANDING_OF_ITEM, parameters)).one_or_none()


async def all_standing(
    session: Transaction, learner_id: UUID, at: datetime | None, items: Sequence[UUID] | None
) -> Sequence[Row]:
    """The same for these items, or for every one that the learner has evidence of."""
    parameters = {"learner_id": learner_id, "known": at, "items": items}
    return await (_STANDING_OF_ALL if items is None else _STANDING_OF_SOME).all(session, parameters)


async def of_items(
    session: Transaction, learner_id: UUID, items: Sequence[UUID], at: datetime | None
) -> dict[UUID, Row]:
    """What is held of these items, or was at a time."""
    wanted = {"learner_id": learner_id, "items": list(items)}
    if at is None:
        rows = await _OF_ITEMS.all(session, wanted)
    else:
        rows = await _OF_ITEMS_KNOWN.all(session, wanted | {"known": at})
    return {row.item_id: row for row in rows}


async def in_framework(session: Transaction, framework_id: UUID, items: Sequence[UUID]) -> set[UUID]:
    """Those of the items that are the framework's."""
    rows = await _IN_FRAMEWORK.all(session, {"framework_id": framework_id, "items": list(items)})
    return {row.item_id for row in rows}


async def evidence(session: Transaction, learner_id: UUID, items: Sequence[UUID] | None = None) -> Sequence[Row]:
    """All of a learner's evidence, counting or not; or of these items."""
    parameters = {"learner_id": learner_id, "items": items}
    return await (_EVIDENCE_OF_ALL if items is None else _EVIDENCE_OF_SOME).all(session, parameters)


async def history(
    session: AsyncSession,
    learner_id: UUID,
    item_id: UUID,
    after: datetime | None,
    limit: int,
    *,
    observed: datetime | None,
    known: datetime | None,
) -> Sequence[AnyRow[Any]]:
    """What was ever held by `known`, oldest first; with `observed`, of what had been shown by then."""
    parameters: dict[str, Any] = {"learner_id": learner_id, "item_id": item_id, "after": after, "limit": limit}
    parameters |= {"observed": observed, "known": known}
    return (await session.execute(_HISTORY, parameters)).all()
